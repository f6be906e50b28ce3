/**
 * The end of what no request waits for: looking for news, a step of a job. A database that does not answer any more, as after
 * a line that broke without a word, must not hold up what comes after it for ever.
 */
export const longestStep = (): AbortSignal => AbortSignal.timeout(60_000)
