import { expect, test } from 'vitest'
import { phone } from './browser.ts'
import { Keyboard } from './keyboard.ts'
import { useStage } from './stage.ts'

const stage = useStage()
const helen = 'helen.voss@ohio-frd.example'

test('an Account Administrator is asked to verify the agency’s users, sees who never signed in, notices a user added meanwhile, and says that all belong', async () => {
  await stage.sql(`update account set last_sign_in_at = null where email_key = 'luis.arroyo@ohio-frd.example'`)
  await stage.sql(`update account set last_sign_in_at = now() - interval '120 days' where email_key = 'dana.whitfield@ohio-frd.example'`)
  const visitor = await stage.arrive()
  const keyboard = new Keyboard(visitor)
  const { page } = visitor
  await visitor.signIn(helen)
  await keyboard.press(page.getByRole('link', { name: /^Verify: Verify your organization’s users/ }))
  await page.getByRole('heading', { level: 1, name: 'Verify users' }).waitFor()
  await page.getByText(/^Due on /).waitFor()
  const rows = page.getByRole('table', { name: 'Users to verify' }).getByRole('row')
  expect(await rows.nth(1).innerText()).toMatch(/Luis Arroyo[\s\S]*Never/)
  expect(await rows.nth(2).innerText()).toMatch(/Dana Whitfield[\s\S]*More than 90 days ago/)
  expect(await visitor.barriers()).toEqual([])

  // A colleague adds somebody while the page stands open.
  await stage.sql(
    `with added as (insert into person (id, kind, agency_id, name) select gen_random_uuid(), 'agency', id, 'Nadia Newcomer' from agency where id = (select agency_id from account where email_key = $1) returning id, agency_id)
     insert into account (user_id, kind, agency_id, email, email_key, standing) select id, 'agency', agency_id, 'nadia@ohio-frd.example', 'nadia@ohio-frd.example', 'invited' from added`,
    [helen],
  )
  await keyboard.button('These users still belong here')
  await page.getByText('A user was added since you opened the page.', { exact: false }).waitFor()
  expect(await rows.nth(1).innerText()).toMatch(/Nadia Newcomer[\s\S]*Added just now/)
  expect(await visitor.barriers()).toEqual([])
  await keyboard.button('These users still belong here')
  await page.getByText(/verified \d+ users on/).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await visitor.go('/home')
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  expect(await page.getByRole('link', { name: /^Verify: / }).count()).toBe(0)
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('on a phone a company reads what happens when its verification is late, and nobody else opens the page', async () => {
  await stage.sql(`update user_verification set due_on = current_date - 3 where company_id = (select company_id from account where email_key = 'ellen.brandt@brightwater.example') and done_at is null`)
  const visitor = await stage.arrive(phone)
  await visitor.signIn('ellen.brandt@brightwater.example')
  await visitor.go('/users/verification')
  await visitor.page.getByText('Your company cannot send responses in supervisory activities until this is done.').waitFor()
  expect(await visitor.barriers()).toEqual([])
  expect(await visitor.overflows()).toBe(false)
  await visitor.page.getByRole('link', { name: /^Remove .*: open their page/ }).first().click()
  await visitor.page.waitForURL(/\/users\/[0-9a-f-]{36}$/)

  const other = await stage.arrive(phone)
  await other.signIn('dana.whitfield@ohio-frd.example')
  await other.page.goto(`${stage.url}/users/verification`)
  await other.page.waitForURL(/\/home/)
  expect([...visitor.complaintsOfThePage, ...other.complaintsOfThePage]).toEqual([])
})
