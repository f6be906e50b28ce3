import type { Components, CssVarsTheme, Theme } from '@mui/material/styles'
import { color } from '../kit/color.ts'
import type {} from './themeAugmentation.ts'

/** Fields: an edge of 3:1 at rest, two pixels of `link` in focus and of `error` when something must change. */
export const fieldComponents: Components<Omit<Theme, 'components' | 'palette'> & CssVarsTheme> = {
  MuiTextField: { defaultProps: { variant: 'outlined', size: 'small', fullWidth: true } },
  MuiOutlinedInput: {
    defaultProps: { notched: false, size: 'small' },
    styleOverrides: {
      root: {
        minHeight: 36,
        borderRadius: 6,
        backgroundColor: color('surface'),
        fontSize: '0.875rem',
        lineHeight: 20 / 14,
        '& .MuiOutlinedInput-notchedOutline': { borderColor: color('control') },
        '&:hover .MuiOutlinedInput-notchedOutline': { borderColor: color('ink2') },
        '&.Mui-focused .MuiOutlinedInput-notchedOutline': { borderColor: color('link'), borderWidth: 2 },
        '&.Mui-error .MuiOutlinedInput-notchedOutline': { borderColor: color('errorInk'), borderWidth: 2 },
        '&.Mui-disabled': { backgroundColor: color('sunken') },
        '&.Mui-disabled .MuiOutlinedInput-notchedOutline': { borderColor: color('line') },
        // Below 16 px a phone's browser zooms into the field.
        '@media (pointer: coarse)': { minHeight: 44, fontSize: '1rem' },
      },
      input: {
        padding: '0 12px',
        height: 34,
        // Turned around from right to left: an address reads from the left, but stands where the form begins.
        textAlign: 'left',
        '&::placeholder': { color: color('ink3'), opacity: 1 },
        '&:focus-visible': { outline: 0 },
        '&.Mui-disabled': { WebkitTextFillColor: color('ink3') },
      },
      multiline: { padding: '8px 12px', '& .MuiOutlinedInput-input': { padding: 0, height: 'auto' } },
      adornedStart: { paddingInlineStart: 10, '& > input': { paddingInlineStart: 8 } },
      adornedEnd: { paddingInlineEnd: 6 },
      // The notch belongs to floating labels, which Lectern does not have.
      notchedOutline: { top: 0, '& legend': { display: 'none' } },
    },
  },
  MuiInputBase: { styleOverrides: { input: { '&:focus-visible': { outline: 0 } } } },
  MuiSelect: {
    styleOverrides: {
      select: { minHeight: '0 !important', display: 'flex', alignItems: 'center' },
      icon: { color: color('ink2'), width: 16, height: 16, top: 'calc(50% - 8px)', right: 10 },
    },
  },
}
