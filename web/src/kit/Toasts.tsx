/**
 * At the bottom start; never for what is already visible on the screen.
 *
 * | part | |
 * |---|---|
 * | ToastProvider | around the app |
 * | useToast | `done(text, { onUndo?, action? })`: 6 s, with undo 10 s · `refused(why, { action? })`: "Not saved." and why, stays until closed · `close(id)` |
 *
 * `action`: `{ label, onClick?, href? }`.
 */
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Portal from '@mui/material/Portal'
import Typography from '@mui/material/Typography'
import { CircleCheck, Undo2, X } from 'lucide-react'
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ActionIconButton } from './ActionButton.tsx'

interface ToastAction {
  label: ReactNode
  onClick?: () => void
  href?: string
}

interface Toast {
  id: number
  kind: 'done' | 'refused'
  text: ReactNode
  onUndo?: (() => void) | undefined
  action?: ToastAction | undefined
}

export interface ToastPost {
  done: (text: ReactNode, more?: { onUndo?: () => void; action?: ToastAction }) => number
  refused: (why: ReactNode, more?: { action?: ToastAction }) => number
  close: (id: number) => void
}

const ToastContext = createContext<ToastPost | null>(null)

export function useToast(): ToastPost {
  const post = useContext(ToastContext)
  if (!post) throw new Error('useToast needs a ToastProvider around it')
  return post
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const next = useRef(1)
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), [])
  const add = useCallback((toast: Omit<Toast, 'id'>) => {
    const id = next.current
    next.current += 1
    // Three at most, and a refusal is not pushed out by what went well.
    setToasts((all) => [...roomFor(all), { ...toast, id }])
    return id
  }, [])
  const post = useMemo<ToastPost>(
    () => ({
      done: (text, more) => add({ kind: 'done', text, ...more }),
      refused: (text, more) => add({ kind: 'refused', text, ...more }),
      close,
    }),
    [add, close],
  )
  return (
    <ToastContext value={post}>
      {children}
      <Portal>
        <Box
          sx={{
            position: 'fixed',
            insetBlockEnd: { xs: 'calc(var(--shell-foot, 64px) + 12px)', sm: 24 },
            insetInlineStart: { xs: 12, sm: 24 },
            insetInlineEnd: { xs: 12, sm: 'auto' },
            inlineSize: { sm: 420 },
            zIndex: 'snackbar',
            display: 'flex',
            flexDirection: 'column',
            gap: 2,
            pointerEvents: 'none',
          }}
        >
          {toasts.map((toast) => <ToastCard key={toast.id} toast={toast} close={close} />)}
        </Box>
      </Portal>
    </ToastContext>
  )
}

function roomFor(all: readonly Toast[]): readonly Toast[] {
  if (all.length < 3) return all
  const oldest = all.find(({ kind }) => kind === 'done') ?? all[0]
  return all.filter((toast) => toast !== oldest)
}

function ToastCard({ toast, close }: { toast: Toast; close: (id: number) => void }) {
  const { id, kind, text, onUndo, action } = toast
  const onClose = useCallback(() => close(id), [close, id])
  const refused = kind === 'refused'
  const intl = useIntl()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (refused || held) return undefined
    const timer = setTimeout(onClose, onUndo || action ? 10_000 : 6000)
    return () => clearTimeout(timer)
    // The time runs again from the start when the pointer leaves.
  }, [refused, held, onClose, onUndo, action])
  const andClose = (act?: () => void) => () => {
    onClose()
    act?.()
  }
  return (
    <Box
      role={refused ? 'alert' : 'status'}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2.5,
        minBlockSize: 48,
        paddingBlock: 2,
        paddingInlineStart: 3.5,
        paddingInlineEnd: 2,
        border: 1,
        borderColor: refused ? 'errorInk' : 'line',
        borderRadius: '8px',
        bgcolor: 'raised',
        boxShadow: 'var(--lectern-palette-toastShadow)',
        pointerEvents: 'auto',
      }}
    >
      <Box sx={{ display: 'flex', color: refused ? 'errorInk' : 'completed' }}>
        {refused ? <Undo2 size={16} className="mirror-rtl" aria-hidden /> : <CircleCheck size={16} aria-hidden />}
      </Box>
      <Typography variant="small" component="div" sx={{ flex: 1, minInlineSize: 0, overflowWrap: 'anywhere' }}>
        {refused && <><strong><FormattedMessage id="kit.notSaved" /></strong> </>}
        {text}
      </Typography>
      {onUndo && <Button variant="text" size="small" onClick={andClose(onUndo)}><FormattedMessage id="kit.undo" /></Button>}
      {action && (
        <Button variant="text" size="small" onClick={andClose(action.onClick)} {...(action.href ? { href: action.href } : {})}>
          {action.label}
        </Button>
      )}
      {(refused || !onUndo) && <ActionIconButton label={intl.formatMessage({ id: 'kit.close' })} icon={X} size="small" onClick={onClose} />}
    </Box>
  )
}
