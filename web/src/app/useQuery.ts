import { useEffect, useEffectEvent, useState } from 'react'
import type { ObservableQuery, OperationVariables } from '@apollo/client'
import { skipToken, useQuery as useApolloQuery } from '@apollo/client/react'
import { comingsSoFar } from './comings.ts'

/** What a generated query hook takes: the variables where the operation wants some, and Apollo's own options. All of it is plain data. */
export type HookOptions<Data, Variables extends OperationVariables> = useApolloQuery.Options<Data, Variables> &
  (Record<string, never> extends Variables ? { variables?: Variables } : { variables: Variables })

/**
 * Apollo's hook, which asks for a new question while it is rendered, and for its first one once it stands on the screen. Here it is
 * the other way around, but for the first page.
 */
export const useQuery = ((...[document, options]: Parameters<typeof useApolloQuery>) => {
  const settled = useSettled(options)
  const result = useApolloQuery(document, settled as typeof options)
  useAskedAtOnce(result.observable)
  // The answer to what stood before is still there, and the new question is as good as on its way.
  return options !== skipToken && written(options) !== written(settled) ? { ...result, loading: true } : result
}) as typeof useApolloQuery

const written = (options: unknown) => JSON.stringify(options === skipToken ? null : (options ?? {}))

/**
 * What has come to the screen. Filters stand in the address, which changes in a transition: React renders the page with the new filters
 * beside the one that stands, and Apollo would ask for both in turns, without an end, since each answer begins the other anew.
 */
function useSettled<Options>(options: Options): Options {
  const [settled, settle] = useState(options)
  const take = useEffectEvent(() => settle(options))
  const asked = written(options)
  useEffect(() => take(), [asked])
  return settled
}

/** To draw a page takes a phone longer than to ask for what it shows, so its queries go out as soon as it begins to be drawn. */
function useAskedAtOnce(observable: Asked): void {
  if (firstPageStands) askNow(observable)
  // Apollo's own subscription stands by now: its effects come before this one.
  useEffect(() => early.get(observable)?.(), [observable])
}

type Asked = Pick<ObservableQuery, 'hasObservers' | 'options' | 'refetch' | 'subscribe'>

/**
 * While the first page comes up, words, feeds and the connection arrive. Each makes React begin anew, and what it had begun would ask
 * in vain. Later that is rare, and costs a second question.
 */
let firstPageStands = false

export function useTellFirstPageStands(): void {
  useEffect(() => {
    firstPageStands = true
  }, [])
}

/** Whoever goes on before a page has been drawn leaves a question that nobody lets go of. A page that comes later than this asks again. */
const drawnWithin = 10_000

const early = new WeakMap<Asked, () => void>()

function askNow(observable: Asked): void {
  if (observable.options.fetchPolicy === 'standby' || observable.hasObservers()) return
  const heard = comingsSoFar()
  const subscription = observable.subscribe(() => undefined)
  const timer = setTimeout(() => subscription.unsubscribe(), drawnWithin)
  early.set(observable, () => {
    early.delete(observable)
    clearTimeout(timer)
    subscription.unsubscribe()
    // The page hears its feeds from now on. What came or went since it asked, nobody has told it.
    if (comingsSoFar() !== heard) void observable.refetch()
  })
}
