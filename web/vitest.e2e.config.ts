import { defineConfig } from 'vitest/config'

/** The journeys: one server and one browser program for all of them, one file at a time. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    environment: 'node',
    globalSetup: 'e2e/oneServer.ts',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
