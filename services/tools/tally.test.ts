import { expect, it } from 'vitest'
import { add, NOTHING, sentence, skippedTests, succeeded, tallyRun, unsteadyTests, type VitestReport } from './tally.ts'

const report = (...files: [status: string, ...statuses: string[]][]): VitestReport => ({
  testResults: files.map(([status, ...statuses], file) => ({
    name: `${file}.test.ts`,
    status,
    assertionResults: statuses.map((each, test) => ({ status: each, fullName: `test ${test}` })),
  })),
})

it.each([
  ['counts each status', report(['failed', 'passed', 'failed', 'skipped', 'todo', 'pending']), 1, { passed: 1, failed: 1, skipped: 3 }],
  ['counts a file that does not load as a failure', report(['failed'], ['passed', 'passed']), 1, { passed: 1, failed: 1, skipped: 0 }],
  ['counts an error outside of any test', report(['passed', 'passed']), 1, { passed: 1, failed: 1, skipped: 0 }],
  ['counts a run without a report', undefined, 137, { passed: 0, failed: 1, skipped: 0 }],
  ['counts nothing where nothing ran', report(), 0, NOTHING],
])('%s', (_, given, exitCode, expected) => {
  expect(tallyRun(given, exitCode)).toEqual(expected)
})

it('names what was skipped', () => {
  expect(skippedTests(report(['passed', 'passed', 'skipped']))).toEqual([{ file: '0.test.ts', name: 'test 1' }])
})

it('names what passed only when it was tried again', () => {
  const given = report(['failed', 'passed', 'passed', 'failed'])
  for (const assertion of given.testResults[0]!.assertionResults.slice(1)) assertion.failureMessages = ['expected 1 to be 0']
  expect(unsteadyTests(given)).toEqual([{ file: '0.test.ts', name: 'test 1' }])
})

it('succeeds only when something passed and nothing failed', () => {
  expect(succeeded(NOTHING)).toBe(false)
  expect(succeeded({ passed: 1, failed: 1, skipped: 0 })).toBe(false)
  expect(succeeded({ passed: 1, failed: 0, skipped: 5 })).toBe(true)
})

it('says the totals in one line', () => {
  expect(sentence(add({ passed: 1, failed: 0, skipped: 2 }, { passed: 3, failed: 1, skipped: 0 }))).toBe('4 passed, 1 failed, 2 skipped')
})
