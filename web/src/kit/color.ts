/** A colour of the palette, in the light or the dark that stands: its variable, where no `sx` looks it up. */
export const color = (name: string): string => `var(--lectern-palette-${name})`
