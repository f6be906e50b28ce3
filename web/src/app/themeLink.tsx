import { forwardRef } from 'react'
import type { AnchorHTMLAttributes, MouseEvent, Ref } from 'react'
import { useHref, useInRouterContext, useLinkClickHandler } from 'react-router'

type ThemeLinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }

/** What every MUI part with an `href` becomes: a step within the app, or a plain anchor for another site and for files. */
export const ThemeLink = forwardRef<HTMLAnchorElement, ThemeLinkProps>(function ThemeLink({ href, ...rest }, ref) {
  const routed = useInRouterContext()
  const within = href.startsWith('/') || href.startsWith('?') || href.startsWith('#') || href === ''
  if (!routed || !within || rest.target || rest.download !== undefined) return <a ref={ref} href={href} {...rest} />
  return <StepLink anchor={ref} href={href} {...rest} />
})

/** The router's own `Link` brings what fetches pages for a server that draws them. */
function StepLink({ anchor, href, onClick, ...rest }: ThemeLinkProps & { anchor: Ref<HTMLAnchorElement> }) {
  const step = useLinkClickHandler<HTMLAnchorElement>(href)
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (!event.defaultPrevented) step(event)
  }
  return <a ref={anchor} {...rest} href={useHref(href)} onClick={follow} />
}
