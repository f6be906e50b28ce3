import { fault } from './fault.ts'
import { Refusal } from './refusal.ts'
import type { Viewer } from './viewer.ts'

/**
 * Who may ask which root field. Its name is the verb, also in the journal; fields like `viewerCanCancel`, the root
 * fields and the services all ask here.
 */
export interface Who<Thing = never> {
  readonly words: string
  readonly admits: (viewer: Viewer) => boolean
  /** What must hold between the viewer and the thing besides; absent: nothing. */
  readonly holds?: (viewer: Viewer, thing: Thing) => boolean
}

/** Somebody, as far as the thing allows: `role('TRAINER').when('who holds it', …)`. */
export interface Whoever extends Who<unknown> {
  readonly when: <Thing>(words: string, holds: (viewer: Viewer, thing: Thing) => boolean) => Who<Thing>
}

function whoever(words: string, admits: (viewer: Viewer) => boolean): Whoever {
  return { words, admits, when: (condition, holds) => ({ words: `${words} ${condition}`, admits, holds }) }
}

export const anybody = whoever('anybody', () => true)
export const signedIn = whoever('whoever is signed in', viewer => viewer.kind === 'user')
export function role(name: string): Whoever & { readonly kind: 'role'; readonly role: string } {
  return { ...whoever(name, viewer => viewer.role === name), kind: 'role', role: name }
}

interface Permission { readonly who: readonly Who[]; readonly temporaryPassword: boolean }
const permissions = new Map<string, Permission>()

/** Opens a root field to people. A root field without this line stops the server at boot. */
export function may<Thing = unknown>(verb: string, ...who: Who<Thing>[]): void {
  permissions.set(verb, { who: who as unknown as Who[], temporaryPassword: false })
}

/** The same, and open to those who must change their temporary password first. */
export function mayEvenBeforePasswordChange(verb: string, ...who: Who<unknown>[]): void {
  permissions.set(verb, { who: who as unknown as Who[], temporaryPassword: true })
}

function permission(verb: string): Permission {
  const found = permissions.get(verb)
  if (!found) throw new Error(`No policy says who may ${verb}: add a line may('${verb}', …)`)
  return found
}

export function isRuled(verb: string): boolean {
  return permissions.has(verb)
}

/** Whether the viewer may ask the verb at all, whatever the thing. */
export function mayAsk(viewer: Viewer, verb: string): boolean {
  return permission(verb).who.some(who => who.admits(viewer))
}

/** Whether the viewer may do the verb to this thing. */
export function allows(viewer: Viewer, verb: string, thing: unknown): boolean {
  return permission(verb).who.some(who => who.admits(viewer) && (!who.holds || who.holds(viewer, thing as never)))
}

/** Refuses what the viewer may not do to a thing that they see. */
export function authorize(viewer: Viewer, verb: string, thing: unknown, field: string | null = null): void {
  if (!allows(viewer, verb, thing)) throw new Refusal('FORBIDDEN', field)
}

/** What stands before every root field: is somebody there, is their password their own, may their role ask this. */
export function admit(viewer: Viewer, verb: string): void {
  const rule = permission(verb)
  if (viewer.mustChangePassword && !rule.temporaryPassword) {
    throw fault('PASSWORD_CHANGE_REQUIRED', 'Change the temporary password first.')
  }
  if (mayAsk(viewer, verb)) return
  if (viewer.kind === 'anonymous') throw fault('UNAUTHENTICATED', 'Sign in first.')
  throw fault('FORBIDDEN', 'Your role may not ask this.')
}

export function permittedVerbs(viewer: Viewer): readonly string[] {
  return [...permissions.keys()].filter(verb => mayAsk(viewer, verb)).toSorted()
}

export function permissionInWords(verb: string): string {
  return permission(verb).who.map(who => who.words).join('; ')
}
