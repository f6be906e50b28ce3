/** Who asks. There is always one: nobody is `anonymous`, the server itself is `system`; never null. */
export interface Viewer {
  readonly kind: 'user' | 'anonymous' | 'system'
  /** The user's id; '' for the others, which equals nobody's. */
  readonly id: string
  /** The user's role; '' for the others. */
  readonly role: string
  readonly signInId: string
  readonly mustChangePassword: boolean
}

export const anonymous: Viewer = { kind: 'anonymous', id: '', role: '', signInId: '', mustChangePassword: false }

/** Sees everything and may ask nothing: jobs read through it, no request ever does. */
export const system: Viewer = { kind: 'system', id: '', role: '', signInId: '', mustChangePassword: false }
