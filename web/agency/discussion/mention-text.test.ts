import { expect, test } from 'vitest'
import type { Candidate } from '#src/modules/discussion/contract.ts'
import { lookedUp, toStored, toTyped, withLabel, type Labels } from './mention-text.ts'

const id = (n: number) => `018f4e2a-0000-7000-8000-00000000000${String(n)}`
const user = (n: number, name: string, agency = 'OH FRD'): Candidate => ({ kind: 'user', id: id(n), name, agency, told: 'user' })
const all: Candidate = { kind: 'everybody', id: null, name: 'All Agency', agency: '', told: 'supervisors' }
const labelled = (...who: Candidate[]) => who.reduce<Labels>((labels, one) => withLabel(labels, one).labels, new Map())

test('what is typed as a name is kept as an ID, and comes back as the name of today', () => {
  const labels = labelled(user(1, 'Luis Arroyo'), all)
  const stored = toStored('@Luis Arroyo, tell @All Agency.', labels)
  expect(stored).toBe(`@[user:${id(1)}], tell @[all].`)
  expect(toTyped(stored, [{ kind: 'user', id: id(1), name: 'Luis Arroyo-Reyes', agency: 'OH FRD' }])).toMatchObject({ text: '@Luis Arroyo-Reyes, tell @All Agency.' })
})

test('of two of one name the second says the agency, and each stays whom it names', () => {
  const labels = labelled(user(1, 'Ann Lee'), user(2, 'Ann Lee', 'TX SML'))
  expect([...labels.keys()]).toEqual(['@Ann Lee', '@Ann Lee (TX SML)'])
  expect(toStored('@Ann Lee (TX SML) and @Ann Lee', labels)).toBe(`@[user:${id(2)}] and @[user:${id(1)}]`)
})

test('a label that was changed by hand, or is only part of a word, names nobody', () => {
  expect(toStored('@Luis Arroy @Luis Arroyos', labelled(user(1, 'Luis Arroyo')))).toBe('@Luis Arroy @Luis Arroyos')
})

test('words after an @ are looked up, not an e-mail address nor a whole sentence', () => {
  const at = (text: string) => lookedUp(text, text.length)
  expect([at('@'), at('Ask @lu'), at('Ask @Luis Ar'), at('(@da')]).toEqual(['', 'lu', 'Luis Ar', 'da'])
  expect([at('a@b'), at('Ask @Luis about the whole matter'), at('plain')]).toEqual([null, null, null])
})
