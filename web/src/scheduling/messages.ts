/** The words of the scheduling pages. */
export const messages = {
  en: {},
  ar: {},
}
