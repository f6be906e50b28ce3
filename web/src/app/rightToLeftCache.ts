import createCache from '@emotion/cache'
import rtl from '@mui/stylis-plugin-rtl'
import { styleNonce } from '../kit/styleNonce.ts'

// `prefixer` stays out: stylis 4.4's breaks Emotion's stylis 4.2, and every supported browser does without prefixes.
export const cache = createCache({ key: 'lr', stylisPlugins: [rtl], ...(styleNonce && { nonce: styleNonce }) })
// The plugin drops the comments by which MUI marks its `:first-child` as safe, and Emotion would warn of each.
cache.compat = true
