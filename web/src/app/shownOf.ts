interface Asked<Data> {
  data?: Data | undefined
  previousData?: Data | undefined
  error?: unknown
}

/** The answer; while a question is on its way, the one before; when it failed, nothing, or the old would be taken for what was asked. */
export const shownOf = <Data>({ data, previousData, error }: Asked<Data>): Data | undefined => data ?? (error ? undefined : previousData)
