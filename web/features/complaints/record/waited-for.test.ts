import { describe, expect, test } from 'vitest'
import { reader, sampleRecord, sampleRequest } from './sample-record.ts'
import { waitedFor } from './waited-for.ts'

const answered = sampleRequest({ status: 'sent_to_agency', answeredAt: '2026-11-20T21:41:00.000Z', dueOn: '2026-11-18' })
const looked = { by: { id: answered.id, name: 'Dana Whitfield' }, at: '2026-11-21T15:00:00.000Z' }

describe('the next step of a complaint', () => {
  test('a draft is to be finished by those who may change it', () => {
    expect(waitedFor(sampleRecord({ status: 'draft' }), [], reader).next?.kind).toBe('continue')
    expect(waitedFor(sampleRecord({ status: 'draft', can: [] }), [], reader).next).toBeNull()
  })

  test('before anything was asked, a first request is added', () => {
    expect(waitedFor(sampleRecord(), [], reader)).toMatchObject({ act: 'Add the first information request', next: { kind: 'add-request' } })
  })

  test('a request that is ready is to be sent', () => {
    expect(waitedFor(sampleRecord(), [sampleRequest({ status: 'ready_to_send' })], reader)).toMatchObject({ act: 'Send IR-002312', next: { kind: 'send' } })
  })

  test('an answer comes before everything else, with how late it was', () => {
    const waited = waitedFor(sampleRecord(), [sampleRequest({ status: 'ready_to_send' }), answered], reader)
    expect(waited).toMatchObject({ who: 'Waiting for your agency (Dana Whitfield) since Fri, Nov 20', act: 'Review the answer to IR-002312', next: { kind: 'review', requestId: answered.id } })
    expect(waited.facts).toContain('answered 2 days late')
  })

  test('while the company has it, nobody here has a button', () => {
    expect(waitedFor(sampleRecord(), [sampleRequest()], reader)).toMatchObject({ who: 'Waiting for Brightwater Home Loans, LLC since Fri, Oct 9', act: 'IR-002312 with Brightwater, due Mon, Nov 30', next: null })
  })

  test('when all answers were looked at, the complaint is closed; canceled requests do not count', () => {
    const waited = waitedFor(sampleRecord(), [{ ...answered, quickLook: looked }, sampleRequest({ status: 'canceled' })], reader)
    expect(waited).toMatchObject({ act: 'Close the complaint', next: { kind: 'close' } })
  })

  test('a reader of another agency sees who has it, and nothing to press', () => {
    const waited = waitedFor(sampleRecord({ isOwn: false, detail: null, can: [] }), [], reader)
    expect(waited).toMatchObject({ who: 'With Ohio Financial Regulation Division', facts: 'You see basic information only.', next: null })
    expect(waitedFor(sampleRecord({ isOwn: false, detail: null, can: [], accessAsked: true }), [], reader).facts).toContain('Ohio Financial Regulation Division has not decided yet')
  })

  test('a preliminary review says who was asked, since when and what for; colleagues may do it too', () => {
    const { detail } = sampleRecord()
    const asked = { reviewer: { id: answered.id, name: 'Luis Arroyo' }, askedBy: looked.by, askedAt: '2026-11-20T15:00:00.000Z', note: 'Is this ours?', completedBy: null, completedAt: null, comments: '', canReplace: false }
    const waited = waitedFor(sampleRecord({ status: 'pending', can: ['complaint.review'], detail: detail && { ...detail, review: asked } }), [], reader)
    expect(waited).toMatchObject({ who: 'Waiting for Luis Arroyo since Fri, Nov 20', act: 'Preliminary review', next: { kind: 'complete-review' } })
    expect(waited.note, 'apart from the explanation').toEqual({ by: 'Dana Whitfield', text: 'Is this ours?' })
    expect(waited.facts).not.toContain('Is this ours?')
    expect(waitedFor(sampleRecord({ status: 'pending', can: [], detail: null }), [], reader).next).toBeNull()
  })

  test('an agency with access reads whose work it is, not that it were its own', () => {
    expect(waitedFor(sampleRecord({ isOwn: false, can: [] }), [sampleRequest({ status: 'ready_to_send' })], reader)).toMatchObject({ who: 'Waiting for Ohio Financial Regulation Division (Dana Whitfield) since Thu, Oct 8', next: null })
  })

  test('of an entity nothing can be asked, and the page does not propose it', () => {
    const { subject } = sampleRecord()
    const waited = waitedFor(sampleRecord({ can: ['complaint.close'], subject: subject && { ...subject, companyId: null, entity: { id: answered.id, etn: 'ETN-000012' } } }), [], reader)
    expect(waited).toMatchObject({ act: 'Look into it, then close the complaint', next: { kind: 'close' } })
    expect(waited.facts).toContain('no request can be sent')
  })

  test('what the agency has to do is due with the complaint', () => {
    expect(waitedFor(sampleRecord({ dueOn: '2026-11-30' }), [], reader).facts).toContain('The complaint is due Mon, Nov 30.')
    expect(waitedFor(sampleRecord({ dueOn: '2026-11-20' }), [sampleRequest({ status: 'ready_to_send' })], reader).facts).toContain('The complaint was due Fri, Nov 20.')
  })

  test('a canceled complaint says when and by whom', () => {
    expect(waitedFor(sampleRecord({ status: 'canceled' }), [], reader, { cancellation: { canceledAt: '2026-11-21T15:00:00.000Z', canceledBy: looked.by }, lastDayToReopen: null }).who).toBe('Canceled Sat, Nov 21 by Dana Whitfield')
  })

  test('a closed complaint says its outcome and whether the company was told', () => {
    const { detail } = sampleRecord()
    const closure = { id: answered.id, reason: 'invalid' as const, reliefAmount: null, reliefPaidOn: null, reference: null, notes: '', commentsToCompany: '', sharedWithCompany: false, daysOpen: 1, closedBy: looked.by, closedAt: '2026-11-21T15:00:00.000Z' }
    const waited = waitedFor(sampleRecord({ status: 'closed', closedAt: closure.closedAt, detail: detail && { ...detail, closures: [closure] } }), [], reader)
    expect(waited).toMatchObject({ who: 'Closed Sat, Nov 21 by Dana Whitfield', act: 'Invalid', next: null })
    expect(waited.facts).toBe('Open for 1 day. The company never received this complaint and was not told.')
    const again = { cancellation: null, lastDayToReopen: '2027-11-21' }
    const record = sampleRecord({ status: 'closed', closedAt: closure.closedAt, detail: detail && { ...detail, closures: [closure] } })
    expect(waitedFor({ ...record, can: ['complaint.reopen'] }, [], reader, again).facts).toContain('It can be reopened until Nov 21, 2027.')
    expect(waitedFor({ ...record, can: [] }, [], reader, again).facts, 'a Viewer').not.toContain('reopened')
  })
})
