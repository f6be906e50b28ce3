import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { messages as account } from '../identity/accountMessages.ts'
import { messages as assignments } from '../identity/assignmentMessages.ts'
import { messages as identity } from '../identity/messages.ts'
import { messages as journal } from '../identity/journalMessages.ts'
import { messages as personDialogs } from '../identity/personDialogMessages.ts'
import { messages as kit } from '../kit/messages.ts'
import { messages as reporting } from '../reporting/messages.ts'
import { messages as attendance } from '../scheduling/attendanceMessages.ts'
import { messages as scheduling } from '../scheduling/messages.ts'
import { messages as homes } from './homes/messages.ts'
import { messages as app } from './messages.ts'

const files: Record<string, { en: Record<string, string> }> = {
  accountMessages: account, assignmentMessages: assignments, '../identity/messages': identity, journalMessages: journal, personDialogMessages: personDialogs, '../kit/messages': kit,
  '../reporting/messages': reporting, attendanceMessages: attendance, '../scheduling/messages': scheduling, './homes/messages': homes, './messages': app,
}

const folder = import.meta.dirname

/** The words of a `…Words.en.ts`. */
function wordsIn(file: string): string[] {
  const source = readFileSync(join(folder, file), 'utf8')
  return [...source.matchAll(/from '(.*)\.ts\?en'/g)].flatMap(([, from]) => {
    const known = Object.entries(files).find(([name]) => from === name || from!.endsWith(`/${name}`))
    if (!known) throw new Error(`${from} is no message file that this test knows`)
    return Object.keys(known[1].en)
  })
}

/** Leads to all pages, which have words of their own. */
const elsewhere = /\/(routes|prefetch|page|homePages)\.tsx?$/

/** What a module and all that it draws say: every string, and how every template begins. */
function saidFrom(entries: readonly string[]): Map<string, string> {
  const said = new Map<string, string>()
  const read = new Set<string>()
  const follow = (file: string) => {
    if (read.has(file) || elsewhere.test(file) || file.endsWith('essages.ts')) return
    read.add(file)
    const source = readFileSync(file, 'utf8')
    for (const [, text] of source.matchAll(/['"]([\w.-]+)['"]/g)) said.set(text!, file)
    for (const [, begin] of source.matchAll(/`([a-z]\w*\.[\w.]*)\$\{/g)) said.set(`${begin}*`, file)
    for (const [, from] of source.matchAll(/(?:from|import\() ?'(\.[^'?]+\.tsx?)'/g)) follow(join(dirname(file), from!))
  }
  entries.forEach((entry) => follow(join(folder, entry)))
  return said
}

test('what the shell and the homes say is loaded with them', () => {
  const here = new Set(['frameWords.en.ts', 'homeWords.en.ts'].flatMap(wordsIn))
  const later = Object.values(files).flatMap(({ en }) => Object.keys(en)).filter((id) => !here.has(id))
  const said = saidFrom(['Shell.tsx', 'homes/HomePage.tsx', 'homes/AdminHome.tsx', 'homes/TrainerHome.tsx', 'homes/TraineeHome.tsx'])
  const missing = later.filter((id) => said.has(id) || [...said.keys()].some((text) => text.endsWith('*') && id.startsWith(text.slice(0, -1))))
  expect(missing.map((id) => `${id}, as in ${said.get(id)?.slice(folder.length) ?? 'a template'}`)).toEqual([])
})
