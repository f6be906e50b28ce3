import type { Plugin } from 'vite'

interface Statement {
  type: string
  declaration?: { id?: { name: string } | null; declarations?: { id: { name?: string } }[] } | null
  specifiers?: { exported: { name: string } }[]
}

const nothing = '\0left-out'

/** By importer: what our settings never draw. The grid has no filters, menus, footer or check boxes of its own, and buttons no ripple. */
const imports: readonly { importer: RegExp; sources: RegExp }[] = [
  {
    importer: /@mui\/x-data-grid\/material\/index\.mjs$/,
    sources:
      /^@mui\/material\/(Autocomplete|Tooltip|Badge|Checkbox|Chip|Divider|InputBase|Unstable_TrapFocus|LinearProgress|ListItemIcon|ListItemText|MenuList|MenuItem|Modal|TextField|TextareaAutosize|FormControl|FormControlLabel|Select|Switch|InputAdornment|TablePagination|ClickAwayListener|Paper|InputLabel|Tabs|Tab|ToggleButton|Popper|Grow)$/,
  },
  { importer: /@mui\/material\/ButtonBase\/ButtonBase\.mjs$/, sources: /^\.\/TouchRipple/ },
  { importer: /@mui\/material\/Button\/Button\.mjs$/, sources: /^\.\.\/CircularProgress/ },
]

/** Emotion's, which Material has no use for: it says itself which props a tag gets, and wraps nothing by `withTheme`. */
const replaced: Readonly<Record<string, string>> = {
  '@emotion/is-prop-valid': `const own = ['theme', 'sx', 'as', 'ownerState']\nexport default (name) => !own.includes(name)`,
  'hoist-non-react-statics': 'export default (target) => target',
}

const classes = ['listItemTextClasses', 'formControlLabelClasses', 'tablePaginationClasses', 'inputAdornmentClasses']

/** Parts of the grid itself: panels, tool bars, menus, cells that are edited in place, exports. */
const modules =
  /@mui\/x-data-grid\/(components\/(panel|toolbar|toolbarV8|menu|columnsManagement|columnsPanel|filterPanel|quickFilter|export)\/(?!GridPanelContext)|components\/cell\/GridEdit|hooks\/features\/export\/useGrid)/

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
    if (id !== nothing) return undefined
    return [`export default () => null`, ...classes.map((name) => `export const ${name} = {}`)].join('\n')
  },
  transform(code, id) {
    if (routerLinks.test(id)) return { code: withoutDeeds(code), map: null }
    if (!modules.test(id) || !id.endsWith('.mjs') || id.endsWith('/index.mjs')) return undefined
    const { body } = this.parse(code) as unknown as { body: Statement[] }
    const names = body.flatMap(exported)
    return { code: names.map((name) => `export const ${name} = () => null`).join('\n'), map: null }
  },
})

const exported = ({ type, declaration, specifiers = [] }: Statement): string[] =>
  type !== 'ExportNamedDeclaration'
    ? []
    : [
        ...(declaration?.id ? [declaration.id.name] : []),
        ...(declaration?.declarations ?? []).flatMap(({ id }) => id.name ?? []),
        ...specifiers.map(({ exported: { name } }) => name),
      ]
