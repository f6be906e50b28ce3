import { forwardRef } from 'react'
import type { AnchorHTMLAttributes } from 'react'
import { Link, useInRouterContext } from 'react-router'

type ThemeLinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }

/** What every MUI part with an `href` becomes: a step within the app, or a plain anchor for another site and for files. */
export const ThemeLink = forwardRef<HTMLAnchorElement, ThemeLinkProps>(function ThemeLink({ href, ...rest }, ref) {
  const routed = useInRouterContext()
  const within = href.startsWith('/') || href.startsWith('?') || href.startsWith('#') || href === ''
  if (!routed || !within || rest.target || rest.download !== undefined) return <a ref={ref} href={href} {...rest} />
  return <Link ref={ref} to={href} {...rest} />
})
