import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as passed } from 'node:timers/promises'

/** A wire that can be hurt: stands between a process and what it talks to. */
export interface TcpProxy {
  readonly port: number
  /** Resets what is connected; who comes next gets through. */
  readonly cut: () => void
  /** Resets what is connected, and whoever comes, until `heal`. */
  readonly refuse: () => void
  /** Takes connections and passes nothing on, until `heal`. */
  readonly freeze: () => void
  /** Holds each connection that says this, before it is heard, until `heal`: what hangs on it never happens. */
  readonly hold: (text: string) => void
  /** Holds back whatever passes, both ways, for so long; 0 no more. */
  readonly delay: (milliseconds: number) => void
  /** Passes everything at once again, what was frozen included. */
  readonly heal: () => void
  /** Leads whoever comes next to another port. */
  readonly leadTo: (port: number) => void
  readonly connections: () => number
  readonly close: () => Promise<void>
}

export async function startTcpProxy(target: number, host = '127.0.0.1'): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let port = target
  let refuses = false
  let milliseconds = 0
  let thaw: () => void = () => {}
  let frozen: Promise<void> | undefined
  let held: { readonly text: string; readonly released: Promise<void>; readonly release: () => void } | undefined

  const slow = (): Transform => new Transform({
    transform: (chunk, _encoding, pass) => {
      void Promise.all([frozen, held && (chunk as Buffer).includes(held.text) ? held.released : undefined, milliseconds > 0 ? passed(milliseconds) : undefined]).then(() => pass(null, chunk))
    },
  })
  const cut = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy()
  }
  const heal = (): void => {
    refuses = false
    milliseconds = 0
    thaw()
    frozen = undefined
    held?.release()
    held = undefined
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, near => {
    if (refuses) return void near.resetAndDestroy()
    const far = connect({ port, host, allowHalfOpen: true, noDelay: true })
    const pair = [near, far] as const
    pairs.add(pair)
    const end = (): void => {
      for (const socket of pair) socket.destroy()
    }
    void Promise.all([pipeline(near, slow(), far), pipeline(far, slow(), near)]).catch(end).finally(() => pairs.delete(pair))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))

  return {
    port: (server.address() as AddressInfo).port,
    cut, heal,
    refuse: () => {
      refuses = true
      cut()
    },
    freeze: () => {
      frozen ??= new Promise(resolve => {
        thaw = resolve
      })
    },
    hold: text => {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = { text, released: promise, release: resolve }
    },
    delay: given => {
      milliseconds = given
    },
    leadTo: given => {
      port = given
    },
    connections: () => pairs.size,
    close: async () => {
      heal()
      cut()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
