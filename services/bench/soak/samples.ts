/** What the server holds, as it tells itself, and how long it makes people wait. */
import { setTimeout as passed } from 'node:timers/promises'
import { median } from '../harness/bench.ts'
import { quantiles } from '../harness/load.ts'
import type { Timed } from './office.ts'
import type { Crowd } from './subscribers.ts'

export interface Minute {
  readonly minute: number
  /** MiB: the median of the minute's looks. */
  readonly memory: number
  /** MiB: the least of the minute's looks, for garbage comes and goes. */
  readonly heap: number
  /** Sockets, timers and the like that keep the process alive. */
  readonly resources: number
  readonly files: number
  readonly queryP50: number
  readonly queryP99: number
  readonly mutationP50: number
  readonly mutationP99: number
  readonly answered: number
  readonly heard: number
  readonly returned: number
  readonly failed: number
}

const LOOKS = 6
const MEGABYTE = 2 ** 20

interface Look { readonly memory: number; readonly heap: number; readonly resources: number; readonly files: number }

async function look(port: number): Promise<Look> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  const of = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
  return {
    memory: of('process_resident_memory_bytes') / MEGABYTE, heap: of('nodejs_heap_size_used_bytes') / MEGABYTE,
    resources: of('nodejs_active_resources_total'), files: of('process_open_fds'),
  }
}

export interface Samples {
  readonly timed: Timed
  /** Looks on for a minute. */
  readonly minute: (crowd: Crowd) => Promise<void>
  /** What that minute was like. */
  readonly take: (minute: number) => Minute
}

export function sampling(port: number): Samples {
  let delays = { query: [] as number[], mutation: [] as number[] }
  let failed = 0
  let looks: Look[] = []
  let [heard, returned] = [0, 0]
  return {
    timed: (kind, milliseconds, failure) => {
      delays[kind].push(milliseconds)
      if (failure === undefined) return
      if (failed++ < 3) console.error(failure)
    },
    minute: async crowd => {
      looks = []
      for (let i = 0; i < LOOKS; i++) {
        await passed(60_000 / LOOKS)
        looks.push(await look(port))
      }
      ;[heard, returned] = [crowd.heard(), crowd.returned()]
    },
    take: minute => {
      const [query, mutation] = [quantiles(delays.query), quantiles(delays.mutation)]
      const answered = delays.query.length + delays.mutation.length
      const taken = {
        minute, memory: median(looks.map(({ memory }) => memory)), heap: Math.min(...looks.map(({ heap }) => heap)),
        resources: median(looks.map(({ resources }) => resources)), files: median(looks.map(({ files }) => files)),
        queryP50: query.p50, queryP99: query.p99, mutationP50: mutation.p50, mutationP99: mutation.p99, answered, heard, returned, failed,
      }
      delays = { query: [], mutation: [] }
      failed = 0
      return taken
    },
  }
}
