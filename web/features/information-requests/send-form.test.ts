import { describe, expect, test } from 'vitest'
import { ApiProblem } from '../../app/api.ts'
import { atFormFields, sendForm, sendingOf, type SendInput } from './send-form.ts'

const today = '2026-11-23'
const first = { id: '0199a1b2-0000-7000-8000-000000000001', number: 'IR-000001', chosen: false, dueOn: '' }
const second = { id: '0199a1b2-0000-7000-8000-000000000002', number: 'IR-000002', chosen: true, dueOn: '' }
const input = (changes: Partial<SendInput>): SendInput => ({ requests: [first, second], bulkDueOn: '2026-12-07', commentary: '', shareNarrative: true, notifyUserIds: [], ...changes })

describe('sending requests', () => {
  test('a date left empty is filled by the one for all', () => {
    expect(sendForm(today).safeParse(input({})).success).toBe(true)
  })

  test('a date that is missing or not in the future is named with its request', () => {
    const missing = sendForm(today).safeParse(input({ bulkDueOn: '' }))
    expect(missing.error?.issues).toMatchObject([{ path: ['requests', 1, 'dueOn'], message: 'IR-000002: Enter a due date.' }])
    const past = sendForm(today).safeParse(input({ requests: [{ ...second, dueOn: today }] }))
    expect(past.error?.issues[0]?.message).toBe('IR-000002: The due date must be in the future.')
  })

  test('something must be chosen', () => {
    expect(sendForm(today).safeParse(input({ requests: [first] })).error?.issues[0]?.message).toBe('Choose at least one request.')
  })

  test('only what was chosen is sent, and a refusal finds its way back to the field', () => {
    const output = sendForm(today).parse(input({}))
    expect(sendingOf(output, []).requests).toEqual([{ id: second.id }])
    const refused = atFormFields(new ApiProblem(422, { type: 'invalid', fields: { 'requests.0.dueOn': 'Too early.' } }), output)
    expect(refused).toMatchObject({ fields: { 'requests.1.dueOn': 'Too early.' } })
  })
})
