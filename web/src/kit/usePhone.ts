import useMediaQuery from '@mui/material/useMediaQuery'

/** True below 700 px: cards on canvas, two-line lists, dialogs over the whole screen. */
export const usePhone = () => useMediaQuery('(max-width: 699.95px)', { noSsr: true })
