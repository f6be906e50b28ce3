import { useEffect, useEffectEvent } from 'react'

interface PageInfo {
  hasNextPage: boolean
  endCursor?: string | null
}

/** A view that shows everything at once asks page after page, so that no single answer is large. */
export function useWholeList(pageInfo: PageInfo | undefined, loaded: number, fetchMore: (after: string) => Promise<unknown>, most: number): boolean {
  const cursor = pageInfo?.hasNextPage ? pageInfo.endCursor : undefined
  const more = Boolean(cursor) && loaded < most
  // A page that fails is asked again with the list; what has come stands.
  const askMore = useEffectEvent((after: string) => void fetchMore(after).catch(() => undefined))
  useEffect(() => {
    if (more && cursor) askMore(cursor)
  }, [more, cursor])
  return Boolean(cursor) && loaded >= most
}
