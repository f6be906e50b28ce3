// Who has just signed in with a temporary password need not type it once more to change it.

let held: string | undefined

export const holdTemporaryPassword = (password: string) => {
  held = password
}

export const heldTemporaryPassword = () => held

export const dropTemporaryPassword = () => {
  held = undefined
}
