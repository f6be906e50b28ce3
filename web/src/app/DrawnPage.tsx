import { createElement, use } from 'react'
import type { LazyPage } from './page.ts'

/** A page as soon as it is there, without a turn in between when it is there already. */
export const DrawnPage = ({ page }: { page: LazyPage }) => createElement(page.loaded() ?? use(page.load()))
