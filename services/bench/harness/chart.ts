/** A chart of a few lines, both axes in powers of ten: SVG that draws itself in light and dark. */
export interface Chart {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly lines: Readonly<Record<string, readonly (readonly [x: number, y: number])[]>>
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [720, 360, 70, 190, 40, 50]
const COLOURS = ['#2563eb', '#d97706', '#059669', '#dc2626', '#7c3aed', '#64748b']
const STYLE = 'text { font: 12px system-ui, sans-serif; fill: #1f2937 } .grid { stroke: #d1d5db } @media (prefers-color-scheme: dark) { text { fill: #e5e7eb } .grid { stroke: #4b5563 } }'

export function lineChart({ title, x, y, lines }: Chart): string {
  const points = Object.values(lines).flat().filter(([, value]) => value > 0)
  const acrossOf = scale(points.map(([value]) => value), LEFT, WIDTH - RIGHT)
  const upOf = scale(points.map(([, value]) => value), HEIGHT - BOTTOM, TOP)
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}</style>`,
    text(LEFT, 20, title, 'start'), text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x), text(LEFT - 8, TOP - 8, y, 'start'),
    ...acrossOf.marks.map(mark => `${rule(acrossOf.at(mark), TOP, acrossOf.at(mark), HEIGHT - BOTTOM)}${text(acrossOf.at(mark), HEIGHT - BOTTOM + 18, label(mark))}`),
    ...upOf.marks.map(mark => `${rule(LEFT, upOf.at(mark), WIDTH - RIGHT, upOf.at(mark))}${text(LEFT - 8, upOf.at(mark) + 4, label(mark), 'end')}`),
    ...Object.entries(lines).map(([name, line], i) => drawn(name, line.map(([one, other]) => [acrossOf.at(one), upOf.at(other)] as const), i)),
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

interface Scale { readonly at: (value: number) => number; readonly marks: readonly number[] }

function scale(values: readonly number[], from: number, to: number): Scale {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.max(Math.ceil(Math.log10(Math.max(...values))), Math.floor(Math.log10(Math.min(...values))) + 1)]
  const at = (value: number): number => Math.round((from + ((Math.log10(value) - low) / (high - low)) * (to - from)) * 10) / 10
  return { at, marks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)) }
}

function drawn(name: string, points: readonly (readonly [number, number])[], i: number): string {
  const colour = COLOURS[i % COLOURS.length]!
  const line = `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map(point => point.join(',')).join(' ')}"/>`
  const dots = points.map(([across, up]) => `<circle cx="${across}" cy="${up}" r="3" fill="${colour}"/>`).join('')
  const key = TOP + 10 + i * 20
  return `${line}${dots}<rect x="${WIDTH - RIGHT + 16}" y="${key - 9}" width="10" height="10" fill="${colour}"/>${text(WIDTH - RIGHT + 32, key, name, 'start')}`
}

function rule(x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="grid" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`
}

function text(x: number, y: number, words: string, anchor = 'middle'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(words)}</text>`
}

function label(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 3 })
}

function escaped(words: string): string {
  return words.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
}
