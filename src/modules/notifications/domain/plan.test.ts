import { describe, expect, test } from 'vitest'
import { events } from './facts.ts'
import type { AgencyFacts, AskFact, Event, Facts, PersonFact, ReferralFacts, RequestFact } from './facts.ts'
import { plan } from './plan.ts'

const person = (id: string, complaintsRole: string | null, administers = false): PersonFact => ({ id, name: `Name of ${id}`, email: `${id}@example.org`, complaintsRole, administers })
const request = (id: string, status = 'sent_to_company', more: Partial<RequestFact> = {}): RequestFact => ({ id, status, dueOn: '2026-12-08', quickLooked: false, notifyUserIds: [], drafterIds: [], draftStatus: null, asksWaiting: 0, ...more })

const agencyPeople = [person('supervisor', 'supervisor'), person('agency-poc', 'manager'), person('other-manager', 'manager'), person('viewer', 'viewer'), person('staff', null)]
const companyPeople = [person('company-poc', 'manage'), person('contact', 'manage'), person('administrator', null, true), person('drafter', 'manage'), person('reader', 'view')]

type Scene = { event: Event; by?: string; poc?: string | null; contact?: string | null; agencyPoc?: string; requests?: RequestFact[]; everSent?: boolean; status?: string; known?: boolean; userIds?: string[]; reviewer?: string; assigned?: string; ask?: AskFact }

function scene({ event, by = 'agency-poc', poc = null, contact = 'contact', agencyPoc = 'agency-poc', requests = [request('one')], everSent = true, status = 'in_progress', known = true, userIds = [], reviewer = userIds[0], assigned, ask }: Scene): Facts {
  return {
    event,
    by,
    today: '2026-12-01',
    complaint: { id: 'complaint', number: 123, status, agencyPocId: agencyPoc, reviewerId: reviewer ?? null, everSent },
    agency: { id: 'ohio', name: 'Ohio Division', people: agencyPeople, extraAddresses: [] },
    company: known ? { name: 'Acme Lending', pocId: poc, assignedPocId: assigned ?? poc, complaintsContactId: contact, extraAddresses: ['inbox@acme.example'], people: companyPeople, enrolled: true, firstUser: null } : null,
    requests,
    requestsWithCompany: requests.filter(({ status: state }) => state === 'sent_to_company'),
    requestsToReview: requests.filter(({ status: state, quickLooked }) => state === 'sent_to_agency' && !quickLooked),
    requestsAsked: requests.filter(({ asksWaiting }) => asksWaiting > 0),
    userIds,
    referral: null,
    ask: ask ?? null,
    accessEnded: [],
    access: null,
    post: null,
    letter: null,
    lettersWaiting: [],
  }
}

const told = (facts: Facts) => plan(facts).tell.flatMap(({ userId }) => userId ?? []).sort()
const mailed = (facts: Facts) => plan(facts).tell.flatMap(({ mail }) => mail?.address ?? []).sort()
const tasks = (facts: Facts) => plan(facts).open.flatMap(({ kind, holders, items }) => items.map(({ requestId }) => `${kind} ${requestId ?? '-'}: ${holders.join(', ')}`))

type Expected = { told: string[]; mailed: string[]; tasks: string[] }
const answered = [request('one', 'sent_to_agency', { notifyUserIds: ['other-manager', 'viewer'] })]
const cases: [string, Scene, Expected][] = [
  ['the first requests ask contact and administrators for a Point of Contact, and the extra addresses hear of it', { event: 'requests_sent' },
    { told: ['administrator', 'contact', 'supervisor'], mailed: ['contact@example.org', 'inbox@acme.example', 'supervisor@example.org'], tasks: ['assign_point_of_contact -: contact, administrator'] }],
  ['without a contact the administrators get the e-mail too', { event: 'requests_sent', contact: null },
    { told: ['administrator', 'supervisor'], mailed: ['administrator@example.org', 'inbox@acme.example', 'supervisor@example.org'], tasks: ['assign_point_of_contact -: administrator'] }],
  ['a contact who may only view is as none', { event: 'requests_sent', contact: 'reader' },
    { told: ['administrator', 'supervisor'], mailed: ['administrator@example.org', 'inbox@acme.example', 'supervisor@example.org'], tasks: ['assign_point_of_contact -: administrator'] }],
  ['further requests go to the Point of Contact, a task for each', { event: 'requests_sent', poc: 'company-poc', requests: [request('one'), request('two')] },
    { told: ['company-poc', 'supervisor'], mailed: ['company-poc@example.org', 'supervisor@example.org'], tasks: ['answer_request one: company-poc', 'answer_request two: company-poc'] }],
  ['a Point of Contact who lost Manage is as none', { event: 'requests_sent', poc: 'reader' },
    { told: ['administrator', 'contact', 'supervisor'], mailed: ['contact@example.org', 'inbox@acme.example', 'supervisor@example.org'], tasks: ['assign_point_of_contact -: contact, administrator'] }],
  ['requests that were canceled before the job ran are nothing to the company', { event: 'requests_sent', requests: [request('one', 'canceled')] },
    { told: ['supervisor'], mailed: ['supervisor@example.org'], tasks: [] }],
  ['a new Point of Contact gets all open requests', { event: 'poc_assigned', by: 'contact', poc: 'company-poc', requests: [request('one'), request('two')] },
    { told: ['company-poc'], mailed: ['company-poc@example.org'], tasks: ['answer_request one: company-poc', 'answer_request two: company-poc'] }],
  ['who names themselves gets the tasks and no message', { event: 'poc_assigned', by: 'company-poc', poc: 'company-poc' },
    { told: [], mailed: [], tasks: ['answer_request one: company-poc'] }],
  ['an answer goes to the Agency POC for review and to those chosen at sending, but to no Viewer', { event: 'response_submitted', by: 'company-poc', poc: 'company-poc', requests: answered },
    { told: ['agency-poc', 'other-manager', 'supervisor'], mailed: ['agency-poc@example.org', 'other-manager@example.org', 'supervisor@example.org'], tasks: ['review_response one: agency-poc'] }],
  ['without an Agency POC who may handle it, Supervisors review', { event: 'response_submitted', by: 'company-poc', agencyPoc: 'viewer', requests: [request('one', 'sent_to_agency')] },
    { told: ['supervisor'], mailed: ['supervisor@example.org'], tasks: ['review_response one: supervisor'] }],
  ['an answer that had its Quick Look already is no task', { event: 'response_submitted', by: 'company-poc', requests: [request('one', 'sent_to_agency', { quickLooked: true })] },
    { told: ['agency-poc', 'supervisor'], mailed: ['agency-poc@example.org', 'supervisor@example.org'], tasks: [] }],
  ['a canceled request is told to the Point of Contact', { event: 'request_canceled', poc: 'company-poc', requests: [request('one', 'canceled')] },
    { told: ['company-poc', 'supervisor'], mailed: ['company-poc@example.org', 'supervisor@example.org'], tasks: [] }],
  ['a canceled request without a Point of Contact is told to contact and extra addresses', { event: 'request_canceled', requests: [request('one', 'canceled')] },
    { told: ['contact', 'supervisor'], mailed: ['contact@example.org', 'inbox@acme.example', 'supervisor@example.org'], tasks: [] }],
  ['a closed complaint is told to the company and the Agency POC', { event: 'complaint_closed', by: 'other-manager', poc: 'company-poc', requests: [], status: 'closed' },
    { told: ['agency-poc', 'company-poc', 'supervisor'], mailed: ['agency-poc@example.org', 'company-poc@example.org', 'supervisor@example.org'], tasks: [] }],
  ['a complaint that was never sent is closed without a word to the company', { event: 'complaint_closed', by: 'other-manager', requests: [], everSent: false, status: 'closed' },
    { told: ['agency-poc', 'supervisor'], mailed: ['agency-poc@example.org', 'supervisor@example.org'], tasks: [] }],
  ['who closes is not told of it', { event: 'complaint_closed', by: 'supervisor', requests: [], everSent: false, status: 'closed' },
    { told: ['agency-poc'], mailed: ['agency-poc@example.org'], tasks: [] }],
  ['a reminder goes to the Point of Contact', { event: 'request_reminded', by: 'supervisor', poc: 'company-poc' },
    { told: ['company-poc'], mailed: ['company-poc@example.org'], tasks: [] }],
  ['a reminder without a Point of Contact goes to contact and extra addresses', { event: 'request_reminded' },
    { told: ['contact', 'supervisor'], mailed: ['contact@example.org', 'inbox@acme.example', 'supervisor@example.org'], tasks: [] }],
  ['a reminder of what was answered meanwhile is not sent', { event: 'request_reminded', poc: 'company-poc', requests: [request('one', 'sent_to_agency')] },
    { told: [], mailed: [], tasks: [] }],
  ['the chosen reviewer holds the task, the Supervisors hear of it, the company does not', { event: 'review_wanted', requests: [], status: 'pending', userIds: ['other-manager'], everSent: false },
    { told: ['other-manager', 'supervisor'], mailed: ['other-manager@example.org', 'supervisor@example.org'], tasks: ['preliminary_review -: other-manager'] }],
  ['a reviewer who only views by now leaves the review with the Supervisors', { event: 'review_wanted', requests: [], status: 'pending', userIds: ['viewer'], everSent: false },
    { told: ['supervisor'], mailed: ['supervisor@example.org'], tasks: ['preliminary_review -: supervisor'] }],
  ['a review that was done before the job ran is no task', { event: 'review_wanted', requests: [], status: 'in_progress', userIds: ['other-manager'] },
    { told: [], mailed: [], tasks: [] }],
  ['a reviewer who was replaced before the job ran does not get the task back', { event: 'review_wanted', requests: [], status: 'pending', userIds: ['other-manager'], reviewer: 'agency-poc' },
    { told: [], mailed: [], tasks: [] }],
  ['a completed review is told to the Agency POC and the Supervisors', { event: 'review_completed', by: 'other-manager', requests: [] },
    { told: ['agency-poc', 'supervisor'], mailed: ['agency-poc@example.org', 'supervisor@example.org'], tasks: [] }],
  ['a new Agency POC is told and takes over the answers to review', { event: 'agency_poc_assigned', by: 'supervisor', userIds: ['agency-poc'], requests: [request('one', 'sent_to_agency')] },
    { told: ['agency-poc'], mailed: ['agency-poc@example.org'], tasks: ['review_response one: agency-poc'] }],
  ['who is not the Agency POC any more is not told so', { event: 'agency_poc_assigned', by: 'supervisor', userIds: ['other-manager'], requests: [] },
    { told: [], mailed: [], tasks: [] }],
  ['who makes themselves Agency POC is not told', { event: 'agency_poc_assigned', by: 'agency-poc', userIds: ['agency-poc'], requests: [] },
    { told: [], mailed: [], tasks: [] }],
  ['a canceled complaint is told to the company that had a request', { event: 'complaint_canceled', by: 'supervisor', poc: 'company-poc', requests: [], status: 'canceled' },
    { told: ['agency-poc', 'company-poc'], mailed: ['agency-poc@example.org', 'company-poc@example.org'], tasks: [] }],
  ['a canceled complaint that was never sent is not told to the company', { event: 'complaint_canceled', by: 'supervisor', requests: [], status: 'canceled', everSent: false },
    { told: ['agency-poc'], mailed: ['agency-poc@example.org'], tasks: [] }],
  ['a reopened complaint is told to the agency alone', { event: 'complaint_reopened', by: 'other-manager', poc: 'company-poc', requests: [], status: 'reopened' },
    { told: ['agency-poc', 'supervisor'], mailed: ['agency-poc@example.org', 'supervisor@example.org'], tasks: [] }],
  ['a complaint about nobody known has nobody to tell outside', { event: 'complaint_closed', by: 'other-manager', requests: [], known: false, status: 'closed' },
    { told: ['agency-poc', 'supervisor'], mailed: ['agency-poc@example.org', 'supervisor@example.org'], tasks: [] }],
]

describe('who is told', () => {
  test.each(cases)('%s', (_, facts, expected) => {
    expect({ told: told(scene(facts)), mailed: mailed(scene(facts)), tasks: tasks(scene(facts)) }).toEqual(expected)
  })

  test.each(events)('no Viewer hears of %s, even where one is named', (event) => {
    for (const status of ['sent_to_company', 'sent_to_agency', 'canceled']) {
      const facts = scene({ event, by: 'nobody', poc: 'reader', contact: 'reader', agencyPoc: 'viewer', requests: [request('one', status, { notifyUserIds: ['viewer', 'staff'] })], status: event === 'review_wanted' ? 'pending' : 'closed', userIds: ['viewer', 'reader'] })
      expect(plan(facts).tell.filter(({ userId }) => userId === 'viewer' || userId === 'reader' || userId === 'staff')).toEqual([])
      expect(plan(facts).open.flatMap(({ holders }) => holders)).not.toContain('viewer')
      expect(plan(facts).open.flatMap(({ holders }) => holders)).not.toContain('reader')
    }
  })

  test('an extra address that is also the contact’s gets one e-mail', () => {
    const facts = scene({ event: 'requests_sent' })
    const doubled: Facts = { ...facts, company: facts.company === null ? null : { ...facts.company, extraAddresses: ['Contact@Example.org', 'inbox@acme.example', 'INBOX@acme.example'] } }
    expect(mailed(doubled)).toEqual(['contact@example.org', 'inbox@acme.example', 'supervisor@example.org'])
  })

  test('an agency’s extra addresses get a copy of what its Supervisors are told', () => {
    const facts = scene({ event: 'response_submitted', by: 'company-poc', poc: 'company-poc', requests: answered })
    expect(mailed({ ...facts, agency: { ...facts.agency, extraAddresses: ['copies@agency.example'] } })).toContain('copies@agency.example')
  })

  test('a company whose enrollment is not complete hears nothing of a complaint; its first user, that something waits', () => {
    for (const event of ['requests_sent', 'request_canceled', 'complaint_closed'] as const) {
      const facts = scene({ event })
      const first = { ...person('first', 'manage', true), active: false, invitedJustNow: false }
      const company = facts.company === null ? null : { ...facts.company, enrolled: false, firstUser: first }
      const planned = plan({ ...facts, company })
      expect(planned.open).toEqual([])
      const outside = planned.tell.filter(({ mail }) => mail?.address !== 'supervisor@example.org' && mail?.address !== 'agency-poc@example.org')
      expect(outside.map(({ userId, mail, message }) => [userId, mail?.address, message.complaint, message.complaintId])).toEqual(event === 'requests_sent' ? [[null, 'first@example.org', '', null]] : [])
      const alsoInvited = { ...facts, company: company && { ...company, firstUser: { ...first, invitedJustNow: true } } }
      expect(mailed(alsoInvited)).not.toContain('first@example.org')
    }
  })

  test('a closed complaint leaves no task open but those of letters', () => {
    expect(plan(scene({ event: 'complaint_closed', status: 'closed' })).finish).toEqual([{ kind: null, requestIds: null, keepLetters: true }])
    expect(plan(scene({ event: 'complaint_closed', status: 'reopened' })).finish).toEqual([])
  })
})

describe('a referral', () => {
  const kentucky: AgencyFacts = { id: 'kentucky', name: 'Kentucky Department', people: [person('ky-supervisor', 'supervisor'), person('ky-manager', 'manager'), person('ky-viewer', 'viewer')], extraAddresses: ['inbox@kentucky.example'] }
  const ohio = scene({ event: 'referral_sent' }).agency
  const referral = (state: string, sentBy = 'other-manager'): ReferralFacts => ({ state, from: ohio, to: kentucky, sentBy })
  const of = (event: Event, state: string, more: Partial<Facts> = {}): Facts => ({ ...scene({ event, by: 'somebody', requests: [], everSent: false }), referral: referral(state), ...more })

  test('that was sent is a task and news for Supervisors and Managers of the receiver; the sender’s Supervisors hear of it', () => {
    const facts = of('referral_sent', 'pending')
    expect(told(facts)).toEqual(['ky-manager', 'ky-supervisor', 'supervisor'])
    expect(mailed(facts)).toContain('inbox@kentucky.example')
    expect(plan(facts).open).toEqual([{ kind: 'decide_referral', side: 'agency', agencyId: 'kentucky', holders: ['ky-supervisor', 'ky-manager'], items: [{ requestId: null, dueOn: null }] }])
  })

  test('that was accepted is told to the sender’s people, and to the receiver’s new POC and Supervisors', () => {
    const accepted = of('referral_decided', 'accepted', { agency: kentucky, by: 'ky-supervisor' })
    const facts = { ...accepted, complaint: { ...accepted.complaint, agencyPocId: 'ky-manager' } }
    expect(told(facts)).toEqual(['ky-manager', 'other-manager', 'supervisor'])
    expect(plan(facts).finish).toEqual([{ kind: 'decide_referral', requestIds: null }])
  })

  test('that was rejected is told to whoever sent it, the Agency POC and the Supervisors, not to those who rejected it', () => {
    expect(told(of('referral_decided', 'rejected'))).toEqual(['agency-poc', 'other-manager', 'supervisor'])
  })

  test('that was withdrawn is told to the receiver and is no task any more', () => {
    const facts = of('referral_withdrawn', 'withdrawn')
    expect(told(facts)).toEqual(['ky-manager', 'ky-supervisor', 'supervisor'])
    expect(plan(facts).finish).toEqual([{ kind: 'decide_referral', requestIds: null }])
  })

  test('or request for access that ended with the canceled complaint is told to those who waited', () => {
    const canceled = scene({ event: 'complaint_canceled', by: 'supervisor', requests: [], everSent: false, status: 'canceled' })
    expect(told({ ...canceled, referral: referral('canceled') })).toEqual(['agency-poc', 'ky-manager', 'ky-supervisor'])
    expect(told({ ...canceled, accessEnded: [{ agency: kentucky, requestedBy: 'ky-manager' }] })).toEqual(['agency-poc', 'ky-manager', 'ky-supervisor'])
    expect(told({ ...canceled, accessEnded: [{ agency: kentucky, requestedBy: 'ky-viewer' }] })).toEqual(['agency-poc', 'ky-supervisor'])
  })
})
