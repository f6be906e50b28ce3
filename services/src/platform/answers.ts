import type { ServerResponse } from 'node:http'

export function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(body))
}

/** In the form of a GraphQL answer, so that every client finds the code in one place. */
export function failed(response: ServerResponse, status: number, code: string, message: string, requestId?: string): void {
  if (status === 503) response.setHeader('Retry-After', '1')
  json(response, status, { errors: [{ message, extensions: { code, ...(requestId === undefined ? {} : { requestId }) } }] })
}

export function refuseMethod(response: ServerResponse, allowed: string): void {
  response.setHeader('Allow', allowed)
  failed(response, 405, 'BAD_USER_INPUT', `Ask by ${allowed}.`)
}
