/**
 * Most places have a Kovač or a Łukasz, whose letters are a file of their own. When it comes, all that is on the screen is laid out
 * anew: so it is asked for before such a name stands there, and behind what the screen needs already.
 */
export async function fetchLettersOfEurope(): Promise<void> {
  await document.fonts.ready
  await document.fonts.load('1em "IBM Plex Sans Variable"', 'č')
}
