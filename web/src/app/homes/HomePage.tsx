import { lazy, Suspense } from 'react'
import { useMay } from '../viewer.tsx'

// One home each: nobody loads those of the others.
const AdminHome = lazy(() => import('./AdminHome.tsx').then((module) => ({ default: module.AdminHome })))
const TrainerHome = lazy(() => import('./TrainerHome.tsx').then((module) => ({ default: module.TrainerHome })))
const TraineeHome = lazy(() => import('./TraineeHome.tsx').then((module) => ({ default: module.TraineeHome })))

export function HomePage() {
  const may = useMay()
  const Home = may('analytics') ? AdminHome : may('createSession') ? TrainerHome : TraineeHome
  return (
    <Suspense>
      <Home />
    </Suspense>
  )
}
