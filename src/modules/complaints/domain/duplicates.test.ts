import { describe, expect, test } from 'vitest'
import { compareComplaints, runsOf, sharedPart, type Side } from './duplicates.ts'

const narrative = 'The servicer did not credit my payment of October and raised my escrow. I called them four times and was told that a supervisor would call me back, which never happened until today.'
const side = (more: Partial<Side> = {}): Side => ({ cfpbId: null, subjectId: 'company', nameKey: '', email: '', phone: '', zip: '', narrative: '', ...more })
const kinds = (a: Side, b: Side) => compareComplaints(a, b)?.reasons.map(({ kind }) => kind) ?? null

test('a part of a text shares all of its runs with it; what was blacked out does not count', () => {
  expect(sharedPart(runsOf(narrative), runsOf(narrative.slice(0, 100)))).toBe(1)
  expect(sharedPart(runsOf(narrative), runsOf(narrative.replace('October', 'XXXX')))).toBeGreaterThan(0.85)
  expect(sharedPart(runsOf('Too short to tell.'), runsOf('Too short to tell.'))).toBe(0)
})

describe('likely duplicates', () => {
  test('the same CFPB ID is almost certain', () => expect(compareComplaints(side({ cfpbId: '1' }), side({ cfpbId: '1', subjectId: 'other' }))).toMatchObject({ certainty: 'almost_certain', reasons: [{ words: 'Same CFPB ID' }] }))
  test('the same complainant and company are likely, and say by what', () =>
    expect(compareComplaints(side({ nameKey: 'ana chen', email: 'A@mail.example' }), side({ nameKey: 'ana chen', email: 'a@mail.example' }))).toMatchObject({ certainty: 'likely', reasons: [{ words: 'Same complainant (name, e-mail) and company' }] }))
  test('a mistyped name counts with the same ZIP code', () => {
    expect(kinds(side({ nameKey: 'yolanda pruitt', zip: '43612' }), side({ nameKey: 'yolanda pruit', zip: '43612-1234' }))).toEqual(['complainant_and_company'])
    expect(kinds(side({ nameKey: 'yolanda pruitt' }), side({ nameKey: 'yolanda pruit' }))).toBeNull()
  })
  test('a name alone says nothing about another company', () => expect(kinds(side({ nameKey: 'ana chen' }), side({ nameKey: 'ana chen', subjectId: 'other' }))).toBeNull())
  test('a similar description of the same company counts', () => expect(kinds(side({ narrative }), side({ narrative: `Dear Sir or Madam. ${narrative}` }))).toEqual(['narrative']))
  test('the same text from somebody else of another place is a template', () => expect(kinds(side({ narrative, nameKey: 'ana chen', zip: '43612' }), side({ narrative, nameKey: 'ben okafor', zip: '90001' }))).toBeNull())
  test('the more speaks for it, the more certain', () => {
    const all = compareComplaints(side({ narrative, nameKey: 'ana chen' }), side({ narrative, nameKey: 'ana chen' }))
    expect(all?.certainty).toBe('almost_certain')
    expect(all?.reasons).toHaveLength(2)
  })
})
