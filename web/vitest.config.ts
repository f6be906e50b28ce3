import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // Apollo's CommonJS and the pages' modules must meet the same graphql.
    alias: [{ find: /^graphql$/u, replacement: 'graphql/index.js' }],
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node' },
})
