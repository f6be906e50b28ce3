/**
 * The rules of the house that no stock lint rule knows, as a plugin for oxlint. Each message says what to do instead.
 * The names of rules are `house/<name>`; .oxlintrc.json says where each one holds.
 */

interface Node {
  type: string
  [key: string]: unknown
}

interface Context {
  filename: string
  report(finding: { node: Node; message: string }): void
}

type Visitor = Record<string, (node: Node) => void>

interface Rule {
  create(context: Context): Visitor
}

const asNode = (value: unknown): Node | undefined =>
  typeof value === 'object' && value !== null && 'type' in value ? (value as Node) : undefined

const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value.flatMap((item) => asNode(item) ?? []) : [])

const nameOf = (value: unknown): string | undefined => {
  const node = asNode(value)
  if (node?.type === 'Identifier' || node?.type === 'JSXIdentifier') return String(node['name'])
  return node?.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined
}

const baseName = (filename: string): string => filename.split(/[\\/]/).at(-1) ?? filename

// --- one way out: rows are changed by the unit of work, or nobody hears of the change --------------------------------

const PAST_THE_JOURNAL = new Set([
  'nativeUpdate', 'nativeDelete', 'insertMany', 'upsert', 'upsertMany',
  'insertInto', 'replaceInto', 'mergeInto', 'updateTable', 'deleteFrom',
])
const BUILDERS = new Set(['qb', 'createQueryBuilder'])
const BUILDER_WRITES = new Set(['insert', 'update', 'delete', 'truncate'])
const SQL_WRITE = /^\s*(insert\s+(ignore\s+|or\s+\w+\s+)?into|replace\s+into|delete\s+from|update\s+\S+\s+set)\s/i

function startsAtBuilder(callee: Node | undefined): boolean {
  for (let node = callee; node; ) {
    if (node.type === 'CallExpression') {
      const called = asNode(node['callee'])
      if (called?.type === 'MemberExpression' && BUILDERS.has(nameOf(called['property']) ?? '')) return true
      node = called
    } else node = node.type === 'MemberExpression' ? asNode(node['object']) : undefined
  }
  return false
}

const writtenThroughEntities: Rule = {
  create(context): Visitor {
    const refuse = (node: Node, what: string): void =>
      context.report({
        node,
        message: `${what} writes past the unit of work: no journal row, no live change. Load the entity, move it, let the mutation flush; a bulk write of rows that nobody watches belongs in platform/.`,
      })
    const sql = (node: Node, text: unknown): void => {
      if (typeof text === 'string' && SQL_WRITE.test(text)) refuse(node, 'This statement')
    }
    return {
      MemberExpression(node) {
        const name = nameOf(node['property']) ?? ''
        if (PAST_THE_JOURNAL.has(name)) refuse(node, name)
        else if (BUILDER_WRITES.has(name) && startsAtBuilder(asNode(node['object']))) refuse(node, `A query builder's ${name}`)
      },
      Literal: (node) => sql(node, node['value']),
      TemplateLiteral(node) {
        const first = nodesOf(node['quasis'])[0]?.['value']
        sql(node, `${(first as { raw?: string } | undefined)?.raw ?? ''} `.replace(/^(\s*update)\s*$/i, '$1 x set '))
      },
    }
  },
}

// --- pages and pickers query; other parts take props -----------------------------------------------------------------

const QUERY_HOOK = /^use\w+Query$/
const MAY_QUERY = /(Page|Picker)\.tsx$/

const queriesInPages: Rule = {
  create(context): Visitor {
    if (MAY_QUERY.test(baseName(context.filename))) return {}
    return {
      ImportDeclaration(node) {
        if (node['importKind'] === 'type' || !String(nameOf(node['source']) ?? '').includes('generated/')) return
        for (const specifier of nodesOf(node['specifiers'])) {
          const name = nameOf(specifier['imported']) ?? ''
          if (!QUERY_HOOK.test(name)) continue
          context.report({
            node: specifier,
            message: `${name} asks the server, and only a *Page.tsx or a *Picker.tsx does. Take the data as props here, or name this file for what it is.`,
          })
        }
      },
    }
  },
}

// --- another language or direction needs no code ---------------------------------------------------------------------

const PHYSICAL = new Map([
  ['marginLeft', 'marginInlineStart'], ['marginRight', 'marginInlineEnd'],
  ['paddingLeft', 'paddingInlineStart'], ['paddingRight', 'paddingInlineEnd'],
  ['borderLeft', 'borderInlineStart'], ['borderRight', 'borderInlineEnd'],
  ['borderLeftColor', 'borderInlineStartColor'], ['borderRightColor', 'borderInlineEndColor'],
  ['borderLeftWidth', 'borderInlineStartWidth'], ['borderRightWidth', 'borderInlineEndWidth'],
  ['left', 'insetInlineStart'], ['right', 'insetInlineEnd'],
  ['ml', 'marginInlineStart'], ['mr', 'marginInlineEnd'], ['pl', 'paddingInlineStart'], ['pr', 'paddingInlineEnd'],
])
// Not `styleOverrides`: a theme must answer Material UI's own physical sides in kind, and the flip of styles turns both.
const STYLE_HOLDERS = new Set(['sx', 'style', 'css'])

const logicalSides: Rule = {
  create(context): Visitor {
    let depth = 0
    const holdsStyle = (node: Node): boolean => STYLE_HOLDERS.has(nameOf(node['name'] ?? node['key']) ?? '')
    const check = (node: Node): void => {
      const name = nameOf(node['key']) ?? ''
      const logical = PHYSICAL.get(name)
      if (logical) context.report({ node, message: `${name} points the wrong way from right to left: write ${logical}.` })
      const side = nameOf(node['value'])
      if (name === 'textAlign' && (side === 'left' || side === 'right')) {
        context.report({ node, message: `textAlign: '${side}' points the wrong way from right to left: write '${side === 'left' ? 'start' : 'end'}'.` })
      }
    }
    return {
      JSXAttribute: (node) => void (holdsStyle(node) && depth++),
      'JSXAttribute:exit': (node) => void (holdsStyle(node) && depth--),
      Property(node) {
        if (depth > 0) check(node)
        if (holdsStyle(node)) depth++
      },
      'Property:exit': (node) => void (holdsStyle(node) && depth--),
    }
  },
}

const SPOKEN_ATTRIBUTES = new Set(['label', 'title', 'placeholder', 'alt', 'helperText', 'aria-label', 'aria-description'])
const HAS_A_WORD = /\p{L}{2,}/u
/** The product has one name in every language. */
const NAME = 'Lectern'
/** The id of a message (`session.when`), or an address: nothing that anybody reads as words. */
const NO_WORDS = /^\w+(\.\w+)+$|:\/\//
const isSpoken = (text: string): boolean => text.trim() !== NAME && !NO_WORDS.test(text.trim()) && HAS_A_WORD.test(text)

const wordsInMessages: Rule = {
  create(context): Visitor {
    const refuse = (node: Node): void =>
      context.report({ node, message: 'Words stand in the message file of the slice, so that another language needs no code.' })
    return {
      JSXText(node) {
        const text = node['value']
        if (typeof text === 'string' && isSpoken(text)) refuse(node)
      },
      JSXAttribute(node) {
        const said = nameOf(node['value']) ?? ''
        if (SPOKEN_ATTRIBUTES.has(nameOf(node['name']) ?? '') && isSpoken(said)) refuse(node)
      },
    }
  },
}

// --- what a file may be ----------------------------------------------------------------------------------------------

const EMPTY_NAME = /^(utils?|helpers?|common|types?|shared|misc|index)\.(ts|tsx)$/

const fileNames: Rule = {
  create(context): Visitor {
    const name = baseName(context.filename)
    if (!EMPTY_NAME.test(name)) return {}
    return {
      Program: (node) =>
        context.report({ node, message: `A file called ${name} says nothing of what it holds. Name the noun, or put the code where it is used.` }),
    }
  },
}

const noBarrels: Rule = {
  create: (context) => ({
    Program(node) {
      const statements = nodesOf(node['body'])
      // Names of a package passed on are a door to it; files of our own have theirs already.
      const passedOn = statements.filter((it) => it.type.startsWith('Export') && nameOf(it['source'])?.startsWith('.'))
      if (passedOn.length > 0 && passedOn.length === statements.length) {
        context.report({ node, message: 'A file that only passes exports on hides where things live. Import from the file that holds them.' })
      }
    },
  }),
}

/** oxlint takes a plugin as the default export of its file. */
export default {
  meta: { name: 'house' },
  rules: {
    'written-through-entities': writtenThroughEntities,
    'queries-in-pages': queriesInPages,
    'logical-sides': logicalSides,
    'words-in-messages': wordsInMessages,
    'file-names': fileNames,
    'no-barrels': noBarrels,
  },
}
