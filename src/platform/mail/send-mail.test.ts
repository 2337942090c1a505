import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { pino } from 'pino'
import { afterEach } from 'vitest'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerOptions } from 'smtp-server'
import { describe, expect, test } from '#test/world/test-world.ts'
import type { World } from '#test/world/test-world.ts'
import { newId } from '../new-id.ts'
import { sendMailJob } from './send-mail.ts'
import { smtpSender } from './smtp.ts'
import { listUnsentMails, sendAgain } from './unsent-mails.ts'

const log = pino({ level: 'silent' })
const from = 'State Examination System <ses@agency.example>'
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Received = { to: string[]; text: string }

/** A mail server that keeps what it takes. */
async function mailServer(options: SMTPServerOptions = {}): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
      stream.on('end', () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), text })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${String(port)}`, received }
}

/** Speaks just enough SMTP to be given the whole text, and then goes away without an answer. */
async function vanishingServer(): Promise<{ url: string; texts: () => number }> {
  let texts = 0
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('220 here\r\n')
    let inText = false
    socket.on('data', (chunk) => {
      const said = chunk.toString('utf8')
      if (inText) {
        if (!said.includes('\r\n.\r\n')) return
        texts += 1
        socket.destroy()
      } else if (/^DATA/i.test(said)) {
        inText = true
        socket.write('354 go on\r\n')
      } else socket.write('250 ok\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(() => resolve())))
  const { port } = server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${String(port)}`, texts: () => texts }
}

async function waitingMail(world: World, state = 'waiting'): Promise<string> {
  const id = newId()
  await world.rows(
    `insert into mail (id, event_id, to_address, to_name, subject, text_body, html_body, state, created_at)
     values ($1, $2, $3, 'Zoë Example', 'Complaint C-000123 – please answer', 'Plain part', '<p>HTML part</p>', $4, now())`,
    [id, newId(), `${id}@company.example`, state],
  )
  return id
}

const stateOf = async (world: World, id: string) => (await world.rows<{ state: string; attempts: number; last_error: string | null }>('select state, attempts, last_error from mail where id = $1', [id]))[0]
const attempt = (world: World, url: string | null, mailId: string, lastAttempt = false) =>
  sendMailJob(world.deps, url === null ? null : smtpSender(url, from), log)({ mailId }, { attempt: 1, lastAttempt, signal: new AbortController().signal })

describe('an e-mail', () => {
  test('is sent with a text and an HTML part, as an automatic message, under an ID of its own', async ({ world }) => {
    const { url, received } = await mailServer()
    const id = await waitingMail(world)
    await attempt(world, url, id)
    expect(received).toHaveLength(1)
    expect(received[0]?.to).toEqual([`${id}@company.example`])
    const text = received[0]?.text ?? ''
    expect(text).toContain('Content-Type: text/plain')
    expect(text).toContain('Content-Type: text/html')
    expect(text).toContain('Auto-Submitted: auto-generated')
    expect(text).toContain(`Message-ID: <${id}@agency.example>`)
    expect(text).toContain('From: State Examination System <ses@agency.example>')
    expect(await stateOf(world, id)).toMatchObject({ state: 'sent', attempts: 1 })
  })

  test('is never sent twice, however often its job runs', async ({ world }) => {
    const { url, received } = await mailServer()
    const id = await waitingMail(world)
    await Promise.all([attempt(world, url, id), attempt(world, url, id)])
    await attempt(world, url, id)
    expect(received).toHaveLength(1)
    expect(await stateOf(world, id)).toMatchObject({ state: 'sent' })
  })

  test('that the server refuses waits for another attempt, and is failed after the last', async ({ world }) => {
    let refusals = 0
    const { url, received } = await mailServer({
      onRcptTo(_address, _session, done) {
        refusals += 1
        done(refusals <= 1 ? Object.assign(new Error('Try later'), { responseCode: 451 }) : null)
      },
    })
    const id = await waitingMail(world)
    await expect(attempt(world, url, id)).rejects.toThrow('did not take')
    expect(await stateOf(world, id)).toMatchObject({ state: 'waiting' })
    expect((await stateOf(world, id))?.last_error).toContain('Try later')
    await attempt(world, url, id)
    expect(received).toHaveLength(1)

    const refused = await waitingMail(world)
    const nobody = 'smtp://127.0.0.1:1'
    await expect(attempt(world, nobody, refused, true)).rejects.toThrow('did not take')
    expect(await stateOf(world, refused)).toMatchObject({ state: 'failed' })
    await attempt(world, url, refused)
    expect(received).toHaveLength(1)
  })

  test('that the server refuses after it has the text may be sent again', async ({ world }) => {
    const { url } = await mailServer({
      onData(stream, _session, done) {
        stream.resume()
        stream.on('end', () => done(Object.assign(new Error('Looks like spam'), { responseCode: 554 })))
      },
    })
    const id = await waitingMail(world)
    await expect(attempt(world, url, id)).rejects.toThrow('did not take')
    expect(await stateOf(world, id)).toMatchObject({ state: 'waiting' })
    expect((await stateOf(world, id))?.last_error).toContain('Looks like spam')
  })

  test('whose server vanishes with the text is uncertain: never sent again by itself, shown to operators', async ({ world }) => {
    const { url, texts } = await vanishingServer()
    const id = await waitingMail(world)
    await attempt(world, url, id)
    await attempt(world, url, id)
    expect(texts()).toBe(1)
    expect(await stateOf(world, id)).toMatchObject({ state: 'uncertain' })
    expect(await listUnsentMails(world.deps)).toEqual(expect.arrayContaining([expect.objectContaining({ id, state: 'uncertain' })]))
  })

  test('found half-sent after a kill is uncertain, until an operator decides', async ({ world }) => {
    const { url, received } = await mailServer()
    const id = await waitingMail(world, 'sending')
    await attempt(world, url, id)
    await attempt(world, url, id)
    expect(received).toEqual([])
    expect(await stateOf(world, id)).toMatchObject({ state: 'uncertain' })

    expect(await sendAgain(world.deps, id)).toBe(true)
    await attempt(world, url, id)
    expect(received).toHaveLength(1)
    expect(await sendAgain(world.deps, id)).toBe(false)
  })

  test('lies in the built-in mailbox where there is no mail server', async ({ world }) => {
    const id = await waitingMail(world)
    await attempt(world, null, id)
    expect(await stateOf(world, id)).toMatchObject({ state: 'sent' })
  })

  test('is given to a server that wants a password', async ({ world }) => {
    const { url, received } = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) => (auth.username === 'ses' && auth.password === 'p@ss' ? done(null, { user: 'ses' }) : done(new Error('no'))),
    })
    const id = await waitingMail(world)
    await expect(attempt(world, url.replace('smtp://', 'smtp://ses:wrong@'), id)).rejects.toThrow('did not take')
    await attempt(world, url.replace('smtp://', 'smtp://ses:p%40ss@'), id)
    expect(received).toHaveLength(1)
  })
})
