import '@mui/material/styles'
import '@mui/material/Typography'
import '@mui/material/Button'
import type { CSSProperties } from 'react'
import type { Tokens } from './themeTokens.ts'

interface OwnVariants<Style> {
  /** 28/36 600: sign in. */
  display: Style
  /** 26/34 600: a count. */
  number: Style
  /** 18/26 600: the title of a dialog. */
  dialogTitle: Style
  /** 14/20 500: the name of a thing. */
  name: Style
  /** 13/18. */
  small: Style
  /** 12.5/17: text in a timetable block. */
  block: Style
}

declare module '@mui/material/styles' {
  interface CssThemeVariables {
    enabled: true
  }
  interface Palette extends Tokens {}
  interface PaletteOptions extends Partial<Tokens> {}
  interface TypographyVariants extends OwnVariants<CSSProperties> {}
  interface TypographyVariantsOptions extends Partial<OwnVariants<CSSProperties>> {}
}

declare module '@mui/material/Typography' {
  interface TypographyPropsVariantOverrides extends Record<keyof OwnVariants<true>, true> {}
}
