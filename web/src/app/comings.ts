let comings = 0

/** How many things have come into sight or gone out of it, in all feeds. */
export const comingsSoFar = () => comings

export function cameOrWent(): void {
  comings++
}
