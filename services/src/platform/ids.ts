import type { Clock } from './clock.ts'
import type { RandomBytes } from './random.ts'

export type NewId = () => string

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const counterLimit = 1 << 12

/**
 * UUIDv7 in 26 characters of Crockford's base32: as text it sorts in time order, needs no conversion on any database, and is safe in a path.
 * The 12 bits after the milliseconds count within one millisecond (they begin in their lower half), so that ids of one process only ever rise,
 * also when the machine's clock steps back.
 */
export function idSource(clock: Clock, random: RandomBytes): NewId {
  let milliseconds = -1
  let counter = 0
  return () => {
    const bytes = new Uint8Array(random(16))
    const now = clock.now().getTime()
    if (now > milliseconds) {
      milliseconds = now
      counter = ((bytes[6]! & 0x07) << 8) | bytes[7]!
    } else if (++counter === counterLimit) {
      milliseconds++
      counter = 0
    }
    writeTime(bytes, milliseconds)
    bytes[6] = 0x70 | (counter >>> 8)
    bytes[7] = counter & 0xff
    bytes[8] = 0x80 | (bytes[8]! & 0x3f)
    return base32(bytes)
  }
}

// The digits that hold the version (7) and the variant (binary 10) can only be these.
const form = /^[0-7][0-9A-HJKMNP-TV-Z]{9}[EF][0-9A-HJKMNP-TV-Z]{2}[89ABRSTV][0-9A-HJKMNP-TV-Z]{12}$/

/** Strict: one spelling for each id, in capitals. */
export function isId(text: string): boolean {
  return form.test(text)
}

/** What could name a thing. Anything else names nothing, and some of it a database would not even compare. */
export function couldBeId(text: string): boolean {
  return /^[0-9A-Z]{1,26}$/.test(text)
}

function writeTime(bytes: Uint8Array, milliseconds: number): void {
  let rest = milliseconds
  for (let place = 5; place >= 0; place--) {
    bytes[place] = rest % 256
    rest = Math.floor(rest / 256)
  }
}

/** 128 bits behind two zeros make 26 digits of five bits. */
function base32(bytes: Uint8Array): string {
  let text = ''
  let pending = 0
  let bits = 2
  for (const byte of bytes) {
    pending = (pending << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[pending >>> bits]
      pending &= (1 << bits) - 1
    }
  }
  return text
}
