import { describe, expect, test } from 'vitest'
import { sampleRecord } from '../record/sample-record.ts'
import { changesSince, merge, withValue } from './intake-changes.ts'
import { valuesOf } from './intake-values.ts'

const saved = valuesOf(sampleRecord())
const today = '2026-11-23'

describe('what an entry saves', () => {
  test('only what changed is sent', () => {
    const now = withValue(withValue(saved, 'narrative', 'My own words.'), 'complainant.city', 'Toledo')
    expect(changesSince(saved, now, today)).toEqual({ fields: { narrative: 'My own words.', complainant: { city: 'Toledo' } }, sent: ['narrative', 'complainant.city'], problems: [] })
  })

  test('an emptied date, choice or number is taken back', () => {
    const full = { ...saved, receivedOn: '2026-10-05', productId: '7', cfpbId: '1' }
    expect(changesSince(full, { ...full, receivedOn: '', productId: '', cfpbId: '' }, today).fields).toEqual({ receivedOn: null, productId: null, cfpbId: null })
  })

  test('an amount may be written as people write it', () => {
    expect(changesSince(saved, { ...saved, transactionAmount: '$2,550.28' }, today).fields).toEqual({ transactionAmount: '2550.28' })
  })

  test('one field that is not right does not keep the others from being saved', () => {
    const now = withValue({ ...saved, narrative: 'Kept.' }, 'complainant.email', 'nobody@')
    const { fields, problems } = changesSince(saved, now, today)
    expect(fields).toEqual({ narrative: 'Kept.' })
    expect(problems).toEqual([{ path: 'complainant.email', message: 'Enter an e-mail address such as name@mail.example.' }])
  })

  test('a date in the future is named, and the rest is saved', () => {
    const { fields, problems } = changesSince(saved, { ...saved, receivedOn: '2026-11-24', cfpbId: '7' }, today)
    expect(fields).toEqual({ cfpbId: '7' })
    expect(problems).toEqual([{ path: 'receivedOn', message: 'The date received cannot be in the future.' }])
  })

  test('what the server refused waits until it was changed, and keeps nothing else from being saved', () => {
    const now = { ...saved, issueId: '9', narrative: 'Kept.' }
    const refused = new Map([['issueId', { value: '9', message: 'This issue does not belong to the product.' }]] as const)
    expect(changesSince(saved, now, today, refused)).toMatchObject({ fields: { narrative: 'Kept.' }, problems: [{ path: 'issueId' }] })
    expect(changesSince(saved, { ...now, issueId: '10' }, today, refused).fields).toMatchObject({ issueId: 10 })
  })

  test('a branch that was found is sent with its company', () => {
    const company = '0199a1b2-0000-7000-8000-0000000000aa'
    const branch = '0199a1b2-0000-7000-8000-0000000000bb'
    expect(changesSince(saved, { ...saved, subject: `branch|${company}|${branch}|` }, today).fields).toEqual({ subject: { kind: 'branch', companyId: company, branchId: branch } })
  })
})

describe('two people enter at once', () => {
  test('what only the other changed is taken in; what only I changed stays', () => {
    const { merged, conflicts } = merge(saved, { ...saved, narrative: 'Mine' }, { ...saved, cfpbId: '42' })
    expect(merged).toMatchObject({ narrative: 'Mine', cfpbId: '42' })
    expect(conflicts).toEqual([])
  })

  test('a field that both changed is named with both texts, and mine is not lost', () => {
    const { merged, conflicts } = merge(saved, { ...saved, narrative: 'Mine' }, { ...saved, narrative: 'Theirs' })
    expect(conflicts).toEqual([{ path: 'narrative', mine: 'Mine', theirs: 'Theirs' }])
    expect(merged.narrative).toBe('Mine')
  })

  test('the same change by both is no conflict', () => {
    expect(merge(saved, { ...saved, cfpbId: '7' }, { ...saved, cfpbId: '7' }).conflicts).toEqual([])
  })
})
