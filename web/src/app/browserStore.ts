import { useSyncExternalStore } from 'react'

export interface BrowserStore<Value extends string> {
  read: () => Value | undefined
  write: (value: Value) => void
  useValue: () => Value | undefined
}

/** One word kept by this browser, the same in all tabs. */
export function browserStore<Value extends string>(key: string, allowed: (value: string) => value is Value): BrowserStore<Value> {
  const listeners = new Set<() => void>()
  const tell = () => listeners.forEach((listener) => listener())
  const read = () => {
    const value = localStorage.getItem(key)
    return value !== null && allowed(value) ? value : undefined
  }
  const watch = (listener: () => void) => {
    listeners.add(listener)
    window.addEventListener('storage', listener)
    return () => {
      listeners.delete(listener)
      window.removeEventListener('storage', listener)
    }
  }
  return {
    read,
    write: (value) => {
      localStorage.setItem(key, value)
      tell()
    },
    useValue: () => useSyncExternalStore(watch, read),
  }
}
