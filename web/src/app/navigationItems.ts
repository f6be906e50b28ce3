import {
  CalendarDays,
  ChartColumn,
  ClipboardCheck,
  FileText,
  History,
  House,
  Network,
  Rows3,
  Users,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'

export interface NavigationItem {
  id: string
  path: string
  icon: LucideIcon
  /** Groups stand apart. */
  group: number
  /** One of the words of the phone's bar; the others stand behind "More". */
  onPhone: boolean
  /** Reached from another page, and by search. */
  quiet: boolean
  shown: (may: (rootField: string) => boolean) => boolean
}

type Facts = Partial<Pick<NavigationItem, 'onPhone' | 'quiet' | 'shown'>>

const item = (id: string, path: string, icon: LucideIcon, group: number, facts: Facts = {}): NavigationItem => ({
  id: `app.${id}`,
  path,
  icon,
  group,
  onPhone: false,
  quiet: false,
  shown: () => true,
  ...facts,
})

/** In the order in which they stand; whoever may ask less loses items. */
const items: readonly NavigationItem[] = [
  item('home', '/', House, 0, { onPhone: true }),
  item('sessions', '/sessions', Rows3, 1, { onPhone: true }),
  item('calendar', '/calendar', CalendarDays, 1),
  item('people', '/people', Users, 1, { onPhone: true, shown: (may) => may('users') }),
  // Who assigns sees the whole board; who does not sees their own side of it.
  item('assignments', '/assignments', Network, 1, { shown: (may) => may('assignTrainee') }),
  item('trainees', '/trainees', Network, 1, { shown: (may) => may('users') && !may('assignTrainee') }),
  item('trainers', '/trainers', Users, 1, { onPhone: true, shown: (may) => !may('users') }),
  item('attendance', '/attendance', ClipboardCheck, 1, { onPhone: true, shown: (may) => !may('users') }),
  item('analytics', '/analytics', ChartColumn, 2, { shown: (may) => may('analytics') }),
  item('reports', '/reports', FileText, 2, { shown: (may) => may('reports') }),
  item('changes', '/changes', History, 3, { quiet: true }),
]

export const navigationFor = (may: (rootField: string) => boolean) => items.filter(({ shown }) => shown(may))

export const isWithin = (path: string, pathname: string) =>
  path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`)
