/**
 * | part | props |
 * |---|---|
 * | PersonAvatar | `name`, `id` (picks the colour pair; the name where it is missing), `size` (28), `lamp` (is at work here right now) |
 * | Person | avatar and name in one line; `href`, `detail` |
 *
 * The initials are decoration: the name stands beside them, or give `label`.
 */
import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'
import { avatarPair, initialsOf } from './initials.ts'
import { Lamp } from './Lamp.tsx'

export interface PersonAvatarProps {
  name: string
  id?: string | undefined
  size?: number
  lamp?: boolean
  label?: string
}

export function PersonAvatar({ name, id, size = 28, lamp = false, label }: PersonAvatarProps) {
  const pair = avatarPair(id ?? name)
  return (
    <Box
      component="span"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      sx={{
        position: 'relative',
        display: 'inline-grid',
        placeItems: 'center',
        flexShrink: 0,
        inlineSize: size,
        blockSize: size,
        borderRadius: '50%',
        bgcolor: `avatarFill${pair}`,
        color: `avatarInk${pair}`,
        fontSize: `${Math.max(size * 0.38, 9) / 16}rem`,
        fontWeight: 600,
        lineHeight: 1,
        letterSpacing: 0,
        userSelect: 'none',
      }}
    >
      {initialsOf(name)}
      {lamp && <Box component="span" sx={{ position: 'absolute', insetInlineEnd: -3, insetBlockEnd: -3, display: 'flex' }}><Lamp size={9} /></Box>}
    </Box>
  )
}

export interface PersonProps {
  name: string
  id?: string | undefined
  href?: string | undefined
  detail?: ReactNode
  size?: number
  /** The name is what the row is about: weight 500. */
  strong?: boolean
}

// Long lists are full of people: one style for each, and plain elements within.
const personLook = (strong: boolean) => ({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 2,
  minInlineSize: 0,
  maxInlineSize: '100%',
  '& .person-words': { minInlineSize: 0 },
  '& .person-name': { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', typography: strong ? 'name' : 'body1' },
  '& .person-name > a': { color: 'inherit' },
})
const [plainLook, strongLook] = [personLook(false), personLook(true)]

export function Person({ name, id, href, detail, size = 24, strong = false }: PersonProps) {
  return (
    <Box component="span" sx={strong ? strongLook : plainLook}>
      <PersonAvatar name={name} id={id} size={size} />
      <span className="person-words">
        <span className="person-name">{href ? <Link href={href}><bdi>{name}</bdi></Link> : <bdi>{name}</bdi>}</span>
        {detail !== undefined && <Typography variant="small" component="span" sx={{ color: 'ink2', display: 'block' }}>{detail}</Typography>}
      </span>
    </Box>
  )
}
