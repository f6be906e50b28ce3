import type { TestProject } from 'vitest/node'
import { startServer } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    lectern: string
  }
}

/** The organisation of the demonstration, as it moves in; all journeys but the first start live in it. */
export default async function oneServer(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer('demo')
  project.provide('lectern', server.url)
  return server.stop
}
