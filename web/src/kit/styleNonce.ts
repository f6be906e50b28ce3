/** What the page's policy lets styles in by; the server writes it anew into every page. */
export const styleNonce = globalThis.document?.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce
