import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Entities and resolvers use TypeScript's own decorators and read the types they emit.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: {
    // Vite would take graphql's index.mjs while the packages in node_modules take index.js: two copies that refuse each other's types.
    alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }],
  },
  test: {
    include: ['{src,tools,client,chaos}/**/*.test.ts'],
    environment: 'node',
    // Many wait for servers of their own more than they compute: on a small machine two of them at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A machine that is busy otherwise is slow, not wrong.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
