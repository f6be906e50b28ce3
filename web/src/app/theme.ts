import { createTheme } from '@mui/material/styles'
import type { Shadows } from '@mui/material/styles'
import type {} from './themeAugmentation.ts'
import { components } from './themeComponents.tsx'
import { tokens } from './themeTokens.ts'
import type { Tokens } from './themeTokens.ts'

export type Direction = 'ltr' | 'rtl'

const fontFamily = '"IBM Plex Sans Variable","IBM Plex Sans Arabic",system-ui,sans-serif'
const phone = '@media (max-width: 699.95px)'

function palette(token: Tokens) {
  return {
    ...token,
    primary: { main: token.pine, dark: token.pineHover, light: token.pineSoft, contrastText: token.onPine },
    secondary: { main: token.ink2, dark: token.ink, light: token.hover, contrastText: token.surface },
    error: { main: token.errorInk, dark: token.errorInk, light: token.errorSoft, contrastText: token.onError },
    warning: { main: token.warn, dark: token.warn, light: token.warnSoft, contrastText: token.surface },
    success: { main: token.completed, dark: token.completed, light: token.completedSoft, contrastText: token.surface },
    info: { main: token.link, dark: token.link, light: token.pineSoft, contrastText: token.surface },
    background: { default: token.canvas, paper: token.surface },
    text: { primary: token.ink, secondary: token.ink2, disabled: token.ink3 },
    divider: token.line,
    action: {
      active: token.ink2,
      hover: token.hover,
      selected: token.pineSoft,
      disabled: token.ink3,
      disabledBackground: token.line,
      focus: token.hover,
    },
  }
}

/** px to rem, so that the reader's own text size counts. */
const type = (size: number, line: number, fontWeight = 400) => ({
  fontSize: `${size / 16}rem`,
  lineHeight: line / size,
  fontWeight,
  letterSpacing: 0,
})

function typography(direction: Direction) {
  // Arabic letters join: tracking would tear them apart.
  const tracked = (em: number) => ({ letterSpacing: direction === 'rtl' ? 0 : `${em}em` })
  const body = { ...type(14, 20), [phone]: type(15, 22) }
  return {
    fontFamily,
    htmlFontSize: 16,
    fontSize: 14,
    fontWeightLight: 400,
    fontWeightRegular: 400,
    fontWeightMedium: 500,
    fontWeightBold: 600,
    display: { fontFamily, ...type(28, 36, 600), ...tracked(-0.015) },
    h1: { ...type(24, 32, 600), ...tracked(-0.015), [phone]: { ...type(24, 30, 600), ...tracked(-0.015) } },
    h2: type(16, 24, 600),
    h3: type(14, 20, 600),
    h4: type(14, 20, 600),
    h5: type(14, 20, 600),
    h6: type(14, 20, 600),
    number: { fontFamily, ...type(26, 34, 600), ...tracked(-0.02) },
    dialogTitle: { fontFamily, ...type(18, 26, 600) },
    body1: body,
    body2: type(13, 18),
    name: { fontFamily, ...body, fontWeight: 500, [phone]: type(15, 22, 500) },
    small: { fontFamily, ...type(13, 18) },
    subtitle1: type(14, 20, 500),
    subtitle2: type(13, 18, 500),
    caption: type(12, 16),
    block: { fontFamily, ...type(12.5, 17) },
    button: { ...type(14, 20, 500), textTransform: 'none' as const },
    overline: { ...type(12, 16, 500), textTransform: 'none' as const },
  }
}

// Whatever floats has the one shadow of menus and dialogs; what lies on the sheet has a hairline instead.
const shadows = ['none', ...Array<string>(24).fill('var(--lectern-palette-menuShadow)')] as Shadows

function createLecternTheme(direction: Direction) {
  return createTheme({
    cssVariables: { cssVarPrefix: 'lectern', colorSchemeSelector: 'data-theme' },
    colorSchemes: { light: { palette: palette(tokens.light) }, dark: { palette: palette(tokens.dark) } },
    direction,
    spacing: 4,
    shape: { borderRadius: 6 },
    breakpoints: { values: { xs: 0, sm: 700, md: 960, lg: 1200, xl: 1536 } },
    typography: typography(direction),
    transitions: {
      duration: {
        shortest: 120,
        shorter: 120,
        short: 120,
        standard: 180,
        complex: 180,
        enteringScreen: 180,
        leavingScreen: 120,
      },
      easing: { easeInOut: 'ease-out', easeOut: 'ease-out', easeIn: 'ease-out', sharp: 'ease-out' },
    },
    shadows,
    components,
  })
}

const themes = { ltr: createLecternTheme('ltr'), rtl: createLecternTheme('rtl') }

export const lecternTheme = (direction: Direction) => themes[direction]
