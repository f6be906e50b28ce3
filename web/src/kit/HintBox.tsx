/** The box of a Hint, in a chunk of its own. Parts use Hint. */
import Tooltip from '@mui/material/Tooltip'

interface HintBoxProps {
  title: string
  placement: 'bottom' | 'right'
  anchor: HTMLElement
  open: boolean
  onEnter: () => void
  onLeave: () => void
}

export function HintBox({ title, placement, anchor, open, onEnter, onLeave }: HintBoxProps) {
  return (
    <Tooltip
      open={open}
      title={title}
      placement={placement}
      slotProps={{ popper: { anchorEl: anchor, onMouseOver: onEnter, onMouseLeave: onLeave } }}
      describeChild
      disableFocusListener
      disableHoverListener
      disableTouchListener
    >
      <span hidden />
    </Tooltip>
  )
}
