import { expect } from 'vitest'
import type { Locator } from 'playwright-core'
import { z } from 'zod'
import { addDays } from '#src/kernel/calendar.ts'
import { desktop, type Visitor } from './browser.ts'
import { Keyboard } from './keyboard.ts'
import type { Stage } from './stage.ts'

/** People of the job aids, and the exchange between them as far as a journey begins in its middle. */
export const luis = 'luis.arroyo@ohio-frd.example'
export const dana = 'dana.whitfield@ohio-frd.example'
export const ellen = 'ellen.brandt@brightwater.example'
export const priya = 'priya.raman@brightwater.example'
export const tomas = 'tomas.heller@brightwater.example'

export type Person = { visitor: Visitor; keyboard: Keyboard }

export async function personAt(stage: Stage, email: string, viewport = desktop): Promise<Person> {
  const visitor = await stage.arrive(viewport)
  await visitor.signIn(email)
  return { visitor, keyboard: new Keyboard(visitor) }
}

/** Opens a task of the home page. The job that writes it may still be on its way: the page is loaded until it is there. */
export async function openTask({ visitor, keyboard }: Person, verb: string, about: string): Promise<void> {
  const link = visitor.page.getByRole('link', { name: new RegExp(`^${verb}: .*${about}`) })
  for (let tries = 0; (await link.count()) === 0 && tries < 60; tries += 1) await visitor.go('/home')
  await keyboard.press(link.first())
  await visitor.page.waitForURL((url) => url.pathname !== '/home')
  await visitor.settled()
}

/** A date field takes month, day and year, one after the other. */
export async function setDate({ visitor, keyboard }: Person, field: Locator, date: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-')
  await keyboard.to(field)
  await visitor.page.keyboard.type(`${month}${day}${year}`)
  expect(await field.inputValue()).toBe(date)
}

export async function handOver({ visitor: { page }, keyboard }: Person): Promise<void> {
  await keyboard.button('Hand to Priya Raman…')
  await keyboard.press(page.getByRole('dialog').getByRole('button', { name: 'Hand to Priya Raman' }))
  await page.getByText('With Priya Raman for review').waitFor()
}

/** What the page could send, by somebody who may have no button for it. */
export async function post({ page, base }: Visitor, path: string, data: object): Promise<{ status: number; body: unknown }> {
  const answer = await page.request.post(`${base}/api/v1${path}`, { data, headers: { origin: base, 'idempotency-key': crypto.randomUUID() } })
  return { status: answer.status(), body: await answer.json().catch(() => null) }
}

/** Ohio's day, so many days ahead. */
export async function ohioDay(stage: Stage, ahead: number): Promise<string> {
  const [row] = await stage.sql<{ today: string }>(`select to_char(now() at time zone 'America/New_York', 'YYYY-MM-DD') today`)
  return addDays(row?.today ?? '', ahead)
}

/** A complaint of Ohio about Brightwater of which nothing was asked; beyond the first perhaps one of which something was. */
export async function unaskedComplaint(stage: Stage, nth = 0): Promise<{ id: string; number: string }> {
  const [complaint] = await stage.sql<{ id: string; number: string; asked: boolean }>(`
    select c.id, 'C-' || lpad(c.number::text, 6, '0') as number, exists (select from information_request r where r.complaint_id = c.id) as asked
    from complaint c join agency a on a.id = c.agency_id join complainant p on p.complaint_id = c.id
    where a.code = 'OH-FRD' and c.status = 'in_progress' and not p.restricted and c.company_id = (select company_id from account where email = $1)
    order by asked, c.number limit 1 offset ${String(nth)}`, [ellen])
  if (!complaint || (nth === 0 && complaint.asked)) throw new Error('Ohio has no such complaint about Brightwater.')
  return complaint
}

const WithId = z.object({ id: z.string(), number: z.string() })
const WithVersion = z.object({ version: z.number() })
const Received = WithVersion.extend({ companyPoc: z.object({ id: z.string() }).nullable() })
export type Asked = { complaint: { id: string; number: string }; requests: { id: string; number: string }[] }

/** Requests that were sent, by what the pages send: Priya Raman is the Company POC. */
export async function askedOf(stage: Stage, { agency, contact }: { agency: Visitor; contact: Visitor }, titles: readonly string[], nth = 0): Promise<Asked> {
  const complaint = await unaskedComplaint(stage, nth)
  const dueOn = await ohioDay(stage, 20)
  const requests: Asked['requests'] = []
  for (const title of titles) requests.push(WithId.parse((await post(agency, `/complaints/${complaint.id}/information-requests`, { title, description: 'Send the payment history, and explain the fee of October.', dueOn })).body))
  const sent = await post(agency, `/complaints/${complaint.id}/sendings`, { requests: requests.map(({ id }) => ({ id, dueOn })), commentary: '' })
  expect(sent.status).toBe(201)
  const { version, companyPoc } = Received.parse(await (await contact.page.request.get(`${contact.base}/api/v1/received-complaints/${complaint.id}`)).json())
  const [poc] = await stage.sql<{ user_id: string }>('select user_id from account where email = $1', [priya])
  if (companyPoc?.id !== poc?.user_id) expect((await post(contact, `/received-complaints/${complaint.id}/points-of-contact`, { version, userId: poc?.user_id })).status).toBe(201)
  return { complaint, requests }
}

/** An answer, submitted by what the page sends. */
export async function answer(poc: Visitor, requestId: string, text: string): Promise<void> {
  const saved = await poc.page.request.put(`${poc.base}/api/v1/received-requests/${requestId}/draft`, { data: { version: 0, text, links: [], restricted: false }, headers: { origin: poc.base } })
  const { version } = WithVersion.parse(await saved.json())
  expect((await post(poc, `/received-requests/${requestId}/submissions`, { version })).status).toBe(201)
}
