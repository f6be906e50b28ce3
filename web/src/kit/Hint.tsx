/**
 * What a part says when one rests on it: `title` ('' for nothing), `placement`, `describeChild` (the child has a name of
 * its own), `children`: one element. The box itself is loaded when the first is wanted.
 */
import { cloneElement, lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { FocusEvent, MouseEvent, ReactElement, SyntheticEvent, TouchEvent } from 'react'

const HintBox = lazy(() => import('./HintBox.tsx').then((module) => ({ default: module.HintBox })))

export interface HintProps {
  title: string
  placement?: 'bottom' | 'right'
  describeChild?: boolean
  children: ReactElement<HintedProps>
}

interface HintedProps {
  'aria-label'?: string | undefined
  onMouseOver?: ((event: MouseEvent<HTMLElement>) => void) | undefined
  onMouseLeave?: ((event: MouseEvent<HTMLElement>) => void) | undefined
  onFocus?: ((event: FocusEvent<HTMLElement>) => void) | undefined
  onBlur?: ((event: FocusEvent<HTMLElement>) => void) | undefined
  onTouchStart?: ((event: TouchEvent<HTMLElement>) => void) | undefined
  onTouchEnd?: ((event: TouchEvent<HTMLElement>) => void) | undefined
}

const rest = 300
/** From one part to the next it comes sooner. */
const restAmongHints = 100
const amongHintsFor = 800
/** Long enough to move onto the box, which stays while one reads it. */
const leave = 100
const press = 700
const readAfterPress = 1500

let lastHidden = 0

export function Hint({ title, placement = 'bottom', describeChild = false, children }: HintProps) {
  const { anchor, open, show, hide } = useHint()
  const own = children.props
  const after = <E extends SyntheticEvent>(theirs: ((event: E) => void) | undefined, ours: (event: E) => void) => (event: E) => {
    theirs?.(event)
    ours(event)
  }
  const over = (event: SyntheticEvent<HTMLElement>) => show(event.currentTarget, Date.now() - lastHidden < amongHintsFor ? restAmongHints : rest)
  const hinted: HintedProps = {
    ...(!describeChild && title !== '' && own['aria-label'] === undefined && { 'aria-label': title }),
    onMouseOver: after(own.onMouseOver, over),
    onMouseLeave: after(own.onMouseLeave, () => hide(leave)),
    onFocus: after(own.onFocus, (event) => event.target.matches(':focus-visible') && over(event)),
    onBlur: after(own.onBlur, () => hide(0)),
    onTouchStart: after(own.onTouchStart, (event) => show(event.currentTarget, press)),
    onTouchEnd: after(own.onTouchEnd, () => hide(readAfterPress)),
  }
  return (
    <>
      {cloneElement(children, hinted)}
      {anchor && (
        <Suspense>
          <HintBox title={title} placement={placement} anchor={anchor} open={open && title !== ''} onEnter={() => show(anchor, 0)} onLeave={() => hide(leave)} />
        </Suspense>
      )}
    </>
  )
}

function useHint() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [open, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const later = (act: () => void, delay: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(act, delay)
  }
  const close = () => {
    lastHidden = Date.now()
    setOpen(false)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (!open) return
    const escape = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') setOpen(false)
    }
    document.addEventListener('keydown', escape)
    return () => document.removeEventListener('keydown', escape)
  }, [open])
  return {
    anchor,
    open,
    show: (element: HTMLElement, delay: number) =>
      later(() => {
        setAnchor(element)
        setOpen(true)
      }, delay),
    hide: (delay: number) => later(() => open && close(), delay),
  }
}
