import { beforeEach, describe, expect, test } from 'vitest'
import { hearingOf, type FeedChange, type FeedEntry } from './feed.ts'
import type { Audience } from './journal.ts'
import { createLog } from './log.ts'
import type { Looks } from './looks.ts'
import type { Noun } from './noun.ts'
import { createTelling, type Follower } from './telling.ts'
import type { Viewer } from './viewer.ts'

const people = ['ann', 'ben', 'cem', 'dan', 'eve', 'fay']
const audience = (sets: Partial<Audience>): Audience => ({ gain: [], keep: [], lose: [], ...sets })
const entryFor = (whom: Audience): FeedEntry =>
  ({ position: 1, at: '2026-03-02T09:00:00.000Z', actorId: null, noun: 'Thing', nounId: 'thing', kind: 'UPDATED', fields: ['title'], audience: whom })

/** How the thing looks to each by the law, which a test may change between two askings. */
let sight: Record<string, string>
let renders: string[]
let heard: Record<string, string>
let lost: string[]
beforeEach(() => {
  sight = Object.fromEntries(people.map(name => [name, 'seen']))
  ;[renders, heard, lost] = [[], {}, []]
  gone.clear()
})

/** Rendered, the change says for whom, what kind it is, and what they see of it just now. */
const looks: Looks = async () => new Map(Object.entries(sight))

function follower(id: string, more: Partial<Follower> = {}): Follower {
  const viewer: Viewer = { kind: 'user', id, role: 'MEMBER', signInId: '', mustChangePassword: false }
  return {
    viewer, noun: {} as Noun, groupKey: 'group', looks,
    render: async ({ kind }: FeedChange) => {
      renders.push(id)
      return `${kind} ${sight[id]}`
    },
    send: payloads => void (heard[id] = payloads.join()),
    isBehind: () => false, lose: () => {},
    ...more,
  }
}

const gone = new Set<string>()
const telling = createTelling(createLog('silent'), { isGone: ({ viewer }) => gone.has(viewer.id), lose: ({ viewer }) => lost.push(viewer.id) })
const tell = (followers: readonly Follower[], ...audiences: Audience[]): Promise<void> =>
  telling.tell(audiences.map(whom => ({ entry: entryFor(whom), hearing: hearingOf(whom), followers })))
const crowd = (more?: Partial<Follower>): Follower[] => people.map(id => follower(id, more))

describe('one rendering', () => {
  test('serves all to whom a change looks alike, and no others', async () => {
    Object.assign(sight, { ben: 'without its host', fay: 'without its host' })
    await tell(crowd(), audience({ keep: people }))
    expect(renders).toEqual(['ann', 'ben'])
    expect(heard).toEqual(Object.fromEntries(people.map(id => [id, `UPDATED ${sight[id]}`])))
  })

  test('serves a group of equals without the law being asked', async () => {
    await tell(crowd({ looks: undefined }), audience({ keep: ['MEMBER'] }))
    expect([renders, Object.keys(heard)]).toEqual([['ann'], people])
  })

  test('serves those alone to whom the change is of one kind', async () => {
    await tell(crowd(), audience({ keep: ['ann', 'ben', 'cem', 'dan'], gain: ['eve'], lose: ['fay'] }))
    expect(heard).toEqual({ ...Object.fromEntries(people.map(id => [id, 'UPDATED seen'])), eve: 'CREATED seen', fay: 'REMOVED seen' })
  })

  test('is made for nobody whom the change does not concern', async () => {
    await tell(crowd(), audience({ keep: ['STAFF', 'somebody'] }))
    expect([renders, heard]).toEqual([[], {}])
  })
})

describe('rights that move while a change is rendered', () => {
  /** Somebody's sight moves in the very moment of the first rendering. */
  const moving = (whose: string): Follower[] => {
    let hasMoved = false
    return people.map(id => {
      const plain = follower(id)
      return follower(id, { render: async change => {
        const payload = await plain.render(change)
        if (!hasMoved) sight[whose] = 'out of sight'
        hasMoved = true
        return payload
      } })
    })
  }

  test('of one of them: that one is rendered for alone, as their rights are then', async () => {
    await tell(moving('dan'), audience({ keep: people }))
    expect(renders).toEqual(['ann', 'dan'])
    expect(heard).toEqual({ ...Object.fromEntries(people.map(id => [id, 'UPDATED seen'])), dan: 'UPDATED out of sight' })
  })

  test('of the one for whom it was rendered: nobody gets those bytes', async () => {
    await tell(moving('ann'), audience({ keep: people }))
    expect(renders).toEqual(['ann', ...people])
    expect(heard).toEqual({ ...Object.fromEntries(people.map(id => [id, 'UPDATED seen'])), ann: 'UPDATED out of sight' })
  })
})

test('several changes come to each in their order, in one go, and to nobody who has left meanwhile', async () => {
  const order: string[] = []
  const followers = ['ann', 'ben', 'cem'].map(id => follower(id, { looks: undefined, send: payloads => order.push(`${id} ${payloads.join()}`) }))
  const told = tell(followers, audience({ gain: ['MEMBER'] }), audience({ keep: ['MEMBER'] }), audience({ lose: ['MEMBER'] }))
  gone.add('ben')
  await told
  expect(order).toEqual(['ann CREATED seen,UPDATED seen,REMOVED seen', 'cem CREATED seen,UPDATED seen,REMOVED seen'])
})

test('a hundred who share nothing are rendered for a few at a time', async () => {
  let [under, most] = [0, 0]
  const render = async (): Promise<string> => {
    most = Math.max(most, ++under)
    await new Promise(resolve => setImmediate(resolve))
    under--
    return ''
  }
  await Promise.all(Array.from({ length: 100 }, (_, i) => tell([follower(`${i}`, { looks: undefined, render })], audience({ keep: ['MEMBER'] }))))
  expect([most, Object.keys(heard).length]).toEqual([16, 100])
})

test('whoever cannot be told is given up, and nobody else', async () => {
  const broken = follower('eve', { looks: undefined, groupKey: 'another', render: () => Promise.reject(new Error('no')) })
  await tell([broken], audience({ keep: people }))
  await tell(crowd(), audience({ keep: ['ann', 'ben', 'cem', 'dan', 'fay'] }))
  expect([lost, Object.keys(heard)]).toEqual([['eve'], ['ann', 'ben', 'cem', 'dan', 'fay']])
  await tell(crowd({ looks: () => Promise.reject(new Error('no')) }), audience({ keep: people }))
  expect(lost).toEqual(['eve', ...people])
})
