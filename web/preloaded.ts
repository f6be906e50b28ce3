import type { Plugin } from 'vite'

/** In this order on the wire, beside the first script: `start` asks for them only once it runs. */
const always = ['frame', 'App']

/** Names in the page what every address needs. Vite by itself names only what the first script imports statically. */
export const preloaded = (): Plugin => ({
  name: 'preloaded',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_page, { bundle = {} }) {
      const files = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? [chunk] : []))
      return always
        .flatMap((name) => files.filter((chunk) => chunk.name === name))
        .map(({ fileName }) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}`, nonce: '__CSP_NONCE__' }, injectTo: 'head' as const }))
    },
  },
})
