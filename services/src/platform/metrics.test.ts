import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { createMetrics } from './metrics.ts'

it('tells requests by operation and outcome, what others hold, and the process itself', async () => {
  const metrics = createMetrics(new Registry())
  metrics.watch({ requestsUnderWay: () => 1, sockets: () => 7, socketsWaiting: () => 2, feedLag: () => Promise.resolve(3), hashesWaiting: () => 0, databaseWaiting: () => 4 })
  metrics.observeRequest('SessionList', 'answered', 0.02)
  metrics.observeRequest('SessionList', 'answered', 0.03)
  metrics.observeRequest('SignIn', 'refused', 0.2)
  const { contentType, body } = await metrics.text()
  expect(contentType).toContain('text/plain')
  expect(body).toContain('lectern_request_duration_seconds_count{operation="SessionList",outcome="answered"} 2')
  expect(body).toContain('lectern_request_duration_seconds_count{operation="SignIn",outcome="refused"} 1')
  expect(body).toMatch(/^lectern_sockets 7$/m)
  expect(body).toMatch(/^lectern_feed_lag_positions 3$/m)
  expect(body).toMatch(/^lectern_hashes_waiting 0$/m)
  expect(body).toMatch(/^lectern_database_waiting 4$/m)
  expect(body).toContain('nodejs_eventloop_lag_seconds')
})

it('does not grow with the names that clients think of', async () => {
  const metrics = createMetrics(new Registry())
  for (let index = 0; index < 5_000; index++) metrics.observeRequest(`op${index}`, 'answered', 0.001)
  const { body } = await metrics.text()
  expect(new Set(body.match(/operation="[^"]+"/g)).size).toBe(201)
  expect(body).toContain('lectern_request_duration_seconds_count{operation="other",outcome="answered"} 4800')
})

it('tells the rest while one of its sources does not answer', async () => {
  const metrics = createMetrics(new Registry())
  metrics.watch({ requestsUnderWay: () => 1, sockets: () => 7, socketsWaiting: () => 2, feedLag: () => Promise.reject(new Error('no database')), hashesWaiting: () => 0, databaseWaiting: () => 4 })
  const { body } = await metrics.text()
  expect(body).toMatch(/^lectern_sockets 7$/m)
  expect(body).toMatch(/^lectern_feed_lag_positions Nan$/im)
})
