import { AsyncLocalStorage } from 'node:async_hooks'
import { writeSync } from 'node:fs'
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = Logger

/** Where lines go. One that gathers them writes what it has when it is flushed. */
export interface LogStream extends DestinationStream {
  readonly flush?: () => void
  /** Before it returns; pino asks for it behind what is fatal. */
  readonly flushSync?: () => void
}

/** Milliseconds that a line may wait for others, and how many characters do: a write wakes a thread, and costs what writing the answer itself does. */
const GATHERED_MS = 100
const GATHERED = 4_096

/** What is gathered when the process exits is written before; a signal that nobody handles, such as SIGKILL, loses it. */
export function standardOutput(milliseconds = GATHERED_MS): LogStream {
  const out = pino.destination({ dest: 1, sync: false })
  let gathered = ''
  let timer: NodeJS.Timeout | undefined
  const take = (): string => {
    const taken = gathered
    gathered = ''
    clearTimeout(timer)
    timer = undefined
    return taken
  }
  const flush = (): void => void out.write(take())
  const flushSync = (): void => {
    try {
      writeSync(1, take())
    } catch {
      // Nobody reads it any more.
    }
  }
  process.once('exit', flushSync)
  return {
    flush, flushSync,
    write: line => {
      gathered += line
      if (gathered.length >= GATHERED) flush()
      else timer ??= setTimeout(flush, milliseconds).unref()
    },
  }
}

const [WARN, FATAL] = [pino.levels.values['warn']!, pino.levels.values['fatal']!]

/** Made once: there is one for the process. */
let standard: LogStream | undefined

/** JSON lines: one event a line, whatever a client sends, and no secret in any of them. Warnings and worse do not wait for others. */
export function createLog(level: LogLevel, destination: LogStream = (standard ??= standardOutput())): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => clean(fields, 0) as Record<string, unknown>,
    },
    // Errors are cleaned with the rest; pino's own serializer would take the clean object for another error.
    serializers: { err: (error: unknown) => error },
    hooks: {
      streamWrite: encoded,
      logMethod(parts, method, severity) {
        method.apply(this, parts)
        // Behind what is fatal comes `flushSync`, which must find it here.
        if (severity >= WARN && severity < FATAL) destination.flush?.()
      },
    },
  }
  return pino(options, destination)
}

/** Every line about one request carries its id; the client gets the same one, so that a report of trouble can be found. */
export function requestLog(log: Log, requestId: string): Log {
  return log.child({ requestId })
}

/** The id of the request that the present work is done for: how what nobody caught finds its request. */
export const requestScope = new AsyncLocalStorage<string>()

const secretKey = /passw(or)?d|passphrase|secret|token|cookie|authorization|signature|credential/i
const deepest = 6

function clean(value: unknown, depth: number): unknown {
  if (value instanceof Error) return cleanError(value, depth)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (depth >= deepest) return '[deep]'
  if (Array.isArray(value)) return value.map(item => clean(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, secretKey.test(key) && field != null ? '[redacted]' : clean(field, depth + 1)]),
  )
}

/** Drivers hang whole statements with their parameters on their errors: only these fields are worth their risk. */
function cleanError(error: Error, depth: number): object {
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? { code: error.code } : {}
  const cause = error.cause === undefined || depth >= deepest ? {} : { cause: clean(error.cause, depth + 1) }
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause }
}

// Secrets inside of texts: JWTs, bearer headers, password hashes, passwords in URLs, secrets in query strings.
const secretText =
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|(?<=\bBearer )[^\s"\\]+|\$argon2[a-z]+\$[^\s"'\\]+|(?<=:\/\/[^\s/:@"]*:)[^\s/@"]+(?=@)|(?<=[?&](?:signature|token|password)=)[^\s&"\\]+/g
// JSON already escapes the line breaks of ASCII; terminals and log viewers know some more.
const unseen = /[\u007f-\u009f\u2028\u2029]/g

function encoded(line: string): string {
  return line
    .replace(secretText, '[redacted]')
    .replace(unseen, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
