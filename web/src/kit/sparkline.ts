/** Points of a small line: the whole width, the whole height, a level series in the middle; 3 px of air for the end dot. */
export function sparkline(series: readonly number[], width: number, height: number) {
  const pad = 3
  const low = Math.min(...series)
  const span = Math.max(...series) - low
  const at = series.map((value, index) => ({
    x: round(pad + (index / Math.max(1, series.length - 1)) * (width - 2 * pad)),
    y: round(span === 0 ? height / 2 : height - pad - ((value - low) / span) * (height - 2 * pad)),
  }))
  return { points: at.map(({ x, y }) => `${x},${y}`).join(' '), end: at[at.length - 1] ?? { x: pad, y: height / 2 } }
}

const round = (value: number) => Math.round(value * 10) / 10
