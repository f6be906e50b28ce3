import type { TestProject } from 'vitest/node'
import { startServer } from './server.ts'
import type { Server } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    lectern: string
  }
}

let server: Server | undefined

/** The organisation of the demonstration, as it moves in; all journeys but the first start live in it. */
export async function setup(project: TestProject): Promise<void> {
  server = await startServer('demo')
  project.provide('lectern', server.url)
}

export const teardown = (): Promise<void> | undefined => server?.stop()
