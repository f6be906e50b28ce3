/** One letter where letters join and initials mean nothing, two elsewhere: first of the first and of the last word. */
const joined = /^\p{Script=Arabic}/u

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const first = words[0]
  if (!first) return '?'
  if (joined.test(first)) return withoutArticle(first)
  const last = words.length > 1 ? words[words.length - 1] : ''
  return (firstLetter(first) + (last ? firstLetter(last) : '')).toLocaleUpperCase()
}

// A name may begin with a letter of two code units, or with a combining mark.
const firstLetter = (word: string) => [...new Intl.Segmenter().segment(word)][0]?.segment ?? ''

const withoutArticle = (word: string) => firstLetter(word.replace(/^ال(?=\p{L}{2})/u, ''))

/** FNV-1a: the same pair for the same person on every screen and after every reload. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

export const avatarPair = (key: string) => hashOf(key) % 6
