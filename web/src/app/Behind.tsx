import { use, useEffect } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { Door } from './doors.ts'

interface BehindProps {
  door: Door
  children: ReactNode
}

/** Lets in who may come in, and sends the others where they must go first. */
export function Behind({ door, children }: BehindProps) {
  const elsewhere = use(door.ask())
  return elsewhere === undefined ? children : <TurnedAway door={door} to={elsewhere} />
}

function TurnedAway({ door, to }: { door: Door; to: string }) {
  const navigate = useNavigate()
  useEffect(() => {
    door.forget()
    void navigate(to, { replace: true })
  }, [door, navigate, to])
  return null
}
