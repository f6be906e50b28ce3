import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { clientAddresses } from './client-address.ts'

const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) => ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage
const forwarded = (remoteAddress: string, named: string) => from(remoteAddress, { 'x-forwarded-for': named })

describe('the address of a client', () => {
  const addresses = clientAddresses(['10.0.0.0/8', '2001:db8::1'])

  it.each([
    [from('192.0.2.7'), '192.0.2.7'],
    [from('::ffff:192.0.2.7'), '192.0.2.7'],
    [forwarded('192.0.2.7', '198.51.100.1'), '192.0.2.7'],
    [forwarded('10.1.2.3', '198.51.100.1'), '198.51.100.1'],
    [forwarded('::ffff:10.1.2.3', '198.51.100.1'), '198.51.100.1'],
    [forwarded('2001:db8::1', '2001:db8:f::9'), '2001:db8:f::9'],
    [forwarded('10.1.2.3', '203.0.113.9, 198.51.100.1, 10.9.9.9'), '198.51.100.1'],
    [forwarded('10.1.2.3', 'garbage'), '10.1.2.3'],
    [forwarded('10.1.2.3', '198.51.100.1, garbage'), '10.1.2.3'],
    [forwarded('10.1.2.3', ''), '10.1.2.3'],
    [from('10.1.2.3'), '10.1.2.3'],
    [from(undefined), ''],
  ])('%#: %o', (request, address) => expect(addresses.of(request)).toBe(address))
})

it('is this machine when nobody is spoken for', () => {
  const addresses = clientAddresses([])
  expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map(address => addresses.isThisMachine(from(address)))).toEqual([true, true, true])
  expect(addresses.isThisMachine(from('192.0.2.7'))).toBe(false)
  expect(addresses.isThisMachine(forwarded('127.0.0.1', '127.0.0.1'))).toBe(false)
  expect(addresses.isThisMachine(from('127.0.0.1', { via: '1.1 proxy' }))).toBe(false)
})
