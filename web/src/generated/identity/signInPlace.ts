import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import type { SkipToken } from '@apollo/client/react'
import { useQuery } from '../../app/useQuery.ts'
import type { HookOptions } from '../../app/useQuery.ts'
import type * as types from '../operations.ts'
export const SignInPlaceDocument = { kind: 'Document', definitions: [{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SignInPlace"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organization"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[],"directives":[]}]}}]}}] } as unknown as TypedDocumentNode<types.SignInPlaceQuery, types.SignInPlaceQueryVariables>
export const useSignInPlaceQuery = (options?: HookOptions<types.SignInPlaceQuery, types.SignInPlaceQueryVariables> | SkipToken) => useQuery(SignInPlaceDocument, options as HookOptions<types.SignInPlaceQuery, types.SignInPlaceQueryVariables>)