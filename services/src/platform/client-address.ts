import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

export interface ClientAddresses {
  /** Whose request it is: the last address that no trusted proxy stands behind. */
  of(request: IncomingMessage): string
  /** Asked from this machine, and not by a proxy on it for somebody else. */
  isThisMachine(request: IncomingMessage): boolean
  isTrustedProxy(request: IncomingMessage): boolean
}

const forwarding = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'via', 'x-real-ip']

export function clientAddresses(trustedProxies: readonly string[]): ClientAddresses {
  const trusted = networks(trustedProxies)
  const local = networks(['127.0.0.0/8', '::1'])
  const peer = (request: IncomingMessage) => plain(request.socket.remoteAddress ?? '')

  return {
    of(request) {
      const named = String(request.headers['x-forwarded-for'] ?? '').split(',').map(part => plain(part.trim()))
      let address = peer(request)
      // From right to left: each proxy has added whom it saw, and only what a trusted one says counts.
      while (holds(trusted, address)) {
        const next = named.pop()
        if (next === undefined || isIP(next) === 0) break
        address = next
      }
      return address
    },
    isThisMachine: request => holds(local, peer(request)) && forwarding.every(name => request.headers[name] === undefined),
    isTrustedProxy: request => holds(trusted, peer(request)),
  }
}

function networks(list: readonly string[]): BlockList {
  const block = new BlockList()
  for (const entry of list) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) block.addAddress(address, family)
    else block.addSubnet(address, Number(bits), family)
  }
  return block
}

function holds(block: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && block.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** An IPv4 address that came over an IPv6 socket is still that IPv4 address. */
function plain(address: string): string {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address
}
