/** What a choice among options does to the set: one replaces, several toggle. */
export function nextSelection(selected: readonly string[], value: string, multiple: boolean): string[] {
  if (!multiple) return selected.includes(value) ? [] : [value]
  return selected.includes(value) ? selected.filter((other) => other !== value) : [...selected, value]
}
