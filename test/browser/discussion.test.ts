import { expect, test } from 'vitest'
import { z } from 'zod'
import { phone, type Visitor } from './browser.ts'
import { dana, ellen, ohioDay, personAt, post, priya, unaskedComplaint } from './exchanging.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** Two agencies at one board, each at a browser of its own, and what reaches a page by itself. */
const stage = useStage()
const renee = 'renee.dubois@illinois-cco.example'
const odette = 'odette.farrow@brightwater.example'

const unread = async ({ page }: Visitor) => Number(/(\d+) unread/.exec((await page.getByRole('link', { name: /^Notifications/ }).getAttribute('aria-label')) ?? '')?.[1] ?? 0)
const focused = ({ page }: Visitor) => page.evaluate<string>('document.activeElement.id')

/** Illinois asks Ohio for access to one of its complaints and gets it, by what the pages send. */
async function sharedBetween(owner: Visitor, guest: Visitor, complaintId: string): Promise<void> {
  const { status } = await post(guest, `/complaints/${complaintId}/access-requests`, { comments: 'The same firm calls here.' })
  expect(status).toBe(201)
  const [asked] = await stage.sql<{ id: string }>(`select id from complaint_access where complaint_id = $1 and state = 'requested'`, [complaintId])
  expect((await post(owner, `/complaints/${complaintId}/access-requests/${asked?.id ?? ''}/decisions`, { decision: 'accept', comments: '' })).status).toBe(201)
}

test('two agencies talk on one board: a post reaches the other’s page and bell, is edited and taken back, and each sees what became of it', async () => {
  const [owner, guest] = [await personAt(stage, dana), await personAt(stage, renee)]
  const complaint = await unaskedComplaint(stage)
  await sharedBetween(owner.visitor, guest.visitor, complaint.id)
  const [here, there] = [owner.visitor.page, guest.visitor.page]
  const board = `/complaints/${complaint.id}/discussion`
  // What tells of the access arrives by a job: it is counted before what is written on the board.
  await expect.poll(() => stage.sql(`select 1 from notification n join account a on a.user_id = n.user_id where a.email = $1 and n.complaint_id = $2`, [renee, complaint.id]), { timeout: 60_000 }).not.toHaveLength(0)
  await Promise.all([owner.visitor.go(board), guest.visitor.go(board)])
  const before = await unread(guest.visitor)

  // Illinois is writing; nothing that arrives may disturb that.
  const writing = there.getByRole('textbox', { name: 'Write a post' })
  await guest.keyboard.type(writing, 'We have seen')

  // Ohio names a person of Illinois without a mouse: "@", the beginning of a name, Enter.
  const box = here.getByRole('textbox', { name: 'Write a post' })
  await owner.keyboard.type(box, 'Has **this caller** called you too, @ren')
  const option = here.getByRole('option', { name: /^Renee Dubois/ })
  await option.waitFor()
  expect(await option.getAttribute('aria-selected')).toBe('true')
  expect(await box.getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'))
  await look(owner.visitor)
  await here.keyboard.press('Enter')
  await here.keyboard.type('? <img src=x onerror=alert(1)>')
  expect(await box.inputValue()).toContain('@Renee Dubois ? <img')
  await owner.keyboard.button('Post')
  await here.getByRole('article', { name: /^Dana Whitfield/ }).waitFor()

  // It stands on the other's page, which did not lose a word, and the bell counts.
  const arrived = there.getByRole('article', { name: /^Dana Whitfield/ })
  await arrived.getByText('New', { exact: true }).waitFor()
  expect(await arrived.locator('strong').innerText()).toBe('this caller')
  expect(await arrived.locator('.post-text').innerText()).toContain('<img src=x onerror=alert(1)>')
  expect([await writing.inputValue(), await focused(guest.visitor)]).toEqual(['We have seen', await writing.getAttribute('id')])
  await expect.poll(() => unread(guest.visitor), { timeout: 20_000 }).toBe(before + 1)
  await look(guest.visitor)

  // From the bell to the post itself.
  await guest.keyboard.press(there.getByRole('link', { name: /^Notifications/ }))
  await guest.keyboard.press(there.getByRole('link', { name: new RegExp(`mentioned you in the discussion of complaint ${complaint.number}`) }).first())
  await there.waitForURL(/\/discussion\?post=/)
  const postId = new URL(there.url()).searchParams.get('post') ?? ''
  await expect.poll(() => focused(guest.visitor)).toBe(`post-${postId}`)
  await there.getByText('The post to which the link led').waitFor()
  await expect.poll(() => unread(guest.visitor), { timeout: 20_000 }).toBe(before)
  expect(await there.getByRole('textbox', { name: 'Write a post' }).inputValue(), 'what was begun is kept').toBe('We have seen')
  await guest.visitor.page.setViewportSize(phone)
  expect(await guest.visitor.barriers()).toEqual([])
  await look(guest.visitor)

  // Edited: the other sees that, and what it said before.
  await owner.keyboard.button('Edit')
  await owner.keyboard.type(here.getByRole('textbox', { name: 'Edit your post' }), 'Has this caller called you in June?')
  await look(owner.visitor)
  await owner.keyboard.button('Save the post')
  await there.getByText('Has this caller called you in June?').waitFor()
  await guest.keyboard.button('What it said before')
  await there.getByRole('list', { name: 'What it said before' }).getByText('called you too').waitFor()
  await look(guest.visitor)

  // Deleted: that it was there stays, and the link says so.
  await owner.keyboard.button('Delete')
  await look(owner.visitor)
  await owner.keyboard.press(here.getByRole('dialog').getByRole('button', { name: 'Delete the post' }))
  await there.getByText(/^Deleted by its author, .*What it said is no longer on the board\.$/).waitFor()
  expect(await there.getByText('called you').count()).toBe(0)
  await guest.visitor.go(`${board}?post=${postId}`)
  await expect.poll(() => focused(guest.visitor)).toBe(`post-${postId}`)
  await look(guest.visitor)

  for (const { visitor } of [owner, guest]) expect(visitor.complaintsOfThePage).toEqual([])
})

test('a link to a post far down opens the board where it stands, with the ways up and down', async () => {
  const owner = await personAt(stage, dana)
  const { page } = owner.visitor
  const complaint = await unaskedComplaint(stage, 1)
  await stage.sql(
    `insert into discussion_post (id, complaint_id, owner_agency_id, agency_id, author_id, text, created_at)
     select gen_random_uuid(), c.id, c.agency_id, c.agency_id, a.user_id, 'Post number ' || n, now() - (100 - n) * interval '1 hour' from complaint c, account a, generate_series(1, 90) n where c.id = $1 and a.email = $2`, [complaint.id, dana])
  const [wanted] = await stage.sql<{ id: string }>(`select id from discussion_post where complaint_id = $1 and text = 'Post number 30'`, [complaint.id])
  await owner.visitor.go(`/complaints/${complaint.id}/discussion?post=${wanted?.id ?? ''}`)
  await expect.poll(() => focused(owner.visitor)).toBe(`post-${wanted?.id ?? ''}`)
  expect(await page.getByText('Post number 30').isVisible()).toBe(true)
  await look(owner.visitor)
  await owner.keyboard.button('Load newer posts')
  await expect.poll(() => page.evaluate<string>('document.activeElement.innerText')).toContain('Post number 41')
  await owner.keyboard.button('Load earlier posts')
  await expect.poll(() => page.evaluate<string>('document.activeElement.innerText')).toContain('Post number 10')
  await owner.keyboard.button('Go to the newest')
  await page.getByText('Post number 90').waitFor()
  expect(await page.getByText('Post number 30', { exact: true }).count()).toBe(0)
  expect(owner.visitor.complaintsOfThePage).toEqual([])
})

test('a task comes to the open task list by itself, and leaves it when a colleague has done it', async () => {
  const [agency, contact, colleague] = [await personAt(stage, dana), await personAt(stage, ellen), await personAt(stage, odette)]
  const complaint = await unaskedComplaint(stage)
  const { page } = contact.visitor
  await contact.visitor.go('/tasks')
  const task = page.getByRole('link', { name: new RegExp(`^Assign a Point of Contact to ${complaint.number}`) })
  expect(await task.count()).toBe(0)
  const dueOn = await ohioDay(stage, 20)
  const { id } = z.object({ id: z.string() }).parse((await post(agency.visitor, `/complaints/${complaint.id}/information-requests`, { title: 'Payment history', description: 'Send it, please.', dueOn })).body)
  expect((await post(agency.visitor, `/complaints/${complaint.id}/sendings`, { requests: [{ id, dueOn }], commentary: '' })).status).toBe(201)
  await task.waitFor()
  await look(contact.visitor)

  // Nothing is pressed here: the Account Administrator assigns at a browser of her own.
  const { version } = z.object({ version: z.number() }).parse(await (await contact.visitor.page.request.get(`${contact.visitor.base}/api/v1/received-complaints/${complaint.id}`)).json())
  const [poc] = await stage.sql<{ user_id: string }>('select user_id from account where email = $1', [priya])
  expect((await post(colleague.visitor, `/received-complaints/${complaint.id}/points-of-contact`, { version, userId: poc?.user_id })).status).toBe(201)
  await task.waitFor({ state: 'detached' })
  await look(contact.visitor)
  for (const { visitor } of [agency, contact, colleague]) expect(visitor.complaintsOfThePage).toEqual([])
})
