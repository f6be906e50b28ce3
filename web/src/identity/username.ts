// Letters that Unicode does not take apart into a Latin letter and its accent.
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŋ: 'n',
}

const most = 40
const least = 3

const latin = (name: string) =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[ßæœøłđðþıħŋ]/gu, (letter) => spelled[letter] ?? letter)
    .replaceAll(/[\s'’-]+/gu, '-')
    .replaceAll(/[^a-z0-9-]/gu, '')
    .replaceAll(/^-+|-+$/gu, '')

/** A username out of a name: layla.haddad. Empty where the name has too few Latin letters to make one. */
export function usernameFrom(firstName: string, lastName: string): string {
  const made = [latin(firstName), latin(lastName)].filter(Boolean).join('.').slice(0, most)
  return made.length < least ? '' : made
}
