import { Index } from '@mikro-orm/decorators/legacy'
import { Id, Instant, NounEntity, Text, ToOne } from '../platform/noun.ts'
import { User } from './user.entity.ts'

const DAY = 24 * 60 * 60_000
const IDLE = 30 * DAY
const LONGEST = 90 * DAY
const GRACE = 30_000

/** Why a sign-in ended, as its device and the journal hear it. */
export enum SignInEnd {
  SIGNED_OUT = 'SIGNED_OUT',
  PASSWORD_CHANGED = 'PASSWORD_CHANGED',
  PASSWORD_RESET = 'PASSWORD_RESET',
  DEACTIVATED = 'DEACTIVATED',
  ROLE_CHANGED = 'ROLE_CHANGED',
  REFRESH_TOKEN_REUSED = 'REFRESH_TOKEN_REUSED',
}

type Lifetime = Pick<SignIn, 'endedAt' | 'lastUsedAt' | 'createdAt'>

/** A sign-in ends after 30 days without use, after 90 in any case. */
export function isLive({ endedAt, lastUsedAt, createdAt }: Lifetime, now: Date): boolean {
  return endedAt === null && now < endOf({ lastUsedAt, createdAt })
}

/** A sign-in not used since then is over: what ends sign-ins need not look further back. */
export function idleSince(now: Date): Date {
  return new Date(now.getTime() - IDLE)
}

/** A sign-in that began before then is over too, however much it was used. */
export function outlivedSince(now: Date): Date {
  return new Date(now.getTime() - LONGEST)
}

function endOf({ lastUsedAt, createdAt }: Pick<Lifetime, 'lastUsedAt' | 'createdAt'>): Date {
  return new Date(Math.min(lastUsedAt.getTime() + IDLE, createdAt.getTime() + LONGEST))
}

/** One signed-in device. Its refresh token rotates; the one before it holds a little longer, for a second tab or a lost answer. */
@NounEntity({ table: 'sign_in', root: 'user', about: 'user', exposed: false })
@Index({ name: 'sign_in_user', properties: ['user', 'endedAt'] })
export class SignIn {
  @Id()
  id!: string

  @ToOne(() => User, { deleteRule: 'cascade' })
  user!: User

  @Text({ max: 64, secret: true, quiet: true, unique: true })
  refreshHash!: string

  @Text({ max: 64, nullable: true, secret: true, quiet: true, unique: true })
  previousHash!: string | null

  @Instant({ nullable: true, quiet: true })
  rotatedAt!: Date | null

  @Instant({ quiet: true })
  lastUsedAt!: Date

  @Instant()
  createdAt!: Date

  @Instant({ nullable: true })
  endedAt!: Date | null

  @Text({ max: 40, nullable: true })
  endReason!: string | null

  @Text({ max: 300, nullable: true })
  userAgent!: string | null

  static begin(id: string, user: User, refreshHash: string, userAgent: string | undefined, now: Date): SignIn {
    return Object.assign(new SignIn(), {
      id, user, refreshHash, previousHash: null, rotatedAt: null, lastUsedAt: now, createdAt: now, endedAt: null, endReason: null,
      userAgent: userAgent?.slice(0, 300) ?? null,
    })
  }

  isLive(now: Date): boolean {
    return isLive(this, now)
  }

  /** When it ends if nothing more comes: how long its cookie is kept. */
  expiresAt(): Date {
    return endOf(this)
  }

  /** Whether the token before the present one still counts. */
  isInGrace(now: Date): boolean {
    return this.rotatedAt !== null && now.getTime() - this.rotatedAt.getTime() <= GRACE
  }

  rotate(refreshHash: string, now: Date): void {
    Object.assign(this, { previousHash: this.refreshHash, refreshHash, rotatedAt: now, lastUsedAt: now })
  }

  end(reason: SignInEnd, now: Date): void {
    if (this.endedAt === null) Object.assign(this, { endedAt: now, endReason: reason })
  }
}
