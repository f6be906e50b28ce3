import { Component, lazy, Suspense } from 'react'
import type { ReactNode } from 'react'

const BrokenPage = lazy(() => import('./BrokenPage.tsx').then((module) => ({ default: module.BrokenPage })))

interface BrokenBoundaryProps {
  /** Where it broke: at another address it may stand. */
  address: string
  /** Nothing stands around it. */
  whole?: boolean
  children: ReactNode
}

interface Broken {
  error?: unknown
  address: string
}

/** Says that a page is broken, in its place. */
export class BrokenBoundary extends Component<BrokenBoundaryProps, Broken> {
  override state: Broken = { address: this.props.address }

  static getDerivedStateFromError(error: unknown): Partial<Broken> {
    return { error: error ?? new Error('Something threw nothing.') }
  }

  static getDerivedStateFromProps({ address }: BrokenBoundaryProps, state: Broken): Broken | null {
    return address === state.address ? null : { address, error: undefined }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <Suspense>
        <BrokenPage error={error} whole={this.props.whole ?? false} />
      </Suspense>
    )
  }
}
