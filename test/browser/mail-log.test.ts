import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { trainingPassword } from '#training/accounts.ts'
import { gmailReport } from '#test/world/delivery-reports.ts'
import { freePort } from '#test/world/program.ts'
import { nextCode } from './codes.ts'
import type { Visitor } from './browser.ts'
import { Keyboard } from './keyboard.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

const luis = 'luis.arroyo@ohio-frd.example'

/** The agency's mail server: it refuses Luis until it is told otherwise, and keeps whence e-mails to him came. */
const mail = { refuses: true, returnPath: '', bouncePort: 0 }
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo({ address }, session, done) {
    if (address !== luis) done()
    else if (mail.refuses) done(Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 }))
    else {
      mail.returnPath = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
      done()
    }
  },
  onData(stream, _session, done) {
    stream.resume()
    stream.on('end', () => done())
  },
})
server.on('error', () => undefined)
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

const stage = useStage(async () => {
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  mail.bouncePort = await freePort()
  return { env: { SMTP_URL: `smtp://127.0.0.1:${String(port)}`, MAIL_BOUNCE_ADDRESS: 'bounces@ses.example', MAIL_BOUNCE_PORT: String(mail.bouncePort) } }
})

/** Whoever runs the system, by what the pages of signing in send. */
async function signInAsOperator(visitor: Visitor): Promise<void> {
  const accounts: unknown = await (await fetch(`${stage.url}/api/v1/training/platform-accounts`)).json()
  const [ola] = z.array(z.object({ email: z.string(), totpSecret: z.string() })).parse(accounts)
  for (const [path, data] of [['', { email: ola?.email, password: trainingPassword }], ['/second-factor', { code: await nextCode(ola?.totpSecret ?? '') }]] as const) {
    expect((await visitor.page.request.post(`${stage.url}/api/v1/session${path}`, { data })).ok()).toBe(true)
  }
}

const stateOf = async () => (await stage.sql<{ state: string }>(`select state from mail where to_address = $1 and kind = 'password_reset'`, [luis]))[0]?.state

test('an operator tries an e-mail again that was refused, sees it sent and then come back, and the agency’s administrator hears that it cannot be delivered', async () => {
  const visitor = await stage.arrive()
  const keyboard = new Keyboard(visitor)
  const { page } = visitor
  await fetch(`${stage.url}/api/v1/password-resets`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: luis }) })
  await expect.poll(stateOf, { timeout: 60_000 }).toBe('failed')

  await signInAsOperator(visitor)
  await visitor.go('/mails')
  await keyboard.choose(page.getByLabel('What became of it'), 'Failed')
  const row = page.getByRole('row').filter({ hasText: 'Password reset' })
  await row.getByText('550 after 1 attempt').waitFor()
  expect(await page.getByText(luis).count()).toBe(0)
  await look(visitor)

  // Its mail server knows the mailbox again.
  mail.refuses = false
  await keyboard.press(row.getByRole('button', { name: /Try again/ }))
  await page.getByRole('heading', { name: 'Send this e-mail again?' }).waitFor()
  expect(await visitor.barriers()).toEqual([])
  await keyboard.button('Try again')
  await expect.poll(stateOf, { timeout: 60_000 }).toBe('sent')
  await keyboard.to(page.getByLabel('What became of it'))
  await page.keyboard.press('Home')
  await row.getByText('Sent', { exact: true }).waitFor()
  await keyboard.press(row.getByRole('link', { name: 'Ohio Financial Regulation Division' }))
  await row.getByText('Sent', { exact: true }).waitFor()
  expect(await page.getByText('Agency: Ohio Financial Regulation Division').count()).toBe(1)

  // Hours later the report comes back, by way of the operators' own mail server.
  expect(mail.returnPath).toMatch(/^bounces\+[0-9a-z]{41}@ses\.example$/)
  await createTransport({ host: '127.0.0.1', port: mail.bouncePort, ignoreTLS: true }).sendMail({ envelope: { from: '', to: mail.returnPath }, raw: gmailReport({ returnPath: mail.returnPath, to: luis }) })
  await keyboard.choose(page.getByLabel('What became of it'), 'Came back')
  await row.getByText('The mailbox is full').waitFor()
  await look(visitor)
  const sheet = await page.request.get(`${stage.url}${(await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href')) ?? ''}`)
  expect(await sheet.text()).toContain('5.2.2,the mailbox is full')
  expect(visitor.complaintsOfThePage).toEqual([])

  const helen = await stage.arrive()
  await helen.signIn('helen.voss@ohio-frd.example')
  await helen.go('/notifications')
  await helen.page.getByText('E-mails to a user of Ohio Financial Regulation Division cannot be delivered.').first().waitFor()
  await helen.go('/users')
  await helen.page.getByText(`(${luis})`).waitFor()
  await helen.page.getByText('the mailbox is full').waitFor()
  await look(helen)
  expect(helen.complaintsOfThePage).toEqual([])
})
