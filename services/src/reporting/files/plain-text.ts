// Controls do nothing in a report but harm: they end XML early, split CSV lines and break glyph runs.
// Bidirectional overrides let one name pose as another, so they go as well; the marks that spell words stay.
const removed = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g
const suspicious = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]/

/** The text without control characters; line ends become \n, tabs spaces, broken surrogates U+FFFD. */
export function plainText(value: string): string {
  if (!suspicious.test(value)) return value
  return value
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(removed, '')
}

/** The first `length` UTF-16 units, never half a character. */
export function firstCharacters(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length)
}
