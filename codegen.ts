import { globSync } from 'node:fs'
import type { CodegenConfig } from '@graphql-codegen/cli'

const types = {
  scalars: { DateTime: 'string', TimeZone: 'string', Url: 'string', JSON: 'unknown', ID: 'string' },
  strictScalars: true,
  useTypeImports: true,
}

const webOperations = 'web/src/**/*.graphql'

// web/src/scheduling/session.graphql becomes web/src/generated/scheduling/session.ts.
const hooks = globSync(webOperations)
  .map((file) => file.replaceAll('\\', '/'))
  .sort()
  .map((graphqlFile) => [
    graphqlFile.replace('web/src/', 'web/src/generated/').replace(/\.graphql$/, '.ts'),
    { documents: webOperations, plugins: [{ './web/codegen/hooks-plugin.mjs': { graphqlFile } }] },
  ])

const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'web/src/generated/operations.ts': { documents: webOperations, plugins: ['typescript-operations'], config: types },
    ...Object.fromEntries(hooks),
    'services/client/lectern.ts': {
      documents: 'services/client/*.graphql',
      plugins: ['typescript-operations', 'typescript-graphql-request'],
      config: { ...types, documentMode: 'documentNode' },
    },
  },
}

export default config
