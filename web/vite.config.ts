import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'
import { chunks } from './chunks.ts'
import { compressed } from './compressed.ts'
import { leftOut } from './leftOut.ts'
import { oneLanguage } from './oneLanguage.ts'
import { preloaded } from './preloaded.ts'

const server = process.env['LECTERN_DEV_SERVER'] ?? 'http://127.0.0.1:4000'

export default defineConfig({
  plugins: [leftOut(), react(), oneLanguage(), preloaded(), compressed()],
  // RxJS as the browsers of today understand it.
  resolve: { conditions: ['es2015', ...defaultClientConditions] },
  // The server puts the nonce of each answer in its place.
  html: { cspNonce: '__CSP_NONCE__' },
  server: {
    port: 5173,
    proxy: {
      // The server takes no socket from a strange origin.
      '/graphql': { target: server, ws: true, changeOrigin: true, headers: { origin: server } },
      '/reports/': { target: server, bypass: ({ url }) => (url?.includes('signature=') ? undefined : url) },
    },
  },
  build: {
    target: 'es2023',
    sourcemap: false,
    modulePreload: { polyfill: false },
    // bundle.test.ts reads it.
    manifest: true,
    rolldownOptions: { output: { codeSplitting: chunks } },
  },
})
