import Box from '@mui/material/Box'
import { useIntl } from 'react-intl'
import { useNow } from '../kit/useNow.ts'

// An abstract day: nobody's sessions, hours before and after the present one.
type Block = readonly [begins: number, ends: number]

const lanes: readonly (readonly Block[])[] = [
  [[-4.8, -3.3], [-2.6, -1.4], [1.2, 3.4]],
  [[-3.8, -1.4], [-0.8, 1], [2.4, 3.8]],
  [[-5, -3.2], [-2.4, -0.8], [0.6, 2.2]],
  [[-4.2, -2.8], [-2, -0.5], [1.8, 4]],
  [[-4.6, -1.6], [-1.2, 1.4], [2.8, 4.2]],
  [[-3.4, -1.4], [0.8, 2], [2.4, 4.2]],
  [[-4.9, -3.3], [-2.8, -0.8], [0.4, 3]],
  [[-4, -1.4], [1, 2.4], [2.6, 3.8]],
]

const hoursShown = 10
const nowAt = 51.9
const percent = (hours: number) => nowAt + (hours / hoursShown) * 100

const soft = 'rgb(255 255 255 / 8%)'
const edge = 'rgb(255 255 255 / 24%)'
const lamp = '#FFC233'

function lookOf([begins, ends]: Block) {
  if (ends <= 0) return { bgcolor: soft }
  if (begins >= 0) return { border: `1.5px solid ${edge}` }
  return { bgcolor: '#4F4823' }
}

function LaneBlock({ block, lane }: { block: Block; lane: number }) {
  const [begins, ends] = block
  const width = percent(ends) - percent(begins)
  const isNow = begins < 0 && ends > 0
  return (
    <Box
      sx={{
        position: 'absolute',
        insetInlineStart: `${percent(begins)}%`,
        inlineSize: `${width}%`,
        insetBlockStart: `${9 + lane * 11}%`,
        blockSize: '7.5%',
        borderRadius: '6px',
        overflow: 'hidden',
        ...lookOf(block),
      }}
    >
      {isNow && <Box sx={{ blockSize: '100%', inlineSize: `${(-begins / (ends - begins)) * 100}%`, bgcolor: lamp }} />}
    </Box>
  )
}

/** The panel beside the sign-in form: decoration, but the line stands at the real time. */
export function SignInDay() {
  const intl = useIntl()
  const now = useNow(10_000)
  const minutes = new Date(now).getMinutes() / 60
  const hours = Array.from({ length: hoursShown }, (_, index) => index - 5 - minutes + 1)
  return (
    <Box
      aria-hidden
      sx={{ flex: 1, position: 'relative', margin: 2, marginInlineStart: 0, borderRadius: '10px', bgcolor: '#0F3A31', overflow: 'hidden', minBlockSize: 480 }}
    >
      {hours.map((hour) => (
        <Box
          key={Math.round(hour)}
          sx={{ position: 'absolute', insetBlock: 0, insetInlineStart: `${percent(hour)}%`, inlineSize: '1px', bgcolor: 'rgb(255 255 255 / 7%)' }}
        />
      ))}
      {lanes.flatMap((blocks, lane) => blocks.map((block) => <LaneBlock key={`${lane} ${block[0]}`} block={block} lane={lane} />))}
      <Box sx={{ position: 'absolute', insetBlock: 0, insetInlineStart: `${nowAt}%`, inlineSize: 0, display: 'flex', justifyContent: 'center' }}>
        <Box sx={{ position: 'absolute', insetBlock: 0, inlineSize: '2px', bgcolor: '#FFFFFF' }} />
        <Box
          sx={{
            position: 'absolute',
            insetBlockStart: 22,
            paddingInline: 3,
            paddingBlock: 1,
            borderRadius: '6px',
            bgcolor: lamp,
            color: '#241A00',
            fontWeight: 600,
            whiteSpace: 'nowrap',
          }}
        >
          {intl.formatTime(now, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}
        </Box>
      </Box>
    </Box>
  )
}
