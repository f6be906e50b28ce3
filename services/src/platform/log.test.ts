import { spawn } from 'node:child_process'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createLog, requestLog } from './log.ts'

function recorder() {
  const lines: string[] = []
  return { lines, log: createLog('debug', { write: line => void lines.push(line) }) }
}

describe('a log line', () => {
  it('is JSON with a level, a time and the request', () => {
    const { lines, log } = recorder()
    requestLog(log, 'R1').info({ operation: 'SessionList', milliseconds: 12 }, 'answered')
    expect(JSON.parse(lines[0]!)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      requestId: 'R1',
      operation: 'SessionList',
      milliseconds: 12,
      msg: 'answered',
    })
  })

  it('is one line, whatever stands in it', () => {
    const { lines, log } = recorder()
    const text = 'a\nb\r\nc\u2028d\u2029e\u0085f\u001b[31mg\u009b'
    log.warn({ text, [text]: 1 }, text)
    expect(lines).toHaveLength(1)
    expect(lines[0]!.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
    expect(JSON.parse(lines[0]!).text).toBe(text)
  })

  it('stays silent below its level', () => {
    const lines: string[] = []
    const log = createLog('warn', { write: line => void lines.push(line) })
    log.info('no')
    log.error('yes')
    expect(lines).toHaveLength(1)
  })
})

describe('secrets', () => {
  it('are redacted by the name of their field, at any depth', () => {
    const { lines, log } = recorder()
    log.info({
      authorization: 'hunter2',
      password: 'hunter2',
      headers: { cookie: 'hunter2', Authorization: 'hunter2', 'set-cookie': ['hunter2'] },
      input: { list: [{ newPassword: 'hunter2', refreshToken: 'hunter2' }] },
      secrets: ['hunter2'],
      mustBe: { token: null, tokens: undefined, username: 'ada' },
    })
    expect(lines.join('')).not.toContain('hunter2')
    expect(lines.join('')).toContain('ada')
  })

  it('are redacted inside of texts', () => {
    const { lines, log } = recorder()
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
    log.info({ url: '/reports/1?user=2&signature=hunter2&x=1', header: 'Bearer hunter2' }, `mysql://root:hunter2@db/lectern ${jwt}`)
    log.error(new Error(`insert into user values ('$argon2id$v=19$m=19456,t=2,p=1$hunter2')`))
    expect(lines.join('')).not.toMatch(/hunter2|eyJ/)
    expect(JSON.parse(lines[0]!).url).toBe('/reports/1?user=2&signature=[redacted]&x=1')
  })

  it('do not come with errors: their extra fields stay out, their cause is told', () => {
    const { lines, log } = recorder()
    const driver = Object.assign(new Error('duplicate'), { code: 'ER_DUP_ENTRY', sql: 'insert hunter2', parameters: ['hunter2'] })
    log.error({ err: new Error('cannot write', { cause: driver }) }, 'failed')
    const line = JSON.parse(lines[0]!)
    expect(line.err).toMatchObject({ type: 'Error', message: 'cannot write', cause: { code: 'ER_DUP_ENTRY', message: 'duplicate' } })
    expect(line.err.stack).toContain('log.test.ts')
    expect(lines[0]).not.toContain('hunter2')
  })

  it('do not break on a structure that holds itself', () => {
    const { lines, log } = recorder()
    const self: Record<string, unknown> = {}
    self['self'] = self
    log.info({ self })
    expect(lines).toHaveLength(1)
  })
})

describe('standard output', () => {
  /** Another process, whose log gathers for an hour; what it wrote by its end, and by now. */
  function other(then: string) {
    const script = `const { createLog, standardOutput } = await import(${JSON.stringify(new URL('log.ts', import.meta.url).href)})
const log = createLog('info', standardOutput(3_600_000))
${then}`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    let said = ''
    child.stdout.on('data', chunk => void (said += String(chunk)))
    const messages = (): string[] => said.split('\n').filter(Boolean).map(line => (JSON.parse(line) as { msg: string }).msg)
    return { messages, ended: new Promise(done => child.once('close', done)), stopReading: () => child.stdout.destroy() }
  }

  it('gathers lines, which the end of the process writes', async () => {
    const [ended, killed] = ["log.info('one'); setTimeout(process.exit, 300)", "log.info('one'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300)"].map(other)
    await Promise.all([ended!.ended, killed!.ended])
    expect(ended!.messages()).toEqual(['one'])
    expect(killed!.messages()).toEqual([])
  }, 60_000)

  it('writes them all with each of trouble, in their order', async () => {
    const { messages } = other("log.info('one'); log.child({ requestId: 'R1' }).warn('two'); log.info('three'); log.error('four'); log.info('five'); setTimeout(() => {}, 60_000)")
    await vi.waitFor(() => expect(messages()).toEqual(['one', 'two', 'three', 'four']), 30_000)
  }, 60_000)

  it('has written what is fatal before the process can end', async () => {
    const { messages, ended } = other("log.info('one'); log.fatal('two'); process.kill(process.pid, 'SIGKILL')")
    await ended
    expect(messages()).toEqual(['one', 'two'])
  }, 60_000)

  it('does not keep a process that nobody reads any more', async () => {
    const { ended, stopReading } = other("log.info('one'); setTimeout(process.exit, 300)")
    stopReading()
    await ended
  }, 60_000)
})
