import fc from 'fast-check'
import { AppError } from '#src/kernel/errors.ts'
import { newId } from '#src/platform/new-id.ts'
import type { FileStore } from '#src/platform/files/file-store.ts'
import { openDiskStore } from '#src/platform/files/disk-store.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { cast, entered } from '#test/world/exchange.ts'
import { afterAll, beforeAll, describe, expect, test, type TestAgency, type World } from '#test/world/test-world.ts'
import { addDays } from '../../kernel/calendar.ts'
import { statuses } from '../complaints/domain/lifecycle.ts'
import { liftHold, setHold } from './commands/change-hold.ts'
import { disposeComplaints } from './commands/dispose-complaints.ts'
import { listCertificates } from './queries/list-certificates.ts'
import { listDue } from './queries/list-due.ts'
import { readRetention } from './queries/read-retention.ts'

let folder = ''
let files: FileStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-disposal-'))
  files = await openDiskStore(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const codeOf = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
const dispose = (world: World) => disposeComplaints({ ...world.deps, files })
const today = '2026-11-23'
const disposes = (world: World, agency: TestAgency) => world.rows('update agency set disposes_automatically = true where id = $1', [agency.id])

type Kept = { status: string; retainUntil: string | null; hold: boolean }
async function complaint(world: World, agency: TestAgency, { status, retainUntil, hold }: Kept): Promise<string> {
  const id = newId()
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, subject_name, created_at, received_on, closed_at, canceled_at)
     values ($1, $2, $3, 'entity', 'Unknown Lender', now(), '2019-01-02', case when $3 = 'closed' then timestamptz '2019-11-01' end, case when $3 = 'canceled' then timestamptz '2019-11-01' end)`,
    [id, agency.id, status],
  )
  if (retainUntil !== null || hold) await world.rows('insert into complaint_retention (complaint_id, agency_id, retain_until, legal_hold) values ($1, $2, $3, $4)', [id, agency.id, retainUntil, hold])
  return id
}

test('what is due goes with all of its rows and files, and leaves a certificate with counts and hashes', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  await disposes(world, agency)
  const id = await entered(world, supervisor, company)
  const other = await complaint(world, agency, { status: 'closed', retainUntil: null, hold: false })
  const key = newId()
  await files.write(key, Readable.from(['bytes']))
  await world.rows(`insert into document (id, purpose, complaint_id, agency_id, side, name, original_name, content_type, size, state, sha256, uploaded_by, created_at) values ($1, 'complaint', $2, $3, 'agency', 'letter.pdf', 'letter.pdf', 'application/pdf', 5, 'stored', repeat('b', 64), $4, now())`, [key, id, agency.id, supervisor.userId])
  await world.rows(`insert into related_record (id, complaint_id, agency_id, kind, related_complaint_id, label, added_by, added_at) values (gen_random_uuid(), $1, $2, 'complaint', $3, 'C-1', $4, now())`, [other, agency.id, id, supervisor.userId])
  await world.rows(`insert into notification (id, event_id, user_id, event, complaint_id, sentence, link, created_at) values (gen_random_uuid(), gen_random_uuid(), $1, 'x', $2, 'x', '/', now())`, [supervisor.userId, id])
  await world.rows(`update complaint set status = 'closed', closed_at = now() where id = $1`, [id])
  await world.rows(`insert into complaint_retention (complaint_id, agency_id, retain_until) values ($1, $2, $3)`, [id, agency.id, addDays(today, -1)])

  await Promise.all([dispose(world), dispose(world)])
  await dispose(world)
  for (const table of ['complaint_detail', 'complainant', 'document', 'search_document', 'notification', 'task', 'complaint_retention']) expect(await world.rows(`select 1 from ${table} where complaint_id = $1`, [id]), table).toEqual([])
  expect(await files.size(key)).toBeNull()
  expect(await world.rows('select related_complaint_id, label from related_record where complaint_id = $1', [other]), 'what was related to it stays, by name').toEqual([{ related_complaint_id: null, label: 'C-1' }])
  const certificates = (await listCertificates(world.deps, supervisor, { limit: 50 })).items
  expect(certificates).toMatchObject([{ status: 'closed', retainUntil: addDays(today, -1), counts: { documents: 1 }, documentHashes: ['b'.repeat(64)] }])
  expect(JSON.stringify(certificates)).not.toMatch(/Pruitt|Yolanda/)
  expect(await world.rows(`select actor_kind, agency_id from audit_entry where complaint_id = $1 and action = 'complaint.disposed'`, [id])).toEqual([{ actor_kind: 'system', agency_id: agency.id }])
})

test('it never takes more, nor less, than what is closed or canceled, past its date, without a hold, of an agency that wants it', async ({ world }) => {
  const kept = fc.record({ status: fc.constantFrom(...statuses), days: fc.option(fc.integer({ min: -3, max: 2 }), { nil: null }), hold: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(kept, { minLength: 1, maxLength: 12 }), fc.boolean(), fc.constantFrom('America/New_York', 'Pacific/Honolulu'), async (list, automatic, zone) => {
      // 4 o'clock in the morning, UTC: still yesterday in both zones.
      world.clock.set('2026-11-23T04:00:00Z')
      const agency = await world.agency(undefined, zone)
      await world.rows('update agency set disposes_automatically = $2 where id = $1', [agency.id, automatic])
      const all: { id: string; goes: boolean }[] = []
      for (const { status, days, hold } of list) {
        const retainUntil = days === null ? null : addDays('2026-11-22', days)
        all.push({ id: await complaint(world, agency, { status, retainUntil, hold }), goes: automatic && (status === 'closed' || status === 'canceled') && !hold && days !== null && days < 0 })
      }
      await dispose(world)
      const left = (await world.rows<{ id: string }>('select id from complaint where agency_id = $1', [agency.id])).map((row) => row.id)
      expect(new Set(left)).toEqual(new Set(all.filter((one) => !one.goes).map((one) => one.id)))
      expect(await world.rows('select count(*)::int as n from disposal_certificate where agency_id = $1', [agency.id])).toEqual([{ n: all.length - left.length }])
    }),
    { numRuns: 25 },
  )
})

test('the function that deletes looks itself: not for an agency’s user, and not what is not due', async ({ world }) => {
  const { agency, supervisor } = await cast(world)
  await disposes(world, agency)
  const id = await complaint(world, agency, { status: 'closed', retainUntil: today, hold: false })
  const call = sql`select dispose_complaint(${id}, ${newId()}, ${world.clock.now()}) as files`
  await expect(world.deps.transaction(supervisor, (tx) => call.execute(tx.db))).rejects.toThrow(/permission denied/)
  expect((await world.deps.transaction({ kind: 'job' }, (tx) => call.execute(tx.db))).rows).toEqual([{ files: null }])
  await expect(world.deps.transaction(supervisor, (tx) => sql`delete from complaint where id = ${id}`.execute(tx.db))).resolves.toMatchObject({ numAffectedRows: 0n })
})

describe('a legal hold', () => {
  test('is set and lifted by Supervisors of the own agency, with a reason, and keeps what is due', async ({ world }) => {
    const { agency, supervisor, poc } = await cast(world)
    await disposes(world, agency)
    const manager = await world.agencyUser(agency, 'manager')
    const stranger = await world.agencyUser(await world.agency(), 'supervisor')
    const id = await complaint(world, agency, { status: 'closed', retainUntil: addDays(today, -10), hold: false })
    const hold = { version: 1, reason: 'A suit is pending.' }
    expect([await codeOf(setHold(world.deps, manager, id, hold)), await codeOf(setHold(world.deps, stranger, id, hold)), await codeOf(setHold(world.deps, poc, id, hold))]).toEqual(['forbidden', 'forbidden', 'not_found'])
    expect(await codeOf(setHold(world.deps, supervisor, id, { ...hold, version: 0 }))).toBe('stale_version')
    await setHold(world.deps, supervisor, id, hold)
    expect(await codeOf(setHold(world.deps, supervisor, id, { ...hold, version: 2 }))).toBe('conflict')
    await dispose(world)
    expect(await readRetention(world.deps, manager, id)).toMatchObject({ hold: { reason: 'A suit is pending.', setBy: { id: supervisor.userId } }, can: [], version: 2 })
    expect(await codeOf(readRetention(world.deps, stranger, id))).toBe('not_found')
    await liftHold(world.deps, supervisor, id, { version: 2, reason: 'The suit was settled.' })
    expect(await readRetention(world.deps, supervisor, id)).toMatchObject({ hold: null, lifted: { reason: 'The suit was settled.' }, can: ['set-hold'] })
    await dispose(world)
    expect(await world.rows('select 1 from complaint where id = $1', [id])).toEqual([])
  })
})

test('what is due within 90 days is listed, the earliest first and page by page, the own agency’s alone', async ({ world }) => {
  const { agency, supervisor } = await cast(world)
  const ids: string[] = []
  for (const [days, hold] of [[-5, false], [10, true], [90, false], [91, false]] as const) ids.push(await complaint(world, agency, { status: 'closed', retainUntil: addDays(today, days), hold }))
  await complaint(world, await world.agency(), { status: 'closed', retainUntil: today, hold: false })
  const first = await listDue(world.deps, supervisor, { days: 90, limit: 2 })
  const second = await listDue(world.deps, supervisor, { days: 90, limit: 2, cursor: first.next ?? '' })
  expect([...first.items, ...second.items].map((item) => [item.complaintId, item.onHold])).toEqual([[ids[0], false], [ids[1], true], [ids[2], false]])
  expect(second.next).toBeNull()
  expect(first).toMatchObject({ disposesAutomatically: false, retentionYears: 7 })
})
