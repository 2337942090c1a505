import { expect, test } from 'vitest'
import { activate } from './activating.ts'
import { phone } from './browser.ts'
import { linkInMail } from './enrolling.ts'
import { Keyboard } from './keyboard.ts'
import { signInAsOla } from './ola.ts'
import { useStage } from './stage.ts'

const stage = useStage()
const helen = 'helen.voss@ohio-frd.example'

test('the platform onboards an agency with the keyboard, its administrator gets in, and the map shows it', async () => {
  const visitor = await stage.arrive()
  const keyboard = new Keyboard(visitor)
  const { page } = visitor
  await signInAsOla(stage, visitor, keyboard)
  expect(await visitor.barriers()).toEqual([])
  await keyboard.link('Agencies')
  await page.getByRole('heading', { level: 1, name: 'Agencies' }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await keyboard.link('Onboard an agency')
  await page.getByRole('heading', { level: 1, name: 'Onboard an agency' }).waitFor()

  // A mistake first: what is wrong is said, and what was typed stays.
  await keyboard.type(page.getByLabel('Code'), 'Nevada FID')
  await keyboard.button('Add and invite')
  await page.getByRole('heading', { name: /things need your attention/ }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  expect(await page.getByLabel('Code').inputValue()).toBe('Nevada FID')

  await keyboard.choose(page.getByLabel('State'), 'Nevada')
  await keyboard.type(page.getByLabel('Code'), 'NV-FID')
  await keyboard.type(page.getByLabel('Name', { exact: true }).first(), 'Nevada Financial Institutions Desk')
  await keyboard.type(page.getByLabel('Short name'), 'Nevada FID')
  await keyboard.choose(page.getByLabel('Time zone'), 'Pacific')
  await page.getByLabel(/Takes part since/).fill('2026-10-01')
  const administrator = { name: 'Ada Lindgren', email: 'ada.lindgren@nv-fid.example' }
  await keyboard.type(page.getByLabel('Name', { exact: true }).last(), administrator.name)
  await keyboard.type(page.getByRole('textbox', { name: 'E-mail' }), administrator.email)
  await keyboard.button('Add and invite')
  await page.getByRole('heading', { level: 1, name: /Nevada Financial Institutions Desk/ }).waitFor()
  await page.getByText('Invited', { exact: true }).waitFor()
  expect(await visitor.barriers()).toEqual([])

  const arriving = await stage.arrive()
  await activate(arriving, new Keyboard(arriving), new URL(await linkInMail(stage, administrator.email), stage.url).href.slice(stage.url.length), administrator, async () => {
    expect(await arriving.barriers()).toEqual([])
  })
  await arriving.page.waitForURL(/\/home/)
  await arriving.go('/users')
  await arriving.page.getByRole('heading', { level: 1, name: 'Users' }).waitFor()
  expect(arriving.complaintsOfThePage).toEqual([])

  const anybody = await stage.arrive(phone)
  await anybody.go('/')
  expect(await (await fetch(`${stage.url}/api/v1/participation`)).text()).toContain('Nevada Financial Institutions Desk')
  expect(await anybody.overflows()).toBe(false)
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('an Account Administrator changes the days for an answer, and the next request proposes the new date', async () => {
  const visitor = await stage.arrive()
  const keyboard = new Keyboard(visitor)
  const { page } = visitor
  await visitor.signIn(helen)
  await keyboard.link('Agency profile')
  await page.getByRole('heading', { level: 1, name: /Ohio Financial Regulation Division/ }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await keyboard.type(page.getByLabel('Days for an answer'), '0')
  await keyboard.button('Save the profile')
  await page.getByRole('link', { name: 'Enter at least 1 day.' }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await keyboard.type(page.getByLabel('Days for an answer'), '30')
  await keyboard.type(page.getByLabel(/Extra addresses/), 'desk@ohio-frd.example')
  await keyboard.button('Add a day off')
  await page.getByRole('textbox', { name: 'Day 1' }).fill('2026-12-24')
  await keyboard.type(page.getByLabel('Its name'), 'Winter closing')
  await keyboard.button('Save the profile')
  await page.getByText('Saved', { exact: true }).waitFor()
  const [agency] = await stage.sql<{ request_due_days: number; extra_addresses: string[]; own_holidays: unknown }>("select request_due_days, extra_addresses, own_holidays from agency where code = 'OH-FRD'")
  expect(agency).toEqual({ request_due_days: 30, extra_addresses: ['desk@ohio-frd.example'], own_holidays: [{ date: '2026-12-24', name: 'Winter closing' }] })
  await page.setViewportSize(phone)
  await visitor.go('/profile')
  expect(await visitor.overflows()).toBe(false)
  expect(visitor.complaintsOfThePage).toEqual([])
})
