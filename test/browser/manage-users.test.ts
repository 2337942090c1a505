import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { phone, type Visitor } from './browser.ts'
import { tabTo } from './keyboard.ts'
import { useStage } from './stage.ts'

/** Manage Users as an Account Administrator does it, with the keyboard alone: create, change roles, remove with the work handed over. */
const stage = useStage()
const ellen = 'ellen.brandt@brightwater.example'
const priya = 'priya.raman@brightwater.example'

async function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'))
}

/** Tab until the control has the focus, as somebody without a mouse must. */
async function reach(page: Page, role: 'link' | 'button' | 'textbox' | 'searchbox' | 'checkbox' | 'radio', name: string | RegExp): Promise<void> {
  await tabTo(page, page.getByRole(role, { name, exact: typeof name === 'string' }).first())
}

async function press(page: Page, role: 'link' | 'button', name: string | RegExp): Promise<void> {
  await reach(page, role, name)
  await page.keyboard.press('Enter')
}

async function type(page: Page, name: string | RegExp, text: string): Promise<void> {
  await reach(page, 'textbox', name)
  await page.keyboard.type(text)
}

/** The one chosen of a group has the focus by Tab; arrows choose another. */
async function choose(page: Page, name: string | RegExp): Promise<void> {
  const target = page.getByRole('radio', { name }).first()
  await target.waitFor()
  for (let step = 0; step < 200; step += 1) {
    if (await page.evaluate(`document.activeElement?.type === 'radio'`)) break
    await page.keyboard.press('Tab')
  }
  for (let step = 0; step < 20; step += 1) {
    if (await target.isChecked()) return
    if (await hasFocus(target)) await page.keyboard.press('Space')
    else await page.keyboard.press('ArrowDown')
  }
  throw new Error(`No arrow leads to ${String(name)}.`)
}

async function expectNoBarrier(visitor: Visitor): Promise<void> {
  expect(await visitor.barriers()).toEqual([])
  expect(await visitor.overflows()).toBe(false)
}

test('an administrator creates a user, changes what they may do, and removes a colleague whose work another takes over', async () => {
  const visitor = await stage.arrive()
  await visitor.signIn(ellen)
  const { page } = visitor

  // Created.
  await press(page, 'link', 'Users')
  await page.getByRole('heading', { level: 1, name: 'Manage Users' }).waitFor()
  await expectNoBarrier(visitor)
  await press(page, 'link', 'Create New User')
  await page.getByRole('heading', { level: 1, name: 'Create New User' }).waitFor()
  await press(page, 'button', 'Create New User')
  await page.getByRole('heading', { name: /need your attention/ }).waitFor()
  await expectNoBarrier(visitor)
  await type(page, 'Name', 'Tomas Lind')
  await type(page, 'E-mail', 'tomas.lind@brightwater.example')
  await choose(page, /^Manage complaints/)
  await press(page, 'button', 'Create New User')
  await page.getByRole('heading', { level: 1, name: 'Tomas Lind' }).waitFor()
  await page.getByText('Invited', { exact: true }).first().waitFor()
  await expectNoBarrier(visitor)

  // His roles.
  await press(page, 'link', 'Update User Roles and Groups')
  await page.getByRole('heading', { level: 1, name: /^Update User Roles and Groups/ }).waitFor()
  await reach(page, 'checkbox', 'Leader')
  await page.keyboard.press('Space')
  await expectNoBarrier(visitor)
  await press(page, 'button', 'Update Roles')
  await page.getByText('Leader, Manage complaints').waitFor()
  await page.getByText('Roles and groups changed').waitFor()

  // The invitation, once more.
  await press(page, 'button', 'Send Invitation')
  await page.getByText('The invitation was sent again.').first().waitFor()

  // A colleague is removed: what she holds is shown, and Ellen takes it over.
  await visitor.go('/users')
  await reach(page, 'searchbox', 'Name or e-mail address')
  await page.keyboard.type('priya')
  await page.keyboard.press('Enter')
  await press(page, 'link', 'Priya Raman')
  await page.getByRole('heading', { level: 1, name: 'Priya Raman' }).waitFor()
  await expectNoBarrier(visitor)
  await press(page, 'link', 'Remove User')
  await page.getByRole('heading', { level: 2, name: /What this user still holds/ }).waitFor()
  expect(await page.getByText(/^Company POC of C-/).count()).toBeGreaterThan(0)
  await expectNoBarrier(visitor)
  await press(page, 'button', 'Remove User')
  await page.getByRole('heading', { name: 'One thing needs your attention' }).waitFor()
  await choose(page, /^Ellen Brandt/)
  await press(page, 'button', 'Remove User')
  await page.getByRole('heading', { level: 1, name: 'Priya Raman' }).waitFor()
  await page.getByText('Removed', { exact: true }).first().waitFor()
  const held = await stage.sql<{ n: number }>(
    `select count(*)::int as n from complaint_delivery d join complaint c on c.id = d.complaint_id join account a on a.user_id = d.company_poc_id where a.email_key = $1 and c.company_status = 'open'`,
    [priya],
  )
  expect(held).toEqual([{ n: 0 }])

  // Whoever creates her again is led to the account that was.
  await visitor.go('/users/new')
  await type(page, 'Name', 'Priya Raman')
  await type(page, 'E-mail', priya)
  await choose(page, /^View complaints/)
  await press(page, 'button', 'Create New User')
  await press(page, 'link', 'Reactivate User')
  await page.getByRole('heading', { level: 1, name: /^Reactivate User/ }).waitFor()
  await expectNoBarrier(visitor)
  await press(page, 'button', 'Reactivate User')
  await page.getByRole('heading', { level: 1, name: 'Priya Raman' }).waitFor()
  await page.getByText('Invited', { exact: true }).first().waitFor()
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('the pages fit a phone, and who does not administer has none of them', async () => {
  const visitor = await stage.arrive(phone)
  await visitor.signIn('helen.voss@ohio-frd.example')
  for (const path of ['/users', '/users/new', '/users?view=removed']) {
    await visitor.go(path)
    await expectNoBarrier(visitor)
  }
  const other = await stage.arrive()
  await other.signIn('luis.arroyo@ohio-frd.example')
  await other.go('/users')
  expect(new URL(other.page.url()).pathname).toBe('/home')
})
