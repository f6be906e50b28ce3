import { useEffect, useEffectEvent, useState } from 'react'
import type { ObservableQuery, OperationVariables } from '@apollo/client'
import { useQuery as useApolloQuery } from '@apollo/client/react'

/** What a generated query hook takes: the variables where the operation wants some, and Apollo's own options. All of it is plain data. */
export type HookOptions<Data, Variables extends OperationVariables> = useApolloQuery.Options<Data, Variables> &
  (Record<string, never> extends Variables ? { variables?: Variables } : { variables: Variables })

/**
 * Apollo's hook, which asks for a new question while it is rendered, and for its first one once it stands on the screen. Here it is
 * the other way around.
 */
export const useQuery = ((...[document, options]: Parameters<typeof useApolloQuery>) => {
  const result = useApolloQuery(document, useSettled(options) as typeof options)
  useAskedAtOnce(result.observable)
  return result
}) as typeof useApolloQuery

/**
 * What has come to the screen. Filters stand in the address, which changes in a transition: React renders the page with the new filters
 * beside the one that stands, and Apollo would ask for both in turns, without an end, since each answer begins the other anew.
 */
function useSettled<Options>(options: Options): Options {
  const [settled, settle] = useState(options)
  const take = useEffectEvent(() => settle(options))
  const written = JSON.stringify(options)
  useEffect(() => take(), [written])
  return settled
}

/** To draw a page takes a phone longer than to ask for what it shows, so its queries go out as soon as it begins to be drawn. */
function useAskedAtOnce(observable: Asked): void {
  if (firstPageStands) askNow(observable)
  // Apollo's own subscription stands by now: its effects come before this one.
  useEffect(() => early.get(observable)?.(), [observable])
}

type Asked = Pick<ObservableQuery, 'hasObservers' | 'options' | 'subscribe'>

/** While the first page comes up, words, feeds and the connection arrive. Each makes React begin anew, and what it had begun would ask in vain. */
let firstPageStands = false

export function useFirstPageStands(): void {
  useEffect(() => {
    firstPageStands = true
  }, [])
}

/** Whoever goes on before a page has been drawn leaves a question that nobody lets go of. */
const drawnWithin = 10_000

const early = new WeakMap<Asked, () => void>()

function askNow(observable: Asked): void {
  if (observable.options.fetchPolicy === 'standby' || observable.hasObservers()) return
  const subscription = observable.subscribe(() => undefined)
  const timer = setTimeout(() => subscription.unsubscribe(), drawnWithin)
  early.set(observable, () => {
    clearTimeout(timer)
    subscription.unsubscribe()
  })
}
