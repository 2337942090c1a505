import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { events } from './facts.ts'
import type { AskFact, Event, Facts, PersonFact, RequestFact } from './facts.ts'
import { plan } from './plan.ts'

const person = (id: string, complaintsRole: string | null, administers = false): PersonFact => ({ id, name: `Name of ${id}`, email: `${id}@example.org`, complaintsRole, administers })
const request = (id: string, more: Partial<RequestFact> = {}): RequestFact => ({ id, status: 'sent_to_company', dueOn: '2026-12-08', quickLooked: false, notifyUserIds: [], drafterIds: [], draftStatus: null, asksWaiting: 0, ...more })
const ask = (kind: string, state: string): AskFact => ({ kind, state, wantedOn: kind === 'more_time' ? '2026-12-20' : null })

const agencyPeople = [person('supervisor', 'supervisor'), person('agency-poc', 'manager'), person('other-manager', 'manager'), person('viewer', 'viewer'), person('staff', null)]
const companyPeople = [person('company-poc', 'manage'), person('deputy', 'manage'), person('contact', 'manage'), person('administrator', null, true), person('drafter', 'manage'), person('second-drafter', 'manage'), person('reader', 'view')]

type Scene = { by?: string | null; poc?: string | null; assigned?: string | null; requests?: RequestFact[]; userIds?: string[]; ask?: AskFact; today?: string; agencyPoc?: string; enrolled?: boolean }

function scene(event: Event, { by = 'somebody', poc = 'company-poc', assigned = poc, requests = [request('one')], userIds = [], ask: asked, today = '2026-12-01', agencyPoc = 'agency-poc', enrolled = true }: Scene = {}): Facts {
  return {
    event,
    by,
    today,
    complaint: { id: 'complaint', number: 123, status: 'in_progress', agencyPocId: agencyPoc, reviewerId: null, everSent: true },
    agency: { id: 'ohio', name: 'Ohio Division', people: agencyPeople, extraAddresses: [] },
    company: {
      name: 'Acme Lending', pocId: poc, assignedPocId: assigned, complaintsContactId: 'contact', extraAddresses: ['inbox@acme.example'], people: companyPeople, enrolled,
      firstUser: enrolled ? null : { ...person('first', 'manage', true), active: false, invitedJustNow: false },
    },
    requests,
    requestsWithCompany: requests.filter(({ status }) => status === 'sent_to_company'),
    requestsToReview: requests.filter(({ status, quickLooked }) => status === 'sent_to_agency' && !quickLooked),
    requestsAsked: requests.filter(({ asksWaiting }) => asksWaiting > 0),
    userIds,
    referral: null,
    ask: asked ?? null,
    accessEnded: [],
    access: null,
    post: null,
    letter: null,
    lettersWaiting: [],
  }
}

const told = (facts: Facts) => plan(facts).tell.flatMap(({ userId, message }) => (userId === null ? [] : [`${userId}: ${message.kind}`])).sort()
const mailed = (facts: Facts) => plan(facts).tell.flatMap(({ mail }) => mail?.address ?? []).sort()
const tasks = (facts: Facts) => plan(facts).open.flatMap(({ kind, holders, items }) => items.map(({ requestId }) => `${kind} ${requestId ?? '-'}: ${holders.join(', ')}`))
const finished = (facts: Facts) => plan(facts).finish.flatMap(({ kind, requestIds }) => (requestIds === null ? [`${kind ?? 'all'} -`] : requestIds.map((id) => `${kind ?? 'all'} ${id}`)))

const answered = (more: Partial<RequestFact> = {}) => request('one', { status: 'sent_to_agency', ...more })
const late = '2026-12-09'
type Case = [string, Facts, { told: string[]; tasks: string[]; finished: string[] }]
const cases: Case[] = [
  ['a request that is sent back is a task of the Company POC again, and to review no more', scene('request_sent_back'),
    { told: ['company-poc: request_sent_back', 'supervisor: request_sent_back_agency'], tasks: ['answer_request one: company-poc'], finished: ['review_response one', 'decide_ask one'] }],
  ['sent back while nobody is Company POC, it asks for one', scene('request_sent_back', { poc: null }),
    { told: ['administrator: request_sent_back', 'contact: request_sent_back', 'supervisor: request_sent_back_agency'], tasks: ['assign_point_of_contact -: contact, administrator'], finished: ['review_response one', 'decide_ask one'] }],
  ['one that was answered again before the job ran is told to nobody', scene('request_sent_back', { requests: [answered()] }), { told: [], tasks: [], finished: [] }],
  ['a new due date is told to the company and the Supervisors, and ends what was overdue', scene('request_extended'),
    { told: ['company-poc: request_extended', 'supervisor: request_extended_agency'], tasks: [], finished: ['decide_ask one', 'overdue_request -'] }],
  ['more time that the company asked for is told to it as granted', scene('request_extended', { ask: ask('more_time', 'granted') }),
    { told: ['company-poc: more_time_granted', 'supervisor: request_extended_agency'], tasks: [], finished: ['decide_ask one', 'overdue_request -'] }],
  ['so is a sending back that it asked for', scene('request_sent_back', { ask: ask('send_back', 'granted') }),
    { told: ['company-poc: send_back_granted', 'supervisor: request_sent_back_agency'], tasks: ['answer_request one: company-poc'], finished: ['review_response one', 'decide_ask one'] }],
  ['while another request is late, the task stays', { ...scene('request_extended'), requestsWithCompany: [request('one'), request('two', { dueOn: '2026-11-20' })] },
    { told: ['company-poc: request_extended', 'supervisor: request_extended_agency'], tasks: [], finished: ['decide_ask one'] }],
  ['what is soon due is told to the company, and to the Supervisors that it was', scene('request_due_soon', { by: null }),
    { told: ['company-poc: request_due_soon', 'supervisor: request_due_soon_agency'], tasks: [], finished: [] }],
  ['what is overdue is one task of the Agency POC and the Supervisors for the complaint', scene('request_overdue', { by: null, today: late, requests: [request('one'), request('two', { dueOn: '2026-12-07' })] }),
    { told: ['agency-poc: request_overdue_agency', 'company-poc: request_overdue', 'supervisor: request_overdue_agency'], tasks: ['overdue_request -: agency-poc, supervisor'], finished: [] }],
  ['what was extended before the job ran is not overdue', scene('request_overdue', { by: null, today: '2026-12-08' }), { told: [], tasks: [], finished: [] }],
  ['drafters are told, and hold one task together with those named before', scene('drafter_assigned', { by: 'company-poc', userIds: ['second-drafter'], requests: [request('one', { drafterIds: ['drafter', 'second-drafter'] })] }),
    { told: ['second-drafter: draft_response'], tasks: ['draft_response one: drafter, second-drafter'], finished: [] }],
  ['who was relieved before the job ran is told nothing, and the task stays with the others', scene('drafter_assigned', { by: 'company-poc', userIds: ['second-drafter'], requests: [request('one', { drafterIds: ['drafter'] })] }),
    { told: [], tasks: ['draft_response one: drafter'], finished: [] }],
  ['a drafter who names themselves has the task and no message', scene('drafter_assigned', { by: 'company-poc', userIds: ['company-poc'], requests: [request('one', { drafterIds: ['company-poc'] })] }),
    { told: [], tasks: ['draft_response one: company-poc'], finished: [] }],
  ['a draft that is handed over is the Company POC’s alone to know of', scene('draft_handed', { by: 'drafter', requests: [request('one', { draftStatus: 'in_review', drafterIds: ['drafter', 'second-drafter'] })] }),
    { told: ['company-poc: review_draft'], tasks: ['review_draft one: company-poc'], finished: ['draft_response one'] }],
  ['a draft that was taken back before the job ran is no task', scene('draft_handed', { by: 'drafter', requests: [request('one', { draftStatus: 'draft' })] }), { told: [], tasks: [], finished: [] }],
  ['a returned draft goes to whoever handed it over', scene('draft_returned', { by: 'company-poc', userIds: ['drafter'], requests: [request('one', { draftStatus: 'draft' })] }),
    { told: ['drafter: draft_returned'], tasks: ['draft_response one: drafter'], finished: ['review_draft one'] }],
  ['a wish for more time is a task of the Agency POC and the Supervisors', scene('ask_made', { by: 'company-poc', ask: ask('more_time', 'waiting'), requests: [request('one', { asksWaiting: 1 })] }),
    { told: ['agency-poc: asked_more_time', 'supervisor: asked_more_time'], tasks: ['decide_ask one: agency-poc, supervisor'], finished: [] }],
  ['so is a wish to have an answer sent back', scene('ask_made', { by: 'company-poc', ask: ask('send_back', 'waiting'), requests: [answered({ asksWaiting: 1 })] }),
    { told: ['agency-poc: asked_send_back', 'supervisor: asked_send_back'], tasks: ['decide_ask one: agency-poc, supervisor'], finished: [] }],
  ['a wish that was withdrawn before the job ran is no task', scene('ask_made', { by: 'company-poc', ask: ask('more_time', 'withdrawn') }), { told: [], tasks: [], finished: [] }],
  ['a refusal is told to the company', scene('ask_decided', { by: 'agency-poc', ask: ask('more_time', 'declined') }),
    { told: ['company-poc: more_time_declined', 'supervisor: ask_declined_agency'], tasks: [], finished: ['decide_ask one'] }],
  ['what was granted is told as the new due date or the sending back that grants it', scene('ask_decided', { by: 'agency-poc', ask: ask('more_time', 'granted') }), { told: [], tasks: [], finished: ['decide_ask one'] }],
  ['a wish that is withdrawn is told to whoever would have decided', scene('ask_withdrawn', { by: 'company-poc', ask: ask('more_time', 'withdrawn') }),
    { told: ['agency-poc: ask_withdrawn', 'supervisor: ask_withdrawn'], tasks: [], finished: ['decide_ask one'] }],
  ['an answer ends what was to draft and to review inside the company, and what was overdue', scene('response_submitted', { by: 'company-poc', requests: [answered({ quickLooked: true })] }),
    { told: ['agency-poc: response_to_review', 'supervisor: response_received'], tasks: [], finished: ['answer_request one', 'draft_response one', 'review_draft one', 'decide_ask one', 'overdue_request -'] }],
  ['a wish that the company has after its answer stays to decide', scene('response_submitted', { by: 'company-poc', requests: [answered({ quickLooked: true, asksWaiting: 1 })] }),
    { told: ['agency-poc: response_to_review', 'supervisor: response_received'], tasks: [], finished: ['answer_request one', 'draft_response one', 'review_draft one', 'overdue_request -'] }],
  ['a canceled request has no task left', scene('request_canceled', { by: 'agency-poc', requests: [request('one', { status: 'canceled' })] }),
    { told: ['company-poc: request_canceled', 'supervisor: request_canceled_agency'], tasks: [], finished: ['all one', 'overdue_request -'] }],
  ['a deputy takes over answers and drafts', scene('poc_assigned', { by: null, poc: 'deputy', assigned: 'company-poc', userIds: ['deputy'], requests: [request('one', { draftStatus: 'in_review' }), request('two')] }),
    { told: ['deputy: you_act_as_point_of_contact'], tasks: ['answer_request one: deputy', 'answer_request two: deputy', 'review_draft one: deputy'], finished: ['assign_point_of_contact -'] }],
  ['a new Agency POC takes over what is to decide and what is overdue', scene('agency_poc_assigned', { by: 'supervisor', agencyPoc: 'other-manager', userIds: ['other-manager'], today: late, requests: [request('one', { asksWaiting: 1 })] }),
    { told: ['other-manager: you_are_agency_poc'], tasks: ['decide_ask one: other-manager, supervisor', 'overdue_request -: other-manager, supervisor'], finished: [] }],
]

describe('who is told', () => {
  test.each(cases)('%s', (_, facts, expected) => {
    expect({ told: told(facts), tasks: tasks(facts), finished: finished(facts) }).toEqual(expected)
  })

  test('complaints that move to a deputy, and back by the passing of time, are told in the list alone', () => {
    expect(mailed(scene('poc_assigned', { by: null, poc: 'deputy', assigned: 'company-poc', userIds: ['deputy'] }))).toEqual([])
    expect(mailed(scene('poc_assigned', { by: null, userIds: ['company-poc'] }))).toEqual([])
    expect(mailed(scene('poc_assigned', { by: 'contact', userIds: ['company-poc'] }))).toEqual(['company-poc@example.org'])
  })

  test('a complaint that is assigned to somebody who is away is told to the deputy, once by e-mail and once in the list', () => {
    const away = { by: 'contact', poc: 'deputy', assigned: 'company-poc' }
    const tellings = [scene('poc_assigned', { ...away, userIds: ['deputy'] }), scene('poc_assigned', { ...away, userIds: ['company-poc'] })].flatMap((facts) => plan(facts).tell)
    expect(tellings.map(({ userId, mail }) => [userId, mail?.address ?? null])).toEqual([['deputy', null], [null, 'deputy@example.org']])
    expect(mailed(scene('poc_assigned', { ...away, by: 'deputy', userIds: ['company-poc'] }))).toEqual([])
  })

  test('while the enrollment is not complete the first user hears that something waits, and nothing of the complaint', () => {
    for (const event of ['request_sent_back', 'request_due_soon', 'request_overdue'] as const) {
      const facts = scene(event, { poc: null, enrolled: false, today: late })
      const outside = plan(facts).tell.filter(({ mail }) => mail !== null && !agencyPeople.some(({ email }) => email === mail.address))
      expect(outside.map(({ userId, mail, message }) => [userId, mail?.address, message.kind, message.complaint, message.complaintId])).toEqual([[null, 'first@example.org', 'requests_wait', '', null]])
    }
  })
})

const roles = fc.constantFrom('supervisor', 'manager', 'viewer', 'manage', 'view', null)
const people = (prefix: string) => fc.array(fc.tuple(roles, fc.boolean()), { maxLength: 6 }).map((list) => list.map(([role, administers], n) => person(`${prefix}-${String(n)}`, role, administers)))
const anybody = fc.constantFrom('agency-0', 'agency-1', 'agency-2', 'company-0', 'company-1', 'company-2', 'stranger')
const dates = fc.constantFrom('2026-11-30', '2026-12-08', null)
const requests = fc.array(
  fc.record({
    id: fc.constantFrom('one', 'two', 'three'), status: fc.constantFrom('ready_to_send', 'sent_to_company', 'sent_to_agency', 'canceled'), dueOn: dates, quickLooked: fc.boolean(),
    notifyUserIds: fc.array(anybody, { maxLength: 2 }), drafterIds: fc.array(anybody, { maxLength: 3 }), draftStatus: fc.constantFrom(null, 'draft', 'in_review', 'sent'), asksWaiting: fc.nat(2),
  }),
  { maxLength: 3 },
)
const anyFacts = fc
  .record({
    event: fc.constantFrom(...events), by: fc.option(anybody), status: fc.constantFrom('pending', 'in_progress', 'closed', 'canceled'), agencyPoc: fc.option(anybody), poc: fc.option(anybody), assigned: fc.option(anybody), contact: fc.option(anybody),
    enrolled: fc.boolean(), userIds: fc.array(anybody, { maxLength: 3 }), requests, agencyPeople: people('agency'), companyPeople: people('company'),
    ask: fc.option(fc.record({ kind: fc.constantFrom('send_back', 'more_time'), state: fc.constantFrom('waiting', 'granted', 'declined', 'withdrawn', 'overtaken'), wantedOn: dates })),
  })
  .map((of): Facts => {
    const facts = scene(of.event, { by: of.by, requests: of.requests, userIds: of.userIds, ...(of.ask === null ? {} : { ask: of.ask }) })
    return {
      ...facts,
      complaint: { ...facts.complaint, status: of.status, agencyPocId: of.agencyPoc },
      agency: { ...facts.agency, people: of.agencyPeople, extraAddresses: ['copies@agency.example'] },
      company: { name: 'Acme Lending', pocId: of.poc, assignedPocId: of.assigned, complaintsContactId: of.contact, extraAddresses: ['inbox@acme.example'], people: of.companyPeople, enrolled: of.enrolled, firstUser: of.enrolled ? null : { ...person('company-first', 'manage', true), active: true, invitedJustNow: false } },
    }
  })
/** Inside the company: not the agency's to know of. */
const inside: Event[] = ['drafter_assigned', 'draft_handed', 'draft_returned', 'poc_assigned']

describe('whatever happens', () => {
  test('nobody of another organization is told or holds a task, nobody is told of their own act, Viewers of nothing', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { tell, open } = plan(facts)
        const both = [...facts.agency.people, ...(facts.company?.people ?? []), ...(facts.company?.firstUser ? [facts.company.firstUser] : [])]
        const addresses = new Set([...both.map(({ email }) => email), 'copies@agency.example', 'inbox@acme.example'])
        const viewers = both.filter(({ complaintsRole, administers }) => !administers && (complaintsRole === null || complaintsRole === 'viewer' || complaintsRole === 'view')).map(({ id }) => id)
        for (const { userId, mail } of tell) {
          expect(userId === null || both.some(({ id }) => id === userId)).toBe(true)
          expect(mail === null || addresses.has(mail.address)).toBe(true)
          if (userId !== null) {
            expect(userId).not.toBe(facts.by)
            expect(viewers).not.toContain(userId)
          }
        }
        for (const { side, holders } of open) {
          const own = side === 'agency' ? facts.agency.people : (facts.company?.people ?? [])
          for (const holder of holders) {
            expect(own.some(({ id }) => id === holder)).toBe(true)
            expect(viewers).not.toContain(holder)
          }
        }
      }),
      { numRuns: 1_000 },
    )
  })

  test('the agency hears nothing of what goes on inside the company, and of a draft in review only its Company POC', () => {
    fc.assert(
      fc.property(anyFacts.filter(({ event }) => inside.includes(event)), (facts) => {
        for (const { mail, userId } of plan(facts).tell) {
          expect(facts.agency.people.some(({ id, email }) => id === userId || email === mail?.address)).toBe(false)
          expect(mail?.address).not.toBe('copies@agency.example')
          if (facts.event === 'draft_handed') expect(userId).toBe(facts.company?.pocId)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('a company that is not set up yet is told nothing that names a complaint, and no message holds a person’s name or address', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { userId, mail, message } of plan(facts).tell) {
          expect(JSON.stringify(message)).not.toMatch(/Name of|@/)
          const ofCompany = userId?.startsWith('company') === true || mail?.address === 'inbox@acme.example'
          if (facts.company?.enrolled === false && ofCompany && !inside.includes(facts.event)) expect(message.complaint).toBe('')
        }
      }),
      { numRuns: 500 },
    )
  })
})
