import { useSyncExternalStore } from 'react'

export interface Connection {
  state: 'connecting' | 'live' | 'reconnecting' | 'offline'
  /** When it was lost; while connected, when it was made. */
  since: number
  /** When the last change arrived, whoever made it. */
  lastChangeAt: number | undefined
}

/** How long it may be reconnecting before it is called offline. */
const patience = 10_000

let connection: Connection = { state: 'connecting', since: Date.now(), lastChangeAt: undefined }
let givingUp: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function become(next: Partial<Connection>): void {
  connection = { ...connection, ...next }
  for (const listener of listeners) listener()
}

export function connected(): void {
  clearTimeout(givingUp)
  givingUp = undefined
  become({ state: 'live', since: Date.now() })
}

export function connectionLost(): void {
  if (connection.state === 'reconnecting' || connection.state === 'offline') return
  become({ state: navigator.onLine ? 'reconnecting' : 'offline', since: Date.now() })
  givingUp ??= setTimeout(() => {
    if (connection.state === 'reconnecting') become({ state: 'offline' })
  }, patience)
}

export function wentOffline(): void {
  if (connection.state !== 'offline') {
    become({ state: 'offline', since: connection.state === 'reconnecting' ? connection.since : Date.now() })
  }
}

export const changeArrived = () => become({ lastChangeAt: Date.now() })

/** Nothing on the screen is live any more, and the socket was closed by ourselves. */
export const connectionIdle = () => become({ state: 'connecting', since: Date.now() })

export const readConnection = () => connection

export function watchConnection(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useConnection = () => useSyncExternalStore(watchConnection, readConnection)

/** For the kit (`useOfflineReason(useConnectionState())`): the moment before the first connection counts as live. */
export function useConnectionState(): 'live' | 'reconnecting' | 'offline' {
  const { state } = useConnection()
  return state === 'connecting' ? 'live' : state
}
