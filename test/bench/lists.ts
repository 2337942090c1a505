import { ageGroups, listViews, ListComplaints, SearchComplaints, sortKeys } from '#src/modules/complaints/contract.ts'
import { countViews } from '#src/modules/complaints/queries/count-views.ts'
import { listComplaints, searchComplaints } from '#src/modules/complaints/queries/list-complaints.ts'
import type { Clerk } from './cast.ts'
import type { Ground } from './ground.ts'
import type { Reading } from './readings.ts'

type Asked = Partial<ListComplaints>

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const directions = ['asc', 'desc'] as const

/** Each offered sort and direction, in the lists where it is offered. */
function sorts(): [string, Asked][] {
  const views = ['open', 'all', 'closed', 'shared', 'all_agencies'] as const
  const ofWork: readonly string[] = ['due', 'waiting', 'requests']
  return views.flatMap((view) =>
    sortKeys
      // No open complaint has a closing date, and no closed one is waited for; how the work stands elsewhere is not basic information.
      .filter((sort) => !(view === 'open' && sort === 'closed') && !((view === 'closed' || view === 'all_agencies') && ofWork.includes(sort)))
      .flatMap((sort) => directions.map((direction): [string, Asked] => [`sort: ${view} by ${sort} ${direction}`, { view, sort, direction }])),
  )
}

/** Each filter with the default sort, which is by next due date. */
function filters(): [string, (clerk: Clerk) => Asked][] {
  return [
    ...listViews.map((view): [string, (clerk: Clerk) => Asked] => [`filter: view ${view}`, () => ({ view })]),
    ...(['pending', 'in_progress', 'referral_in_progress', 'closed', 'reopened', 'canceled'] as const).map((status): [string, (clerk: Clerk) => Asked] => [`filter: status ${status}`, () => ({ view: 'all', status: [status] })]),
    ['filter: waiting for the agency', () => ({ waitingFor: 'agency' })],
    ['filter: waiting for the company', () => ({ waitingFor: 'company' })],
    ['filter: company', ({ companyId }) => ({ view: 'all', companyId })],
    ['filter: product', ({ productId }) => ({ view: 'all', productId })],
    ['filter: issue', ({ productId, issueId }) => ({ view: 'all', productId, issueId })],
    ['filter: kind of subject', () => ({ view: 'all', subjectKind: 'branch' })],
    ['filter: business type', () => ({ view: 'all', businessType: 'Debt' })],
    ["filter: another state's transactions", () => ({ view: 'all', transactionState: 'KY' })],
    ['filter: CFPB ID', ({ cfpbId }) => ({ view: 'all', cfpbId })],
    ['filter: no request sent', () => ({ requests: 'none' })],
    ['filter: requests with the company', () => ({ requests: 'outstanding' })],
    ['filter: all requests answered', () => ({ requests: 'answered' })],
    ...ageGroups.map((ageGroup): [string, (clerk: Clerk) => Asked] => [`filter: open for ${ageGroup} days`, () => ({ ageGroup })]),
    ['filter: closed within 31 to 60 days', () => ({ view: 'closed', ageGroup: '31-60' })],
    ['filter: entered in a month', () => ({ view: 'all', enteredFrom: day(-400), enteredTo: day(-370) })],
    ['filter: entered on a day', () => ({ view: 'all', enteredFrom: day(-400), enteredTo: day(-400) })],
    ['filter: closed in a month', () => ({ view: 'closed', closedFrom: day(-400), closedTo: day(-370) })],
    ['filter: Agency POC', ({ pocId }) => ({ view: 'all', pocId })],
    ['filter: no Agency POC', () => ({ view: 'all', pocId: 'nobody' })],
    ['filter: received in a month', () => ({ view: 'all', receivedFrom: day(-400), receivedTo: day(-370) })],
    ['filter: received on a day', () => ({ view: 'all', receivedFrom: day(-400), receivedTo: day(-400) })],
    ['filter: open, received in a month', () => ({ receivedFrom: day(-60), receivedTo: day(-30) })],
    ['filter: due in a week', () => ({ dueFrom: day(0), dueTo: day(7) })],
    ['filter: one agency among all', ({ otherAgencyId }) => ({ view: 'all_agencies', agencyId: otherAgencyId })],
    ['filter: all agencies, company', ({ companyId }) => ({ view: 'all_agencies', companyId })],
    ['filter: all agencies, product', ({ productId }) => ({ view: 'all_agencies', productId })],
    ['filter: all agencies, issue', ({ productId, issueId }) => ({ view: 'all_agencies', productId, issueId })],
    ["filter: all agencies, another state's transactions", () => ({ view: 'all_agencies', transactionState: 'KY' })],
    ['filter: all agencies, business type', () => ({ view: 'all_agencies', businessType: 'Debt' })],
    ['filter: all agencies, open over 90 days', () => ({ view: 'all_agencies', ageGroup: '91+' })],
    ['filter: all agencies, open up to 15 days', () => ({ view: 'all_agencies', ageGroup: '0-15' })],
    ['filter: all agencies, entered on a day', () => ({ view: 'all_agencies', enteredFrom: day(-400), enteredTo: day(-400) })],
    ['filter: all agencies, received in a month', () => ({ view: 'all_agencies', receivedFrom: day(-400), receivedTo: day(-370) })],
    ['filter: all agencies, received on a day', () => ({ view: 'all_agencies', receivedFrom: day(-400), receivedTo: day(-400) })],
  ]
}

/** Ten combinations in use. */
function combinations(): [string, (clerk: Clerk) => Asked][] {
  return [
    ['use: my overdue complaints', () => ({ view: 'mine', dueTo: day(-1) })],
    ['use: a company with our answer outstanding', ({ companyId }) => ({ view: 'awaiting_us', companyId })],
    ['use: closed complaints of a product, newest first', ({ productId }) => ({ view: 'all', status: ['closed'], productId, sort: 'closed', direction: 'desc' })],
    ['use: received last month and in progress, newest first', () => ({ view: 'all', status: ['in_progress'], receivedFrom: day(-30), sort: 'received', direction: 'desc' })],
    ["use: a colleague's work due this week", ({ pocId }) => ({ pocId, dueFrom: day(0), dueTo: day(7) })],
    ['use: nobody assigned, oldest first', () => ({ pocId: 'nobody', sort: 'received' })],
    ['use: a company at every agency, newest first', ({ companyId }) => ({ view: 'all_agencies', companyId, sort: 'number', direction: 'desc' })],
    ["use: another agency's complaints of a product, newest first", ({ otherAgencyId, productId }) => ({ view: 'all_agencies', agencyId: otherAgencyId, productId, sort: 'received', direction: 'desc' })],
    ['use: waiting for companies, by company', () => ({ view: 'awaiting_company', sort: 'subject' })],
    ['use: closed last quarter for a company, newest first', ({ companyId }) => ({ view: 'all', status: ['closed'], companyId, receivedFrom: day(-120), sort: 'closed', direction: 'desc' })],
  ]
}

/** Every list that the budget names, each asked by a clerk of every agency in turn, through the program's own query. */
export function listReadings(ground: Ground, clerks: readonly Clerk[]): Reading[] {
  const reading = (name: string, asked: (clerk: Clerk) => Asked): Reading => ({
    work: 'list',
    name,
    inputs: clerks.map((clerk) => {
      const input = ListComplaints.parse(asked(clerk))
      return () => listComplaints(ground.deps, clerk.actor, input)
    }),
  })
  return [
    ...sorts().map(([name, asked]) => reading(name, () => asked)),
    ...filters().map(([name, asked]) => reading(name, asked)),
    ...combinations().map(([name, asked]) => reading(name, asked)),
  ]
}

/** A page from the middle of a list costs what the first one costs. */
export async function pagingReading(ground: Ground, clerks: readonly Clerk[]): Promise<Reading> {
  const inputs: Reading['inputs'] = []
  for (const { actor } of clerks) {
    let cursor: string | undefined
    for (let page = 0; page < 3; page += 1) cursor = (await listComplaints(ground.deps, actor, ListComplaints.parse({ view: 'all', sort: 'number', cursor }))).next ?? undefined
    const input = ListComplaints.parse({ view: 'all', sort: 'number', cursor })
    inputs.push(() => listComplaints(ground.deps, actor, input))
  }
  return { work: 'list', name: 'fourth page', inputs }
}

export function countReading(ground: Ground, clerks: readonly Clerk[]): Reading {
  return { work: 'counts', name: 'counts of all quick filters', inputs: clerks.map(({ actor }) => () => countViews(ground.deps, actor)) }
}

export function searchReadings(ground: Ground, clerks: readonly Clerk[]): Reading[] {
  const reading = (name: string, asked: (clerk: Clerk) => Asked & { words: string }): Reading => ({
    work: 'search',
    name,
    inputs: clerks.map((clerk) => {
      const input = SearchComplaints.parse(asked(clerk))
      return () => searchComplaints(ground.deps, clerk.actor, input)
    }),
  })
  return [
    reading('two words of a narrative', ({ words }) => ({ view: 'all', words })),
    reading('two frequent words', ({ commonWords }) => ({ view: 'all', words: commonWords })),
    reading('two words of a narrative, all agencies', ({ words }) => ({ view: 'all_agencies', words })),
  ]
}
