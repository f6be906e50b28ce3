import type { Components, CssVarsTheme, Theme } from '@mui/material/styles'
import { ArrowUp, Check, ChevronDown, ChevronsUpDown, Minus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { color } from '../kit/color.ts'
import type {} from './themeAugmentation.ts'
import { fieldComponents } from './themeFields.tsx'
import { ThemeLink } from './themeLink.tsx'

type ThemeComponents = Components<Omit<Theme, 'components' | 'palette'> & CssVarsTheme>

const focusRing = { outline: `2px solid ${color('link')}`, outlineOffset: 2 }
const coarse = '@media (pointer: coarse)'

const baseline = {
  html: { fontVariantNumeric: 'tabular-nums', WebkitTextSizeAdjust: '100%' },
  body: {
    backgroundColor: color('canvas'),
    color: color('ink'),
    fontVariantNumeric: 'tabular-nums',
    textRendering: 'optimizeLegibility',
  },
  ':focus-visible': focusRing,
  '[dir=rtl] .mirror-rtl': { transform: 'scaleX(-1)' },
  'button, input, textarea, select': { fontVariantNumeric: 'inherit' },
  svg: { flexShrink: 0 },
  '@media (prefers-reduced-motion: reduce)': {
    '*, *::before, *::after': {
      animationDuration: '0.01ms !important',
      animationIterationCount: '1 !important',
      // None at all: the shortest one would still let an inherited colour run down the page, a frame for each level.
      transition: 'none !important',
      scrollBehavior: 'auto !important',
    },
  },
}

const buttonComponents: ThemeComponents = {
  MuiButtonBase: {
    defaultProps: { disableRipple: true, disableTouchRipple: true, LinkComponent: ThemeLink },
    styleOverrides: { root: { '&.Mui-focusVisible, &:focus-visible': focusRing } },
  },
  MuiButton: {
    defaultProps: { disableElevation: true, variant: 'outlined', color: 'secondary' },
    styleOverrides: {
      root: {
        minWidth: 0,
        minHeight: 36,
        padding: '0 14px',
        gap: 8,
        fontSize: '0.875rem',
        lineHeight: 20 / 14,
        borderRadius: 6,
        whiteSpace: 'nowrap',
        transition: 'background-color 120ms ease-out, border-color 120ms ease-out, color 120ms ease-out',
        [coarse]: { minHeight: 44 },
        '&.Mui-disabled': { color: color('ink3') },
      },
      sizeSmall: { minHeight: 30, padding: '0 10px', fontSize: '0.8125rem' },
      sizeLarge: { minHeight: 48, padding: '0 20px', fontSize: '1rem' },
      startIcon: { margin: 0 },
      endIcon: { margin: 0 },
    },
    variants: [
      {
        props: { variant: 'contained', color: 'primary' },
        style: {
          backgroundColor: color('pine'),
          color: color('onPine'),
          '&:hover': { backgroundColor: color('pineHover') },
        },
      },
      { props: { variant: 'contained' }, style: { '&.Mui-disabled': { backgroundColor: color('line') } } },
      {
        props: { variant: 'outlined' },
        style: {
          backgroundColor: color('surface'),
          borderColor: color('line'),
          color: color('ink'),
          padding: '0 13px',
          '&:hover': { backgroundColor: color('hover'), borderColor: color('line') },
          '&.Mui-disabled': { borderColor: color('line') },
        },
      },
      { props: { variant: 'outlined', size: 'small' }, style: { padding: '0 10px' } },
      {
        props: { variant: 'text' },
        style: { color: color('ink2'), '&:hover': { backgroundColor: color('hover'), color: color('ink') } },
      },
      {
        props: { variant: 'text', color: 'primary' },
        style: { color: color('link'), '&:hover': { backgroundColor: color('hover'), color: color('link') } },
      },
      {
        props: { variant: 'contained', color: 'error' },
        style: { '&:hover': { backgroundColor: color('errorInk'), filter: 'brightness(0.93)' } },
      },
      { props: { variant: 'text', color: 'error' }, style: { color: color('errorInk') } },
    ],
  },
  MuiIconButton: {
    styleOverrides: {
      root: {
        width: 36,
        height: 36,
        padding: 0,
        borderRadius: 6,
        color: color('ink2'),
        '&:hover': { backgroundColor: color('hover'), color: color('ink') },
        '&.Mui-disabled': { color: color('ink3'), opacity: 0.6 },
        [coarse]: { width: 44, height: 44 },
      },
      sizeSmall: { width: 30, height: 30, [coarse]: { width: 44, height: 44 } },
    },
  },
  MuiToggleButton: { styleOverrides: { root: { textTransform: 'none' } } },
  MuiLink: {
    defaultProps: { underline: 'hover', component: ThemeLink },
    styleOverrides: { root: { color: color('link'), borderRadius: 4 } },
  },
  MuiCheckbox: {
    defaultProps: {
      icon: <BoxMark />,
      checkedIcon: <BoxMark filled><Check size={14} strokeWidth={2.5} /></BoxMark>,
      indeterminateIcon: <BoxMark filled><Minus size={14} strokeWidth={2.5} /></BoxMark>,
    },
  },
}

function BoxMark({ filled = false, children }: { filled?: boolean; children?: ReactNode }) {
  return (
    <span
      style={{
        inlineSize: 18,
        blockSize: 18,
        borderRadius: 4,
        display: 'grid',
        placeItems: 'center',
        border: filled ? 0 : `1px solid ${color('control')}`,
        background: filled ? color('pine') : color('surface'),
        color: color('onPine'),
      }}
    >
      {children}
    </span>
  )
}

const floatingComponents: ThemeComponents = {
  MuiPaper: {
    defaultProps: { elevation: 0 },
    styleOverrides: { root: { backgroundImage: 'none' } },
  },
  MuiBackdrop: { styleOverrides: { root: { backgroundColor: color('backdrop') }, invisible: { backgroundColor: 'transparent' } } },
  MuiMenu: {
    styleOverrides: {
      paper: { marginBlockStart: 4, borderRadius: 8, boxShadow: color('menuShadow'), backgroundColor: color('raised') },
      list: { padding: 4 },
    },
  },
  MuiPopover: { styleOverrides: { paper: { boxShadow: color('menuShadow'), backgroundColor: color('raised') } } },
  MuiMenuItem: {
    styleOverrides: {
      root: {
        padding: '0 10px',
        gap: 10,
        borderRadius: 6,
        fontSize: '0.875rem',
        // MUI takes the height back from 600 px on.
        '&&': { minHeight: 34, [coarse]: { minHeight: 44 } },
        '&:hover, &.Mui-focusVisible': { backgroundColor: color('hover') },
        '&.Mui-focusVisible': { outline: `2px solid ${color('link')}`, outlineOffset: -2 },
        '&.Mui-selected, &.Mui-selected:hover, &.Mui-selected.Mui-focusVisible': { backgroundColor: color('pineSoft') },
      },
    },
  },
  MuiDialog: {
    styleOverrides: {
      paper: {
        borderRadius: 12,
        boxShadow: color('menuShadow'),
        backgroundColor: color('surface'),
        '@media (max-width: 699.95px)': { '&.MuiDialog-paperFullScreen': { borderRadius: 0 } },
      },
    },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 300, enterNextDelay: 100, arrow: false },
    styleOverrides: {
      tooltip: {
        backgroundColor: color('ink'),
        color: color('surface'),
        fontSize: '0.75rem',
        lineHeight: 16 / 12,
        fontWeight: 500,
        padding: '6px 8px',
        borderRadius: 6,
        maxWidth: 280,
      },
    },
  },
  MuiDrawer: { styleOverrides: { paper: { backgroundColor: color('surface'), border: 0 } } },
}

const partComponents: ThemeComponents = {
  MuiCssBaseline: { styleOverrides: baseline },
  MuiSvgIcon: { styleOverrides: { root: { fontSize: '1rem' } } },
  MuiTabs: {
    styleOverrides: {
      root: { minHeight: 40 },
      indicator: { backgroundColor: color('ink'), height: 2, transition: 'none' },
      list: { gap: 24 },
    },
  },
  MuiTab: {
    styleOverrides: {
      root: {
        minHeight: 40,
        minWidth: 0,
        padding: '0 2px',
        textTransform: 'none',
        fontSize: '0.875rem',
        fontWeight: 500,
        color: color('ink2'),
        [coarse]: { minHeight: 44 },
        '&:hover, &.Mui-selected': { color: color('ink') },
        '&.Mui-focusVisible': { outlineOffset: -2, borderRadius: 6 },
      },
    },
  },
  MuiTableSortLabel: { defaultProps: { IconComponent: ArrowUp } },
  MuiChip: {
    defaultProps: { deleteIcon: <X size={14} /> },
    styleOverrides: { root: { height: 32, borderRadius: 6, fontSize: '0.8125rem' } },
  },
  MuiDivider: { styleOverrides: { root: { borderColor: color('line') } } },
  MuiAvatar: { styleOverrides: { root: { fontWeight: 600 } } },
  MuiSwitch: {
    styleOverrides: {
      root: { width: 36, height: 20, padding: 0, overflow: 'visible' },
      switchBase: {
        padding: 3,
        color: color('surface'),
        '&:hover': { backgroundColor: 'transparent' },
        '&.Mui-focusVisible + .MuiSwitch-track': focusRing,
        '&.Mui-checked': { color: color('onPine'), transform: 'translateX(16px)' },
        '&.Mui-checked + .MuiSwitch-track': { backgroundColor: color('pine'), opacity: 1 },
      },
      thumb: { width: 14, height: 14, boxShadow: 'none' },
      track: { borderRadius: 10, backgroundColor: color('control'), opacity: 1 },
    },
  },
}

/** MUI's own arrows and crosses are what makes MUI look like MUI: every one is a line icon of Plex's weight here. */
const iconComponents: ThemeComponents = {
  MuiSelect: { ...fieldComponents.MuiSelect, defaultProps: { IconComponent: ChevronDown } },
  MuiNativeSelect: { defaultProps: { IconComponent: ChevronDown } },
  MuiAutocomplete: {
    defaultProps: { popupIcon: <ChevronsUpDown size={16} />, clearIcon: <X size={16} /> },
    styleOverrides: {
      paper: { borderRadius: 8, boxShadow: color('menuShadow'), backgroundColor: color('raised'), marginBlock: 4 },
      // As high as the other fields; chips of several chosen ones let it grow.
      inputRoot: { padding: '1px 8px !important', gap: 4 },
      input: { height: '32px !important', padding: '0 4px !important' },
      tag: { height: 26, margin: 0 },
      listbox: { padding: 4, maxHeight: 320 },
      option: {
        borderRadius: 6,
        minHeight: '34px !important',
        padding: '4px 10px !important',
        [coarse]: { minHeight: '44px !important' },
        '&.Mui-focused': { backgroundColor: `${color('hover')} !important` },
        '&[aria-disabled="true"]': { opacity: '1 !important', color: color('ink3') },
        '&[aria-selected="true"]': { backgroundColor: `${color('pineSoft')} !important` },
      },
      noOptions: { color: color('ink2'), fontSize: '0.875rem' },
      loading: { color: color('ink2'), fontSize: '0.875rem' },
    },
  },
}

export const components: ThemeComponents = {
  ...buttonComponents,
  ...floatingComponents,
  ...partComponents,
  ...fieldComponents,
  ...iconComponents,
}
