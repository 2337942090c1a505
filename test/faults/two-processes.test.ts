import { randomInt } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { addDays } from '#src/kernel/calendar.ts'
import { openS3Store } from '#src/platform/files/s3-store.ts'
import { openClamd, type Clamd } from '#test/world/clamd.ts'
import { Receiver } from '#test/world/receiver.ts'
import { openS3Server, testKeys, type S3Server } from '#test/world/s3-server.ts'
import { afterAll, beforeAll, expect, test } from '#test/world/test-world.ts'
import { onTestFinished } from 'vitest'
import { bytesOf, manyBytes } from '#test/world/tus.ts'
import { verifyAudit } from './checks.ts'
import { companies, writeDirectory } from './directory.ts'
import { diceOf, MailServer } from './outside.ts'
import { OpenPage, Person, Programs } from './programs.ts'
import { Work } from './work.ts'

const full = process.env['SES_TEST_FULL'] === '1'
const kills = full ? 30 : 3
const seed = Number(process.env['SES_TEST_SEED'] ?? randomInt(2 ** 31))
const dice = diceOf(seed)

let folder: string
let bucketServer: S3Server
let clamd: Clamd
let mail: MailServer
let receiver: Receiver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-two-'))
  bucketServer = await openS3Server()
  clamd = await openClamd()
  mail = await new MailServer(() => dice(120)).listen()
  receiver = await new Receiver().listen()
  receiver.behaviour = (response) => void sleep(dice(120)).then(() => response.writeHead(204).end())
})

afterAll(async () => {
  await Promise.all([receiver.close(), mail.close(), clamd.close(), bucketServer.close()])
  await rm(folder, { recursive: true, force: true })
})

const WithId = z.object({ id: z.string() })
const WithVersion = z.object({ version: z.number() })
const Import = z.object({ id: z.string(), version: z.number(), state: z.string() })
const Submissions = z.object({ items: z.array(WithId) })

test(`two programs on one database, one of them killed ${String(kills)} times at its work (SES_TEST_SEED=${String(seed)}): all is done, nothing is lost or doubled`, async ({ world }) => {
  const bucket = await bucketServer.newBucket()
  const converter = join(folder, 'soffice')
  await writeFile(converter, '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nsleep 0.2\nprintf "%%PDF-1.7 made" > "$2/document.pdf"\n')
  await chmod(converter, 0o700)
  const programs = new Programs(world, folder, {
    PUBLIC_URL: 'http://ses.example', SMTP_URL: mail.url, MAIL_FROM: 'ses@agency.example', CLAMD_HOST: clamd.address.host, CLAMD_PORT: String(clamd.address.port), OFFICE_CONVERTER: converter,
    NMLS_DIRECTORY_URL: await writeDirectory(join(folder, 'directory.ndjson')),
    S3_BUCKET: bucket.bucket, S3_ENDPOINT: bucket.endpoint ?? '', S3_ACCESS_KEY: testKeys.accessKeyId, S3_SECRET_KEY: testKeys.secretAccessKey,
  })
  const names = ['one', 'other'] as const
  const stopping = new AbortController()
  const pages: OpenPage[] = []
  onTestFinished(async () => {
    stopping.abort()
    await Promise.all(pages.map((page) => page.close()))
    await programs.stop()
  })
  const work = new Work(world)
  const people = await work.exchangers(receiver)
  await work.keepQueue()
  const followed = await work.complaint(people.supervisor, people.company)
  await Promise.all(names.map((name) => programs.start(name)))
  const [supervisor, colleague, poc] = [await Person.signIn(world, programs, 'one', people.supervisor), await Person.signIn(world, programs, 'other', people.colleague), await Person.signIn(world, programs, 'one', people.poc)]
  pages.push(new OpenPage(supervisor, followed), new OpenPage(colleague, followed))

  // People at both programs. Whatever they ask for is asked again until there is an answer.
  let asked = 0
  const uploads: string[] = []
  const traffic = [
    async (turn: number) => {
      await supervisor.whole(`/complaints/${followed}/information-requests`, { method: 'POST', body: { title: `Document ${String(turn)}`, description: 'Send it.', dueOn: addDays(work.today, 14) } })
      asked += 1
    },
    async (turn: number) => {
      const office = turn % 2 === 0
      const id = await colleague.upload({ purpose: 'complaint', targetId: followed, filename: `file-${String(turn)}.${office ? 'docx' : 'bin'}` }, office ? bytesOf(`PK\u0003\u0004${String(turn)}`) : manyBytes(100_000 + turn))
      uploads.push(id)
    },
    async () => {
      const csv = new TextDecoder().decode(await supervisor.whole('/complaints/export'))
      expect(csv.split('\n').filter((line) => line.includes('C-')).length, 'an export is whole').toBeGreaterThan(0)
    },
  ].map(async (act) => {
    for (let turn = 0; !stopping.signal.aborted; turn += 1) {
      await act(turn)
      await sleep(250)
    }
  })
  // What fails meanwhile is said when they are waited for.
  for (const one of traffic) one.catch(() => undefined)

  const rows = Array.from({ length: 300 }, (_, row) => `2026-01-05,Mortgage,FHA mortgage,Settlement process and costs,,"I paid the fee of $${String(row)}.00 twice.",Two Process Lender LLC,OH,436XX,,Web,${String(9_000_000 + row)}`)
  const given = await supervisor.json(Import, '/imports', { method: 'POST', headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'complaints.csv' }, body: bytesOf(`Date received,Product,Sub-product,Issue,Sub-issue,Consumer complaint narrative,Company,State,ZIP code,Tags,Submitted via,Complaint ID\n${rows.join('\n')}\n`) })

  const exchanges: string[] = []
  const batch = async (size: number) => {
    for (let one = 0; one < size; one += 1) exchanges.push((await work.exchange(people)).complaintId)
    await work.accountMatters([people.supervisor, people.poc, people.administrator])
    await work.enqueue('roll-up-reports', 'expire-uploads', 'rescan-documents', 'collect-files', 'expire-imports')
  }
  await batch(4)
  const kinds = [
    async () => {
      const { version } = await supervisor.json(Import, `/imports/${given.id}`)
      await supervisor.whole(`/imports/${given.id}/starts`, { method: 'POST', body: { version } })
      await work.letters(people.supervisor, exchanges.slice(0, 4))
    },
    async () => {
      await work.digests(people, 5)
      await work.overdue(people, 3)
    },
    async () => {
      await work.deputy(2)
      await work.verifications(4)
      await work.disposals(5)
    },
  ]
  const inHand: number[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    await kinds[kill % kinds.length]?.()
    // There is more to do until both are seen at work, as one alone holds no more than four jobs.
    const enough = new AbortController()
    const producing = batch(4).then(async () => {
      while (!enough.signal.aborted) await batch(1)
    })
    const locked = async () => (await world.rows('select 1 from graphile_worker._private_jobs where locked_by is not null')).length
    try {
      await expect.poll(locked, { interval: 5, timeout: 60_000 }).toBeGreaterThan(4)
    } finally {
      enough.abort()
    }
    await sleep(dice(150))
    const victim = names[dice(2)] ?? 'one'
    await programs.kill(victim)
    inHand.push(await locked())
    await producing
    if (dice(2) === 0) await batch(2)
    await programs.start(victim)
  }
  expect(inHand.reduce((sum, jobs) => sum + jobs, 0), 'jobs were in hand when it was killed').toBeGreaterThan(0)
  stopping.abort()
  await Promise.all(traffic)
  for (const id of uploads.filter((_, turn) => turn % 2 === 0)) await expect.poll(async () => JSON.stringify(await colleague.json(z.unknown(), `/documents/${id}/preview`)), { timeout: 60_000 }).toContain('pdf')

  const left = () => world.rows('select t.identifier, j.attempts, j.last_error from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id')
  await expect.poll(left, { timeout: 120_000, interval: 200 }).toEqual([])
  // What one process left as another was at it, the next round finds: it would come by itself within a quarter of an hour.
  await work.enqueue('send-digests', 'remind-due', 'follow-deputies', 'roll-up-reports', 'open-verifications', 'dispose-complaints')
  await expect.poll(left, { timeout: 120_000, interval: 200 }).toEqual([])
  work.checkTellings(mail, receiver, kills)
  work.checkFiles(await openS3Store(bucket, join(folder, 'parts')))
  work.checkMarket()
  work.check('the import is finished, each row once', `select count(*) from complaint where agency_id = $1 and cfpb_id::int >= 9000000 having count(*) <> ${String(rows.length)} union all select count(*) from import_run where id = $2 and state <> 'finished' having count(*) > 0`, [people.agency.id, given.id])
  work.check('the directory is read, each company whole', `select nmls_id from company c where directory_hash is not null and (select count(*) from company_licence l where l.company_id = c.id) <> 2 union all select count(*)::text from company where directory_hash is not null having count(*) <> ${String(companies)}`)
  work.check('each request was made once', `select count(*) from information_request where complaint_id = $1 having count(*) <> ${String(asked)}`, [followed])
  work.check('each file is there once', `select original_name, count(*) from document where complaint_id = $1 and state = 'stored' group by 1 having count(*) <> 1 union all select 'all', count(*) from document where complaint_id = $1 and state = 'stored' having count(*) <> ${String(uploads.length)}`, [followed])
  expect(await work.wrong()).toEqual({})

  // Open pages at both programs show what is there, though nothing but the stream of events ever told them to look.
  const notifications = async (userId: string) => (await world.rows('select id from notification where user_id = $1', [userId])).length
  const truth = await Promise.all([people.supervisor, people.colleague].map(async ({ userId }) => ({ requests: asked, notifications: Math.min(200, await notifications(userId)) })))
  await expect.poll(() => pages.map(({ shows }) => shows)).toEqual(truth)
  expect(pages.reduce((sum, { opened }) => sum + opened, 0), 'a stream broke and was opened again').toBeGreaterThan(pages.length)

  // A receipt and a package, from whichever answers.
  const [first = ''] = exchanges
  const { items } = await supervisor.json(Submissions, `/complaints/${first}/submissions`)
  expect(items).toHaveLength(1)
  for (const receipt of [await supervisor.whole(`/complaints/${first}/receipts/${items[0]?.id ?? ''}.pdf`), await poc.whole(`/received-complaints/${first}/receipts/${items[0]?.id ?? ''}.pdf`)]) expect(new TextDecoder().decode(receipt.subarray(0, 4))).toBe('%PDF')
  await programs.stop()
  expect(await verifyAudit(join(folder, 'one'), world.db)).toMatchObject({ code: 0 })
})

test('web servers and a worker apart, on a folder that they share: one exchange goes through all of them', async ({ world }) => {
  const programs = new Programs(world, folder, { SMTP_URL: mail.url, MAIL_FROM: 'ses@agency.example', PUBLIC_URL: 'http://ses.example', CLAMD_HOST: clamd.address.host, CLAMD_PORT: String(clamd.address.port) })
  onTestFinished(() => programs.stop())
  const work = new Work(world)
  const people = await work.exchangers(receiver)
  await Promise.all([...['web', 'other web'].map((name) => programs.start(name, { dataDir: 'shared', env: { SES_ROLE: 'web' } })), programs.start('worker', { dataDir: 'shared', env: { SES_ROLE: 'worker' } })])
  const [supervisor, contact, poc] = [await Person.signIn(world, programs, 'web', people.supervisor), await Person.signIn(world, programs, 'other web', people.administrator), await Person.signIn(world, programs, 'other web', people.poc)]
  const page = new OpenPage(supervisor, await work.complaint(people.supervisor, people.company))
  const complaintId = await work.complaint(people.supervisor, people.company)
  const post = (person: Person, path: string, body: object) => person.json(z.unknown(), path, { method: 'POST', body })
  const { id: requestId } = await supervisor.json(WithId, `/complaints/${complaintId}/information-requests`, { method: 'POST', body: { title: 'Ledger', description: 'Send the ledger.', dueOn: addDays(work.today, 14) } })
  await post(supervisor, `/complaints/${complaintId}/sendings`, { requests: [{ id: requestId }] })
  const { version } = await contact.json(WithVersion, `/received-complaints/${complaintId}`)
  await post(contact, `/received-complaints/${complaintId}/points-of-contact`, { version, userId: people.poc.userId })
  const draft = await poc.json(WithVersion, `/received-requests/${requestId}/draft`, { method: 'PUT', body: { version: 0, text: 'Here it is.', links: [], restricted: false } })
  const bytes = manyBytes(90_000)
  const documentId = await poc.upload({ purpose: 'response', targetId: requestId, filename: 'ledger.bin' }, bytes)
  // Nobody opens a file that the worker has not had scanned, nor submits it.
  await expect.poll(async () => (await poc.json(z.object({ scan: z.string() }), `/documents/${documentId}`)).scan).toBe('clean')
  await post(poc, `/received-requests/${requestId}/submissions`, { version: draft.version })
  expect(await supervisor.whole(`/documents/${documentId}/content`), 'what one web server took, the other gives').toEqual(new Uint8Array(bytes))
  const told = () => world.rows<{ event: string; state: string }>(`select n.event, m.state from notification n join mail m on m.event_id = n.event_id and m.user_id = n.user_id where n.user_id = $1 and n.event = 'response_submitted'`, [people.supervisor.userId])
  await expect.poll(told).toEqual([{ event: 'response_submitted', state: 'sent' }])
  await expect.poll(() => page.shows.notifications, { message: 'the open page heard of it by way of the database' }).toBe(1)
  await expect.poll(async () => (await world.rows(`select state from webhook_delivery where event = 'answer.submitted' and complaint_id = $1`, [complaintId])).map(({ state }) => state)).toEqual(['delivered', 'delivered'])
  await page.close()
})
