import { useDeferredValue, useMemo, useState } from 'react'

/** Rows, and the question that they answer. */
interface Answer<Row> {
  rows: readonly Row[]
  question: string
}

/** While a question is on its way, the rows on the screen still answer the one before. */
export function useAnswered(question: unknown, loading: boolean): string {
  const asked = JSON.stringify(question) ?? ''
  const [answered, setAnswered] = useState(asked)
  if (loading || answered === asked) return answered
  setAnswered(asked)
  return asked
}

/** What a screen holds is drawn first, and the rest of a page of rows a moment later, in turns that leave room for a touch. */
export function useRowsInTurn<Row>(rows: readonly Row[], question: string, first: number): Answer<Row> {
  const whole = useMemo(() => ({ rows, question }), [rows, question])
  return useDeferredValue(whole, { rows: rows.slice(0, first), question })
}
