import { browserStore } from './browserStore.ts'
import type { ThemeMode } from './themeRoot.tsx'

const modes: readonly string[] = ['light', 'dark', 'system'] satisfies ThemeMode[]

const store = browserStore('lectern-theme', (value): value is ThemeMode => modes.includes(value))

export const useThemeMode = (): ThemeMode => store.useValue() ?? 'system'

export const chooseThemeMode = store.write
