import { useEffect, useState } from 'react'

/** The present, moving every `every` ms; for words like "8 s ago", for the now line and what is in progress. */
export function useNow(every = 1000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
