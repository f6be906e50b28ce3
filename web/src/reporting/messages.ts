/** The words of the reporting pages. */
export const messages = {
  en: {},
  ar: {},
}
