import { Suspense, useEffect } from 'react'
import { DrawnPage } from '../DrawnPage.tsx'
import { useMay } from '../viewer.tsx'
import { homePages, lastHome } from './homePages.ts'

export function HomePage() {
  const may = useMay()
  const home = may('analytics') ? 'admin' : may('createSession') ? 'trainer' : 'trainee'
  useEffect(() => lastHome.write(home), [home])
  return (
    <Suspense>
      <DrawnPage page={homePages[home]} />
    </Suspense>
  )
}
