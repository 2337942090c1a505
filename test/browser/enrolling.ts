import { codeAt } from '#src/modules/accounts/one-time-codes.ts'
import { SecondFactorSecret } from '#src/modules/accounts/contract.ts'
import { termsVersion } from '#src/modules/accounts/domain/terms.ts'
import { CategoryList } from '#src/modules/complaints/choices-contract.ts'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { RequestList, RequestRecord } from '#src/modules/information-requests/contract.ts'
import { MailPage } from '#src/modules/notifications/contract.ts'
import { signIn, trainingAccounts, type ApiClient } from '#test/world/api-client.ts'
import type { Visitor } from './browser.ts'
import type { Stage } from './stage.ts'

/** What happens before a company's first user arrives, done over the API, as the agency's own journeys are tested elsewhere. */
export type NewCompany = { id: string; name: string; sesId: string }
export type FirstUser = { name: string; email: string; password: string; secret: string }

/** Companies that nobody has enrolled yet, in a fixed order, so that each test takes one of its own. */
export async function companyNotEnrolled(stage: Stage, index: number): Promise<NewCompany> {
  const rows = await stage.sql<{ id: string; name: string; number: number }>("select id, name, number from company where enrollment = 'not_enrolled' and standing = 'confirmed' and nmls_id is not null order by number offset $1 limit 1", [index])
  const [company] = rows
  if (company === undefined) throw new Error('The training world has no further company that is not enrolled.')
  return { id: company.id, name: company.name, sesId: `SES-${String(company.number).padStart(6, '0')}` }
}

export async function signedIn(stage: Stage, email: string): Promise<ApiClient> {
  const account = (await trainingAccounts(stage.url)).find((one) => one.email === email)
  if (account === undefined) throw new Error(`There is no training account ${email}.`)
  return signIn(stage.url, account)
}

/** A complaint about the company, with requests that are sent: the number of the complaint, and the IDs of the requests. */
export async function sendComplaint(agency: ApiClient, company: NewCompany, titles: readonly string[], dueOn: string): Promise<{ id: string; number: string; requests: string[] }> {
  const complaint = await enterComplaint(agency, company)
  const requests: string[] = []
  for (const title of titles) {
    const added = RequestRecord.parse(done(await agency.post(`/complaints/${complaint.id}/information-requests`, { title, description: `Send what you have: ${title}.`, dueOn })))
    requests.push(added.id)
  }
  RequestList.parse(done(await agency.post(`/complaints/${complaint.id}/sendings`, { requests: requests.map((id) => ({ id })), commentary: 'Please answer.', shareNarrative: true, introductionDocumentIds: [], notifyUserIds: [] })))
  return { ...complaint, requests }
}

async function enterComplaint(agency: ApiClient, company: NewCompany): Promise<{ id: string; number: string }> {
  const { items } = CategoryList.parse(done(await agency.get('/categories')))
  const issue = items.find((one) => one.level === 'issue' && !one.retired && items.some((product) => product.id === one.parentId && product.level === 'product' && !product.retired))
  if (issue === undefined) throw new Error('There is no issue of a product.')
  const fields = {
    subject: { kind: 'company', companyId: company.id },
    receivedOn: '2026-10-05',
    receivedVia: 'mail',
    productId: issue.parentId,
    issueId: issue.id,
    narrative: 'They did not credit my October payment.',
    complainant: { firstName: 'Yolanda', lastName: 'Pruitt' },
  }
  const draft = ComplaintRecord.parse(done(await agency.post('/complaints', fields)))
  const submitted = ComplaintRecord.parse(done(await agency.post(`/complaints/${draft.id}/submissions`, { version: draft.version, review: 'bypass' })))
  return { id: submitted.id, number: submitted.number }
}

/** The agency begins the enrollment; the first user gets the link by e-mail. */
export async function invite(agency: ApiClient, company: NewCompany, person: { name: string; email: string }): Promise<void> {
  done(await agency.post(`/companies/${company.id}/enrollments`, { ...person, title: 'Head of customer care' }))
}

/** The address in the newest e-mail to somebody that leads to the activation. It may take a moment until the e-mail is there. */
export async function linkInMail(stage: Stage, to: string, path: RegExp = /\/activate\S*/): Promise<string> {
  const until = Date.now() + 120_000
  for (;;) {
    const answer = await fetch(`${stage.url}/api/v1/training/mailbox?to=${encodeURIComponent(to)}`)
    const link = MailPage.parse(await answer.json()).items.flatMap((mail) => path.exec(mail.text)?.[0] ?? [])[0]
    if (link !== undefined) return link
    if (Date.now() > until) throw new Error(`No e-mail with a link came to ${to}.`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** Activates an invited account over the API: password, authenticator app, terms of use. The visitor is then signed in. */
export async function activated(stage: Stage, person: { name: string; email: string }, visitor?: Visitor): Promise<FirstUser> {
  const token = (await linkInMail(stage, person.email)).split('#').at(1) ?? ''
  const password = 'seven green lamps at noon'
  const caller = new Caller(stage.url)
  await caller.post('/activations', { token: new URLSearchParams(token).get('token') ?? token, password })
  const { secret } = SecondFactorSecret.parse(await caller.post('/session/second-factor-secret'))
  await caller.post('/session/second-factor', { code: codeAt(secret, new Date()) })
  await caller.post('/session/terms', { version: termsVersion })
  if (visitor) await visitor.page.context().addCookies(caller.cookies())
  return { ...person, password, secret }
}

/** Somebody at the API without an account of the training world. */
class Caller {
  readonly #url: string
  readonly #jar = new Map<string, string>()

  constructor(url: string) {
    this.#url = url
  }

  async post(path: string, body?: object): Promise<unknown> {
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${this.#url}/api/v1${path}`, { method: 'POST', headers: { cookie, ...(body && { 'content-type': 'application/json' }) }, body: body && JSON.stringify(body) })
    const text = await response.text()
    if (!response.ok) throw new Error(`POST ${path}: ${String(response.status)} ${text}`)
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      this.#jar.set(name, value)
    }
    return text === '' ? null : JSON.parse(text)
  }

  cookies(): { name: string; value: string; url: string }[] {
    return [...this.#jar].map(([name, value]) => ({ name, value, url: this.#url }))
  }
}

function done(answer: { status: number; body: unknown }): unknown {
  if (answer.status >= 400) throw new Error(`The API refused: ${String(answer.status)} ${JSON.stringify(answer.body)}`)
  return answer.body
}
