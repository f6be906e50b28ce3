import { useSearchParams } from 'react-router'
import type { TablePaging, TableSort } from '../kit/tableModel.ts'

// Where one is in a list, and in which order, stands in the address: after a reload, or at a colleague's, it is the same.

export const placeParams = ['after', 'before', 'at'] as const

/** The address as it stands, not as it was when the page was last drawn: on a slow machine a second click comes before that. */
const addressNow = () => new URLSearchParams(window.location.search)

interface ServedPage {
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor?: string | null; endCursor?: string | null }
  totalCount?: number | null
}

export interface ListPlace {
  page: { first: number; after?: string } | { last: number; before: string }
  sort: TableSort | undefined
  onSort: (sort: TableSort) => void
  pagingOf: (served: ServedPage) => TablePaging
}

/** `orders`: what the server sorts by, the standing order first. */
export function useListPlace(size: number, orders: readonly string[] = []): ListPlace {
  const [params, setParams] = useSearchParams()
  const [after, before] = [params.get('after'), params.get('before')]
  const from = Math.max(1, Math.floor(Number(params.get('at'))) || 1)
  const asked = params.get('sort')
  const field = orders.find((one) => one === asked) ?? orders[0]

  const go = (change: Record<string, string | null>, replace = false) =>
    setParams(
      () => {
        const next = addressNow()
        for (const [name, value] of Object.entries({ after: null, before: null, at: null, ...change })) {
          if (value === null) next.delete(name)
          else next.set(name, value)
        }
        return next
      },
      { replace },
    )
  return {
    page: before ? { last: size, before } : { first: size, ...(after && { after }) },
    sort: field === undefined ? undefined : { field, direction: params.get('order') === 'DESC' ? 'desc' : 'asc' },
    onSort: ({ field: by, direction }) => go({ sort: by === orders[0] ? null : by, order: direction === 'desc' ? 'DESC' : null }, true),
    pagingOf: ({ pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor }, totalCount }) => ({
      from,
      size,
      total: totalCount,
      hasNext: hasNextPage,
      hasPrevious: hasPreviousPage,
      onNext: () => endCursor && go({ after: endCursor, at: String(from + size) }),
      onPrevious: () => startCursor && go(from - size > 1 ? { before: startCursor, at: String(from - size) } : {}),
    }),
  }
}

/** Filters in the address; a new one begins at the first page. An empty value takes the parameter away. */
export function useAddressFilters(): [URLSearchParams, (change: Readonly<Record<string, string | readonly string[] | null>>) => void] {
  const [params, setParams] = useSearchParams()
  const change = (next: Readonly<Record<string, string | readonly string[] | null>>) =>
    setParams(
      () => {
        const after = addressNow()
        for (const name of placeParams) after.delete(name)
        for (const [name, value] of Object.entries(next)) {
          const text = value === null ? '' : typeof value === 'string' ? value : value.join(',')
          if (text) after.set(name, text)
          else after.delete(name)
        }
        return after
      },
      { replace: true },
    )
  return [params, change]
}
