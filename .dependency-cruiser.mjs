// The map of the house: who may import whom. Every message says where the code belongs instead.
// TypeScript 7 has no parser for this tool: `@swc/core` reads the sources, and `npm run lint` fails when nothing was read.

const STAIRS = ['platform', 'identity', 'scheduling', 'reporting']
const DOMAINS = STAIRS.slice(1)
const any = (names) => `(${names.join('|')})`
const server = (names) => `^services/src/${any(names)}/`
const web = (names) => `^web/src/${any(names)}/`
const TEST = '\\.(test|bench)\\.tsx?$'

const stairs = DOMAINS.slice(0, -1).map((slice, step) => {
  const above = DOMAINS.slice(step + 1)
  return {
    name: `stairs-${slice}`,
    severity: 'error',
    comment: `${slice} stands below ${above.join(' and ')}. Let ${slice} write its journal and let the upper slice react, or add the field in the upper slice's resolver.`,
    from: { path: server([slice]) },
    to: { path: server(above) },
  }
})

const doors = DOMAINS.map((slice) => ({
  name: `door-${slice}`,
  severity: 'error',
  comment: `${slice} is entered by its *.entity.ts, *.service.ts and *.forms.ts. Move what you need into one of them; resolvers and policies are the slice's own.`,
  from: { path: server(STAIRS), pathNot: [server([slice]), TEST] },
  to: { path: server([slice]), pathNot: '\\.(entity|service|forms)\\.ts$' },
}))

const webStairs = DOMAINS.slice(0, -1).map((slice, step) => ({
  name: `web-stairs-${slice}`,
  severity: 'error',
  comment: `In the web, too, ${slice} stands below ${DOMAINS.slice(step + 1).join(' and ')}. Put the part into the upper slice and let its page or web/src/app compose the two.`,
  from: { path: web([slice]), pathNot: TEST },
  to: { path: web(DOMAINS.slice(step + 1)) },
}))

export default {
  forbidden: [
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      comment: 'The ground floor knows no training word. Take the thing as an argument or a registered rule, or move this code up into its slice.',
      from: { path: server(['platform']), pathNot: TEST },
      to: { path: server(DOMAINS) },
    },
    ...stairs,
    ...doors,
    {
      name: 'services-declare-no-graphql',
      severity: 'error',
      comment: 'A *.service.ts holds verbs. Types, inputs and arguments of GraphQL stand in the entity, on top of the resolver, or in a *.forms.ts where several files use them.',
      from: { path: `${server(DOMAINS)}.*\\.(service|policy)\\.ts$` },
      to: { path: '(^|/)node_modules/type-graphql' },
    },
    {
      name: 'slices-do-not-build-the-house',
      severity: 'error',
      comment: 'Only main.ts, app.ts, schema.ts and entities.ts see the whole house. What a slice needs it takes as an argument, or it belongs in platform/.',
      from: { path: server(STAIRS), pathNot: [TEST, 'services/src/.*\\.harness\\.ts$'] },
      to: { path: '^services/src/[^/]+\\.ts$' },
    },
    {
      name: 'top-of-the-server-is-full',
      severity: 'error',
      comment: 'services/src holds main.ts, app.ts, schema.ts and entities.ts. Everything else lives in platform/ or in a slice.',
      from: { path: '^services/src/[^/]+\\.ts$', pathNot: ['^services/src/(main|app|schema|entities)\\.ts$', TEST] },
      to: {},
    },
    {
      name: 'every-folder-is-on-the-stairs',
      severity: 'error',
      comment: 'A folder of services/src is a slice. Give it its step in STAIRS of .dependency-cruiser.mjs, or move its files into an existing slice.',
      from: { path: '^services/src/[^/]+/', pathNot: server(STAIRS) },
      to: {},
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or the shared part is a third one that stands below both. (Imports of types alone do not count.)',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'type-import'] } },
    },
    {
      name: 'web-knows-the-schema-only',
      severity: 'error',
      comment: 'schema.graphql is the only bridge to the server. Write the operation into the .graphql file of the slice and run `npm run generate`.',
      from: { path: '^web/' },
      to: { path: '(^services/|(^|/)node_modules/@lectern/services/)' },
    },
    {
      name: 'server-knows-no-web',
      severity: 'error',
      comment: 'The server serves web/dist as files and knows nothing else of the web.',
      from: { path: '^services/', pathNot: '^services/tools/' },
      to: { path: '^web/' },
    },
    {
      name: 'kit-knows-no-graphql',
      severity: 'error',
      comment: 'kit is Material UI alone. Take data as props and give callbacks; the query belongs in a *Page.tsx or *Picker.tsx of a slice.',
      from: { path: '^web/src/kit/' },
      to: { path: ['^web/src/generated/', '(^|/)node_modules/(@apollo/|graphql)', ...DOMAINS.map((slice) => `^web/src/${slice}/`), '^web/src/app/'] },
    },
    {
      name: 'hooks-come-from-codegen',
      severity: 'error',
      comment: 'Hooks are generated: write the operation into a .graphql file, run `npm run generate`, import the hook from web/src/generated. Only web/src/app sets the client up.',
      from: { path: '^web/src/', pathNot: ['^web/src/(app|generated)/', TEST] },
      to: { path: ['(^|/)node_modules/@apollo/client/react', '^web/src/app/useQuery.ts'] },
    },
    ...webStairs,
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      comment: 'Add the package to the package.json of the workspace that imports it, at an exact version.',
      from: { path: '^(services|web)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'The import leads nowhere. If it is a generated file, run `npm run generate`.',
      from: {},
      // The package named here holds types alone, which this tool does not look for.
      to: { couldNotResolve: true, pathNot: ['\\.css$', '^@graphql-typed-document-node/core$'] },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
