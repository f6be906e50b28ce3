import { useDeferredValue } from 'react'

/** What a screen holds is drawn first, and the rest of a page of rows a moment later, in turns that leave room for a touch. */
export const useRowsInTurn = <Row>(rows: readonly Row[], first: number): readonly Row[] => useDeferredValue(rows, rows.slice(0, first))
