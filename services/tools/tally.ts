/** What the runs of a test command come to: read from vitest's JSON reports and added up. */

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 }

export const add = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

export const sentence = (tally: Tally): string => `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`

export interface NamedTest {
  readonly file: string
  readonly name: string
}

interface Assertion {
  status: string
  fullName: string
  /** What it failed with, at a first try too. */
  failureMessages?: string[]
}

interface FileResult {
  name: string
  status: string
  assertionResults: Assertion[]
}

export interface VitestReport {
  testResults: FileResult[]
}

const count = (file: FileResult, ...statuses: string[]): number =>
  file.assertionResults.filter((assertion) => statuses.includes(assertion.status)).length

/** A file that does not even load has no tests to fail: it counts as one failure. */
function tallyFile(file: FileResult): Tally {
  const failed = count(file, 'failed')
  return {
    passed: count(file, 'passed'),
    failed: failed === 0 && file.status === 'failed' ? 1 : failed,
    skipped: count(file, 'skipped', 'pending', 'todo', 'disabled'),
  }
}

/** A run without a report, or one that ended badly although each test passed (an error outside of any test), failed once. */
export function tallyRun(report: VitestReport | undefined, exitCode: number): Tally {
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const tally = report.testResults.map(tallyFile).reduce(add, NOTHING)
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

export const skippedTests = (report: VitestReport | undefined): NamedTest[] =>
  testsWhere(report, ({ status }) => status !== 'passed' && status !== 'failed')

/** Those that failed, were tried once more, and passed: a fault of theirs or of the product that only shows at times. */
export const unsteadyTests = (report: VitestReport | undefined): NamedTest[] =>
  testsWhere(report, ({ status, failureMessages = [] }) => status === 'passed' && failureMessages.length > 0)

const testsWhere = (report: VitestReport | undefined, isMeant: (assertion: Assertion) => boolean): NamedTest[] =>
  (report?.testResults ?? []).flatMap((file) =>
    file.assertionResults.filter(isMeant).map(({ fullName }) => ({ file: file.name, name: fullName })),
  )

/** Zero tests are no success: a run that finds nothing to run is a run that is set up wrongly. */
export const succeeded = (tally: Tally): boolean => tally.failed === 0 && tally.passed > 0
