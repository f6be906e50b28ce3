import type { Plugin } from 'vite'

/** By importer: what our settings never draw. Buttons have no ripple, and no ring of Material's own. */
const imports: readonly { importer: RegExp; sources: RegExp }[] = [
  { importer: /@mui\/material\/ButtonBase\/ButtonBase\.mjs$/, sources: /^\.\/TouchRipple/ },
  { importer: /@mui\/material\/Button\/Button\.mjs$/, sources: /^\.\.\/CircularProgress/ },
]

const nothing = '\0left-out'

/** Emotion's, which Material has no use for: it says itself which props a tag gets, and wraps nothing by `withTheme`. */
const replaced: Readonly<Record<string, string>> = {
  '@emotion/is-prop-valid': `const own = ['theme', 'sx', 'as', 'ownerState']\nexport default (name) => !own.includes(name)`,
  'hoist-non-react-statics': 'export default (target) => target',
}

/** Names and wrappers that a bundler must take for deeds keep every kind of link and form of the router alive, and what they fetch pages by. */
const routerLinks = /react-router\/dist\/production\/lib\/dom\/lib\.js$/

const withoutDeeds = (code: string) =>
  code.replaceAll(/^\w+\.displayName = .*$/gm, '').replaceAll('= React$1.forwardRef(', '= /* @__PURE__ */ React$1.forwardRef(')

/** Keeps out of the build what is switched off: its place is taken by components that draw nothing. */
export const leftOut = (): Plugin => ({
  name: 'left-out',
  enforce: 'pre',
  apply: 'build',
  resolveId(source, importer = '') {
    if (source in replaced) return `\0${source}`
    return imports.some((one) => one.importer.test(importer) && one.sources.test(source)) ? nothing : undefined
  },
  load(id) {
    if (id.startsWith('\0') && id.slice(1) in replaced) return replaced[id.slice(1)]
    return id === nothing ? 'export default () => null' : undefined
  },
  transform: (code, id) => (routerLinks.test(id) ? { code: withoutDeeds(code), map: null } : undefined),
})
