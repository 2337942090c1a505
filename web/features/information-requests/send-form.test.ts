import { describe, expect, test } from 'vitest'
import { linkProblem } from '#src/kernel/sharing-link.ts'
import { ApiProblem } from '../../app/api.ts'
import { atFormFields, sendForm, sendingOf, type SendInput } from './send-form.ts'

const today = '2026-11-23'
const first = { id: '0199a1b2-0000-7000-8000-000000000001', number: 'IR-000001', chosen: false, dueOn: '' }
const second = { id: '0199a1b2-0000-7000-8000-000000000002', number: 'IR-000002', chosen: true, dueOn: '' }
const nobody = { name: '', title: '', email: '', phone: '' }
const input = (changes: Partial<SendInput>): SendInput => ({ requests: [first, second], bulkDueOn: '2026-12-07', commentary: '', shareNarrative: true, notifyUserIds: [], enroll: nobody, remind: false, ...changes })

describe('sending requests', () => {
  test('a date left empty is filled by the one for all', () => {
    expect(sendForm(today, false).safeParse(input({})).success).toBe(true)
  })

  test('a date that is missing or not in the future is named with its request', () => {
    const missing = sendForm(today, false).safeParse(input({ bulkDueOn: '' }))
    expect(missing.error?.issues).toMatchObject([{ path: ['requests', 1, 'dueOn'], message: 'IR-000002: Enter a due date.' }])
    const past = sendForm(today, false).safeParse(input({ requests: [{ ...second, dueOn: today }] }))
    expect(past.error?.issues[0]?.message).toBe('IR-000002: The due date must be in the future.')
  })

  test('something must be chosen', () => {
    expect(sendForm(today, false).safeParse(input({ requests: [first] })).error?.issues[0]?.message).toBe('Choose at least one request.')
  })

  test('a file-sharing link that the server would refuse is refused in the form, with the same words', () => {
    const linkOf = (link: string) => sendForm(today, false).safeParse(input({ link })).error?.issues[0]?.message ?? null
    for (const link of ['javascript:alert(1)', 'http://share.example.com', 'https://user:secret@share.example.com', 'https://10.0.0.8', 'https://аpple.example']) expect(linkOf(link), link).toBe(linkProblem(link))
    expect([linkOf('javascript:alert(1)'), linkOf(''), linkOf('https://share.example.com/a')]).toEqual(['A file-sharing link must begin with https://.', null, null])
  })

  test('only what was chosen is sent, and a refusal finds its way back to the field', () => {
    const output = sendForm(today, false).parse(input({}))
    expect(sendingOf(output, [], false).requests).toEqual([{ id: second.id }])
    const refused = atFormFields(new ApiProblem(422, { type: 'invalid', fields: { 'requests.0.dueOn': 'Too early.' } }), output)
    expect(refused).toMatchObject({ fields: { 'requests.1.dueOn': 'Too early.' } })
  })

  test('where the company is enrolled by it, its first user is asked for and goes along', () => {
    const missing = sendForm(today, true).safeParse(input({}))
    expect(missing.error?.issues.map((issue) => issue.path.join('.'))).toEqual(['enroll.name', 'enroll.email'])
    const enroll = { ...nobody, name: 'Ellen Brandt', email: 'ellen@newcomer.example' }
    const output = sendForm(today, true).parse(input({ enroll }))
    expect(sendingOf(output, [], true)).toMatchObject({ enroll })
    expect(sendingOf(output, [], false).enroll).toBeUndefined()
    expect(sendingOf({ ...output, remind: true }, [], false).remind).toBe(true)
  })
})
