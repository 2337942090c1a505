import { z } from 'zod'
import { CurrentSession } from '#src/modules/accounts/contract.ts'
import { CategoryList } from '#src/modules/complaints/choices-contract.ts'
import { signIn, trainingAccounts, type ApiClient, type Answer as HttpAnswer } from '#test/world/api-client.ts'

/** An agency's Supervisor and a company's user who assigns the Company POC and becomes it, signed in for the whole test. */
export type Pair = { supervisor: ApiClient; supervisorId: string; officer: ApiClient; officerId: string; companyId: string }

export async function signInPair(url: string): Promise<Pair> {
  const accounts = await trainingAccounts(url)
  const supervisorAccount = accounts.find(({ kind, roles }) => kind === 'agency' && roles.includes('Complaint Supervisor'))
  const officerAccount = accounts.find(({ kind, roles }) => kind === 'company' && roles.includes('Account Administrator') && roles.includes('Manage complaints'))
  if (supervisorAccount === undefined || officerAccount === undefined) throw new Error('The training world lacks a Complaint Supervisor, or an Account Administrator who manages complaints.')
  const supervisor = await signIn(url, supervisorAccount)
  const officer = await signIn(url, officerAccount)
  const agencySession = CurrentSession.parse((await supervisor.get('/session')).body)
  const companySession = CurrentSession.parse((await officer.get('/session')).body)
  return { supervisor, supervisorId: agencySession.user.id, officer, officerId: companySession.user.id, companyId: companySession.organisation?.id ?? '' }
}

const WithId = z.object({ id: z.string() })
const WithVersion = WithId.extend({ version: z.number() })

/** A complaint that is with the company, which has named its POC, with so many requests to answer. Returns their IDs. */
export async function sendRequests({ supervisor, officer, officerId, companyId }: Pair, count: number): Promise<string[]> {
  const { items: categories } = CategoryList.parse((await supervisor.get('/categories')).body)
  const issue = categories.find(({ level, retired }) => level === 'issue' && !retired)
  const complaint = WithVersion.parse(done(await supervisor.post('/complaints', {
    subject: { kind: 'company', companyId }, receivedOn: '2026-01-05', receivedVia: 'mail', productId: issue?.parentId, issueId: issue?.id,
    transactionDate: '2025-12-01', transactionCity: 'Toledo', transactionState: 'OH',
    narrative: 'My payment was not credited.', complainant: { firstName: 'Yolanda', lastName: 'Pruitt' },
  })))
  done(await supervisor.post(`/complaints/${complaint.id}/submissions`, { version: complaint.version, review: 'bypass' }))
  const requests: string[] = []
  for (let number = 1; number <= count; number += 1) {
    const added = done(await supervisor.post(`/complaints/${complaint.id}/information-requests`, { title: `Document ${String(number)}`, description: 'Send it.', dueOn: inDays(14) }))
    requests.push(WithId.parse(added).id)
  }
  done(await supervisor.post(`/complaints/${complaint.id}/sendings`, { requests: requests.map((id) => ({ id })) }))
  const received = WithVersion.parse(done(await officer.get(`/received-complaints/${complaint.id}`)))
  done(await officer.post(`/received-complaints/${complaint.id}/points-of-contact`, { version: received.version, userId: officerId }))
  return requests
}

export function done({ status, body }: HttpAnswer): unknown {
  if (status < 200 || status > 299) throw new Error(`Refused with ${String(status)}: ${JSON.stringify(body)}`)
  return body
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}
