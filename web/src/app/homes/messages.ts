/** The words of the homes. */
export const messages = {
  en: {},
  ar: {},
}
