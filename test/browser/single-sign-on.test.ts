import { afterAll, expect, test } from 'vitest'
import { client, startIdentityProvider, type IdentityProvider } from '#test/world/identity-provider.ts'
import { freePort } from '#test/world/program.ts'
import { phone } from './browser.ts'
import { nextCode } from './codes.ts'
import { useStage } from './stage.ts'

let provider: IdentityProvider

const stage = useStage(async () => {
  const port = await freePort()
  provider = await startIdentityProvider({ redirectUri: `http://127.0.0.1:${String(port)}/api/v1/session/sso/callback` })
  return { port, env: { OIDC_ISSUER: provider.url, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret } }
})

afterAll(() => provider.stop())

const link = { name: 'Use your organization’s single sign-on' }

test('a supervisor signs in at the identity provider, by the keyboard, and lands on the page that they asked for', async () => {
  provider.add({ name: 'Dana Whitfield', email: 'dana.whitfield@ohio-frd.example', email_verified: true, amr: ['mfa'] })
  const visitor = await stage.arrive()
  const { page } = visitor
  await visitor.go('/sign-in?to=%2Fcomplaints')
  expect(await visitor.barriers()).toEqual([])
  await page.getByRole('link', link).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor()
  await page.getByRole('button', { name: 'Dana Whitfield' }).press('Enter')
  await page.waitForURL(`${stage.url}/complaints**`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.reload()
  await page.waitForURL(`${stage.url}/complaints**`)
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('where the identity provider asked for one factor only, ours follows', async () => {
  provider.add({ name: 'Luis Arroyo', email: 'luis.arroyo@ohio-frd.example', email_verified: true, amr: ['pwd'] })
  const visitor = await stage.arrive(phone)
  const { page } = visitor
  await visitor.go('/sign-in')
  await page.getByRole('link', link).click()
  await page.getByRole('button', { name: 'Luis Arroyo' }).click()
  await page.getByRole('heading', { level: 1, name: 'Enter your code' }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await page.getByLabel('6-digit code').fill(await nextCode((await visitor.account('luis.arroyo@ohio-frd.example')).totpSecret))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/home/)
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('who cancels, or has no account here, reads on the sign-in page what to do', async () => {
  provider.add({ name: 'Stranger', email: 'stranger@elsewhere.example', email_verified: true, amr: ['mfa'] })
  const visitor = await stage.arrive(phone)
  const { page } = visitor
  for (const [button, sentence] of [['Cancel', /was canceled or refused/], ['Stranger', /no account here belongs to that sign-in/]] as const) {
    await visitor.go('/sign-in')
    await page.getByRole('link', link).click()
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor()
    expect(await visitor.barriers()).toEqual([])
    expect(await visitor.overflows()).toBe(false)
  }
})

test('an Account Administrator switches provisioning on, and the directory may begin', async () => {
  const visitor = await stage.arrive()
  const { page } = visitor
  await visitor.signIn('helen.voss@ohio-frd.example')
  await visitor.go('/profile')
  await page.getByText('Provisioning is off.').waitFor()
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByLabel('Name', { exact: true }).last().fill('Okta')
  await page.getByRole('button', { name: 'Make the token' }).click()
  const shown = page.getByRole('dialog', { name: 'Enter this in your directory now' })
  const token = await shown.getByText(/^ses_scim_/).innerText()
  expect(await visitor.barriers()).toEqual([])
  const answer = await fetch(`${stage.url}/scim/v2/Users?filter=${encodeURIComponent('userName eq "dana.whitfield@ohio-frd.example"')}`, { headers: { authorization: `Bearer ${token}` } })
  expect(await answer.json()).toMatchObject({ totalResults: 1 })
  await shown.getByRole('button', { name: 'I have stored it' }).click()
  expect(await page.content()).not.toContain(token)
  await page.setViewportSize(phone)
  await visitor.go('/profile')
  expect(await visitor.overflows()).toBe(false)
  await page.getByRole('button', { name: 'Revoke Okta' }).click()
  await page.getByRole('button', { name: 'Revoke the token' }).click()
  await page.getByText('Provisioning is off.').waitFor()
  expect((await fetch(`${stage.url}/scim/v2/Users`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
  expect(visitor.complaintsOfThePage).toEqual([])
})
