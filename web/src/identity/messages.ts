/** The words of the identity pages. */
export const messages = {
  en: {},
  ar: {},
}
