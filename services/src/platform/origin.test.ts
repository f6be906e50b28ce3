import { describe, expect, it } from 'vitest'
import { originCheck } from './origin.ts'

const check = originCheck({ publicUrl: 'https://training.example', host: '127.0.0.1', isDev: false }, () => 4000)

describe('an origin', () => {
  it.each(['https://training.example', 'http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000'])('may be %s', origin => {
    expect(check.allowsRequest({ origin })).toBe(true)
    expect(check.allowsUpgrade({ origin, cookie: 'a=b' })).toBe(true)
  })

  it.each([
    'null',
    '',
    'http://training.example',
    'https://training.example:444',
    'https://training.example.evil.example',
    'https://evil.example',
    'http://localhost:5173',
    'https://localhost:4000',
    'http://127.0.0.1:4000/path',
    'http://user@127.0.0.1:4000',
  ])('may not be %j', origin => {
    expect(check.allowsRequest({ origin })).toBe(false)
    expect(check.allowsUpgrade({ origin })).toBe(false)
  })

  it('may be absent for programs, not for what a browser sends across sites, nor for a socket with cookies', () => {
    expect(check.allowsRequest({ cookie: 'a=b' })).toBe(true)
    expect(check.allowsRequest({ 'sec-fetch-site': 'same-origin' })).toBe(true)
    expect(check.allowsRequest({ 'sec-fetch-site': 'cross-site' })).toBe(false)
    expect(check.allowsUpgrade({})).toBe(true)
    expect(check.allowsUpgrade({ cookie: 'a=b' })).toBe(false)
  })
})

it('of any port on this machine is taken in development alone, and only when it listens here', () => {
  const dev = (host: string) => originCheck({ publicUrl: 'http://localhost:4000', host, isDev: true }, () => 4000)
  expect(dev('127.0.0.1').allowsRequest({ origin: 'http://localhost:5173' })).toBe(true)
  expect(dev('127.0.0.1').allowsRequest({ origin: 'http://evil.example:5173' })).toBe(false)
  expect(dev('192.0.2.1').allowsRequest({ origin: 'http://localhost:5173' })).toBe(false)
  expect(dev('192.0.2.1').allowsRequest({ origin: 'http://192.0.2.1:4000' })).toBe(true)
})
