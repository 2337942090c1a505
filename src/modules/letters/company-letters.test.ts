import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Actor, AgencyActor, CompanyActor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { cancelComplaint } from '#src/modules/complaints/commands/cancel-complaint.ts'
import { closeComplaint } from '#src/modules/complaints/commands/close-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { readHistory } from '#src/modules/complaints/queries/read-history.ts'
import { readReceived } from '#src/modules/information-requests/queries/read-received.ts'
import { composeMessage } from '#src/modules/integrations/message.ts'
import { notifyJob } from '#src/modules/notifications/jobs.ts'
import { listTasks } from '#src/modules/notifications/queries/list-tasks.ts'
import { openDiskStore } from '#src/platform/files/disk-store.ts'
import { payloads } from '#src/platform/jobs/handlers.ts'
import { newId } from '#src/platform/new-id.ts'
import type { Jobs } from '#src/platform/ports.ts'
import { assigned, cast, entered, sent, type Cast } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { acknowledgeLetter } from './commands/acknowledge-letter.ts'
import { approveLetter, askApproval, returnLetter } from './commands/approve-letter.ts'
import { extendLetter, withdrawLetter } from './commands/follow-letter.ts'
import { issueLetter } from './commands/issue-letter.ts'
import { addTemplate } from './commands/manage-templates.ts'
import { remindLetters } from './commands/remind-letters.ts'
import { discardLetter, updateLetter, writeLetter } from './commands/write-letter.ts'
import type { Letter } from './contract.ts'
import { canTakeLetterStep, letterStatuses, letterSteps, type LetterStatus } from './domain/letter-lifecycle.ts'
import { letterJob } from './jobs.ts'
import { listTemplates, previewTemplate } from './queries/list-templates.ts'
import { listLetters, readOneLetter } from './queries/read-letters.ts'
import { listReceivedLetters, readReceivedLetter } from './queries/received-letters.ts'

const run = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
const environment = { publicUrl: 'https://ses.example', training: true, support: { phone: '(555) 010-0100', email: 'support@ses.example' } }
const texts = { addressee: 'Brightwater', subject: 'Notice', body: 'To Brightwater: please stop it.' }

async function makePdf(world: World, letterId: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-letters-'))
  try {
    await letterJob({ ...world.deps, files: await openDiskStore(folder), scanner: null }, { training: true })({ letterId }, run)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Works off what was enqueued of this kind, as the queue gives it back. */
async function tellAbout(world: World, letterId: string, event: string): Promise<void> {
  const rows = await world.rows<{ payload: Jobs['notify'] }>(`select payload from graphile_worker._private_jobs where payload ->> 'letterId' = $1 and payload ->> 'event' = $2 order by id`, [letterId, event])
  for (const { payload } of rows) await notifyJob(world.deps, environment)(payloads.notify.parse(payload), run)
}

const taskKinds = async (world: World, actor: Actor) => (await listTasks(world.deps, actor, { limit: 50 })).items.map((task) => task.kind)

async function drafted(world: World, by: AgencyActor, complaintId: string): Promise<Letter> {
  const draft = await writeLetter(world.deps, by, complaintId, { side: 'company' })
  return updateLetter(world.deps, by, draft.id, { version: draft.version, ...texts })
}

async function issuedTo(world: World, { supervisor }: Cast, complaintId: string, dueOn?: string): Promise<Letter> {
  const draft = await drafted(world, supervisor, complaintId)
  const approved = await approveLetter(world.deps, supervisor, draft.id, { version: draft.version })
  const issued = await issueLetter(world.deps, supervisor, draft.id, { version: approved.version, ...(dueOn === undefined ? {} : { dueOn }) })
  await makePdf(world, draft.id)
  return issued
}

test('the shipped letters to companies can be filled, say what is to be written, and want counsel’s review first', async ({ world }) => {
  const { supervisor } = await cast(world)
  const items = (await listTemplates(world.deps, supervisor)).items.filter(({ side }) => side === 'company')
  expect(items.map(({ kind }) => kind).sort()).toEqual(['caution', 'cease', 'correction', 'findings'])
  for (const { side, name, subject, body } of items) {
    const preview = await previewTemplate(world.deps, supervisor, { side, subject, body })
    expect(preview.missing[0], name).toBe('Still missing: the review of this wording by your agency’s counsel.')
    expect([preview.missing.length > 1, /\{\{|\n{3}/.test(preview.body)], name).toEqual([true, false])
  }
  for (const field of ['closing_reason', 'product', 'received_on', 'cfpb_id', 'representative_name', 'relief_amount']) {
    await expect(addTemplate(world.deps, supervisor, { side: 'company', kind: 'other', name: field, subject: 'x', body: `{{ ${field} }}` }), 'never the company’s').rejects.toMatchObject({ code: 'invalid' })
  }
})

test('from a Manager’s draft over the Supervisor’s approval to the company’s acknowledgement; the letter delivers the complaint, and nothing shows before its PDF', async ({ world }) => {
  const people = await cast(world)
  const { agency, company, supervisor, administrator, poc } = people
  const manager = await world.agencyUser(agency, 'manager')
  const id = await entered(world, supervisor, company)
  const template = (await listTemplates(world.deps, manager)).items.find(({ kind }) => kind === 'findings')
  const begun = await writeLetter(world.deps, manager, id, { templateId: template?.id ?? '' })
  expect(begun).toMatchObject({ side: 'company', status: 'draft' })
  expect(begun.body).toContain('Yolanda Pruitt')
  const asked = await askApproval(world.deps, manager, begun.id, { version: begun.version })
  await tellAbout(world, begun.id, 'letter_approval_asked')
  expect([await taskKinds(world, supervisor), await taskKinds(world, manager)]).toEqual([['approve_letter'], []])
  await expect(approveLetter(world.deps, manager, begun.id, { version: asked.version })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(approveLetter(world.deps, supervisor, begun.id, { version: asked.version })).rejects.toMatchObject({ code: 'invalid' })
  const mended = await updateLetter(world.deps, manager, begun.id, { version: asked.version, ...texts })
  await expect(approveLetter(world.deps, supervisor, begun.id, { version: asked.version }), 'not what was read').rejects.toMatchObject({ code: 'stale_version' })
  await expect(issueLetter(world.deps, supervisor, begun.id, { version: mended.version })).rejects.toMatchObject({ code: 'conflict' })
  const approved = await approveLetter(world.deps, supervisor, begun.id, { version: mended.version })
  expect(await taskKinds(world, supervisor)).toEqual([])
  const changed = await updateLetter(world.deps, manager, begun.id, { version: approved.version, ...texts, subject: 'Another notice' })
  expect([changed.status, changed.toCompany?.approved], 'needs approval anew').toEqual(['draft', null])
  const again = await approveLetter(world.deps, supervisor, begun.id, { version: changed.version })
  const issued = await issueLetter(world.deps, manager, begun.id, { version: again.version, shareNarrative: true })
  expect([issued.status, issued.toCompany?.dueOn]).toEqual(['issued', '2026-12-08'])
  expect((await listReceivedLetters(world.deps, poc, id)).items, 'not without its PDF').toEqual([])
  await makePdf(world, begun.id)
  await makePdf(world, begun.id)
  await tellAbout(world, begun.id, 'letter_issued')
  const [received] = (await listReceivedLetters(world.deps, poc, id)).items
  expect(received).toMatchObject({ status: 'issued', subject: 'Another notice', dueOn: '2026-12-08', document: { canOpen: true } })
  expect((await readReceived(world.deps, poc, id)).content?.narrative, 'shared as with a first request').toContain('escrow')
  expect(await taskKinds(world, administrator)).toEqual(expect.arrayContaining(['assign_point_of_contact', 'acknowledge_letter']))
  await assigned(world, administrator, id, poc)
  const [told] = await world.rows<{ payload: Jobs['notify'] }>(`select payload from graphile_worker._private_jobs where payload ->> 'complaintId' = $1 and payload ->> 'event' = 'poc_assigned'`, [id])
  if (told !== undefined) await notifyJob(world.deps, environment)(told.payload, run)
  expect(await taskKinds(world, poc)).toEqual(['acknowledge_letter'])
  const reader = await world.companyUser(company, 'view')
  const version = received?.version ?? 0
  await expect(acknowledgeLetter(world.deps, reader, begun.id, { version })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(acknowledgeLetter(world.deps, poc, begun.id, { version: version + 1 })).rejects.toMatchObject({ code: 'stale_version' })
  const colleague = await world.companyUser(company, 'manage')
  expect(await acknowledgeLetter(world.deps, colleague, begun.id, { version, words: 'We have it.' }), 'anybody with Manage').toMatchObject({ status: 'acknowledged', acknowledged: { words: 'We have it.' } })
  expect(await taskKinds(world, poc)).toEqual([])
  expect((await readOneLetter(world.deps, supervisor, begun.id)).toCompany?.acknowledged).toMatchObject({ by: { id: colleague.userId }, words: 'We have it.' })
  const theirs = (await readHistory(world.deps, poc, id, { limit: 50, kind: ['letters'] })).items.map(({ action }) => action)
  expect(new Set(theirs)).toEqual(new Set(['letter.received', 'letter.acknowledged']))
})

test('where complainant details are restricted no letter names the complainant to the company', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  const template = (await listTemplates(world.deps, supervisor)).items.find(({ kind }) => kind === 'correction')
  const before = await writeLetter(world.deps, supervisor, id, { side: 'company' })
  const named = await updateLetter(world.deps, supervisor, before.id, { version: 1, ...texts, body: 'About YOLANDA  Pruitt.' })
  await world.rows('update complainant set restricted = true where complaint_id = $1', [id])
  await expect(approveLetter(world.deps, supervisor, named.id, { version: named.version })).rejects.toMatchObject({ code: 'invalid' })
  const after = await writeLetter(world.deps, supervisor, id, { templateId: template?.id ?? '' })
  expect(`${after.addressee}${after.subject}${after.body}`).not.toMatch(/Pruitt|Larkfield/)
})

test('a date is extended, a letter withdrawn with a reason that the company reads; canceling withdraws what waits, closing leaves it', async ({ world }) => {
  const people = await cast(world)
  const { supervisor, company, poc } = people
  const id = await entered(world, supervisor, company)
  const [first, second] = [await issuedTo(world, people, id), await issuedTo(world, people, id)]
  const extended = await extendLetter(world.deps, supervisor, first.id, { version: first.version, dueOn: '2026-12-15' })
  expect([extended.toCompany?.dueOn, extended.toCompany?.originalDueOn]).toEqual(['2026-12-15', '2026-12-08'])
  await expect(extendLetter(world.deps, supervisor, first.id, { version: extended.version, dueOn: '2026-11-01' })).rejects.toMatchObject({ code: 'invalid' })
  await withdrawLetter(world.deps, supervisor, first.id, { version: extended.version, reason: 'Wrong company.' })
  expect(await readReceivedLetter(world.deps, poc, first.id)).toMatchObject({ status: 'withdrawn', withdrawn: { reason: 'Wrong company.' }, document: { canOpen: true }, can: [] })
  await tellAbout(world, second.id, 'letter_issued')
  const { version } = await readComplaint(world.deps, supervisor, id)
  await closeComplaint(world.deps, supervisor, id, { version, reason: 'closed_with_explanation', notes: '', commentsToCompany: '', documentIds: [] })
  expect((await readReceivedLetter(world.deps, poc, second.id)).can, 'after closing too').toEqual(['received.acknowledge-letter'])
  const open = await world.rows('select kind from task where letter_id = $1 and done_at is null', [second.id])
  expect(open).toEqual([{ kind: 'acknowledge_letter' }])
  const other = await entered(world, supervisor, company)
  const third = await issuedTo(world, people, other)
  await cancelComplaint(world.deps, supervisor, other, { version: (await readComplaint(world.deps, supervisor, other)).version, reason: 'Entered twice.' })
  expect(await readReceivedLetter(world.deps, poc, third.id)).toMatchObject({ status: 'withdrawn', withdrawn: { reason: 'The complaint was canceled.' } })
})

test('a letter that is withdrawn before its PDF was made never reaches the company: neither it nor the PDF, nor a word of it to its system', async ({ world }) => {
  const people = await cast(world)
  const { supervisor, company, poc } = people
  const id = await entered(world, supervisor, company)
  const seen = await issuedTo(world, people, id)
  const draft = await drafted(world, supervisor, id)
  const approved = await approveLetter(world.deps, supervisor, draft.id, { version: draft.version })
  const issued = await issueLetter(world.deps, supervisor, draft.id, { version: approved.version })
  const extended = await extendLetter(world.deps, supervisor, draft.id, { version: issued.version, dueOn: '2026-12-15' })
  await withdrawLetter(world.deps, supervisor, draft.id, { version: extended.version, reason: 'Not yet.' })
  await makePdf(world, draft.id)
  expect((await listReceivedLetters(world.deps, poc, id)).items.map((letter) => letter.id)).toEqual([seen.id])
  const files = (by: Actor) => world.deps.transaction(by, (tx) => tx.db.selectFrom('document').select('letter_id').where('complaint_id', '=', id).where('purpose', '=', 'letter').orderBy('created_at').execute())
  expect([await files(poc), await files(supervisor)]).toEqual([[{ letter_id: seen.id }], [{ letter_id: seen.id }, { letter_id: draft.id }]])
  const told = (letterId: string) =>
    composeMessage(world.deps, { agencyId: null, companyId: company.id, createdBy: poc.userId, enrolled: true, eventId: newId(), event: 'letter.withdrawn', happenedAt: world.clock.now(), complaintId: id, requestIds: [], others: { letterId } }, environment.publicUrl)
  expect([await told(draft.id), (await told(seen.id))?.includes(seen.id)]).toEqual([null, true])
  const theirs = (await readHistory(world.deps, poc, id, { limit: 50, kind: ['letters'] })).items.map(({ action }) => action)
  expect(theirs).toEqual(['letter.received'])
})

test('what is due soon and what is overdue is told once for each date', async ({ world }) => {
  const people = await cast(world)
  const { supervisor, company } = people
  const id = await entered(world, supervisor, company)
  const letter = await issuedTo(world, people, id, '2026-11-30')
  const toldOf = () => world.rows<{ event: string }>(`select payload ->> 'event' as event from graphile_worker._private_jobs where payload ->> 'letterId' = $1 and payload ->> 'event' in ('letter_due_soon', 'letter_overdue') order by id`, [letter.id])
  const day = 24 * 60 * 60_000
  for (let days = 0; days < 14; days += 1) {
    world.clock.advance(day)
    await remindLetters(world.deps)
  }
  expect(await toldOf()).toEqual([{ event: 'letter_due_soon' }, { event: 'letter_overdue' }])
  expect((await readOneLetter(world.deps, supervisor, letter.id)).toCompany?.overdue).toBe(true)
})

test('letters go to companies that somebody invited, about complaints that are worked on or closed', async ({ world }) => {
  const people = await cast(world)
  const { supervisor, agency, company, poc } = people
  const id = await entered(world, supervisor, company)
  const draft = await drafted(world, supervisor, id)
  const approved = await approveLetter(world.deps, supervisor, draft.id, { version: draft.version })
  await world.rows(`update company set enrollment = 'not_enrolled' where id = $1`, [company.id])
  await expect(issueLetter(world.deps, supervisor, draft.id, { version: approved.version })).rejects.toMatchObject({ code: 'conflict' })
  await world.rows(`update company set enrollment = 'complete' where id = $1`, [company.id])
  await expect(issueLetter(world.deps, supervisor, draft.id, { version: approved.version, dueOn: '2026-11-01' })).rejects.toMatchObject({ code: 'invalid' })
  const stranger = await world.agencyUser(await world.agency())
  const viewer = await world.agencyUser(agency, 'viewer')
  const tries = (by: Actor) => [
    () => askApproval(world.deps, by, draft.id, { version: approved.version }), () => approveLetter(world.deps, by, draft.id, { version: approved.version }), () => returnLetter(world.deps, by, draft.id, { version: approved.version }),
    () => extendLetter(world.deps, by, draft.id, { version: approved.version, dueOn: '2026-12-15' }), () => withdrawLetter(world.deps, by, draft.id, { version: approved.version, reason: 'x' }),
  ]
  for (const attempt of tries(viewer)) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
  for (const by of [stranger, poc]) for (const attempt of tries(by)) await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
  for (const by of [await world.companyUser(await world.company(), 'manage'), poc]) await expect(acknowledgeLetter(world.deps, by, draft.id, { version: approved.version }), 'no draft is there for a company').rejects.toMatchObject({ code: 'not_found' })
  await discardLetter(world.deps, supervisor, draft.id, approved.version)
  expect((await listLetters(world.deps, supervisor, id)).items).toEqual([])
})

/** Every move of the rules; the test knows them by itself. */
const table: Record<LetterStatus, readonly LetterStatus[]> = { draft: ['draft', 'approved'], approved: ['draft', 'issued'], issued: ['issued', 'acknowledged', 'withdrawn'], acknowledged: ['withdrawn'], withdrawn: [] }
const deeds = ['update', 'ask', 'approve', 'return', 'issue', 'extend', 'withdraw', 'acknowledge'] as const

test('whatever is tried in whatever order, a letter takes only the moves of the table, and what the company read never changes', async ({ world }) => {
  for (const from of letterStatuses) for (const step of letterSteps) expect([from, step, canTakeLetterStep(step, from)]).toEqual([from, step, canTakeLetterStep(step, from) && table[from].length > 0])
  const people = await cast(world)
  const { supervisor, agency, company, poc } = people
  const manager = await world.agencyUser(agency, 'manager')
  const id = await entered(world, supervisor, company)
  await sent(world, supervisor, id)
  const act = (deed: (typeof deeds)[number], by: AgencyActor | CompanyActor, letterId: string, version: number, nth: number) => {
    switch (deed) {
      case 'update': return updateLetter(world.deps, by, letterId, { version, ...texts, body: `Text ${String(nth)}.` })
      case 'ask': return askApproval(world.deps, by, letterId, { version })
      case 'approve': return approveLetter(world.deps, by, letterId, { version })
      case 'return': return returnLetter(world.deps, by, letterId, { version })
      case 'issue': return issueLetter(world.deps, by, letterId, { version }).then(() => makePdf(world, letterId))
      case 'extend': return extendLetter(world.deps, by, letterId, { version, dueOn: `2027-01-${String((nth % 20) + 10)}` })
      case 'withdraw': return withdrawLetter(world.deps, by, letterId, { version, reason: 'Mistaken.' })
      case 'acknowledge': return acknowledgeLetter(world.deps, by, letterId, { version })
    }
  }
  const row = async (letterId: string) => (await world.rows<{ status: LetterStatus; version: number; body: string; approved_by: string | null }>('select status, version, body, approved_by from letter where id = $1', [letterId]))[0]
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ deed: fc.constantFrom(...deeds), who: fc.constantFrom('supervisor', 'manager', 'poc') }), { minLength: 6, maxLength: 14 }), async (moves) => {
      const { id: letterId } = await drafted(world, supervisor, id)
      let frozen: string | null = null
      for (const [nth, { deed, who }] of moves.entries()) {
        const before = await row(letterId)
        if (before === undefined) throw new Error('The letter is gone.')
        const outcome = await act(deed, { supervisor, manager, poc }[who], letterId, before.version, nth).then(() => 'done', (error: unknown) => {
          if (error instanceof AppError) return 'refused'
          throw error
        })
        const after = await row(letterId)
        if (outcome === 'refused') expect(after).toEqual(before)
        else expect([before.status, deed, table[before.status]], JSON.stringify(moves)).toEqual([before.status, deed, expect.arrayContaining([after?.status])])
        if (outcome === 'done') expect(deed === 'acknowledge').toBe(who === 'poc')
        if (outcome === 'done' && deed === 'approve') expect(who).toBe('supervisor')
        if (after?.status === 'issued') frozen ??= after.body
        if (frozen !== null) expect(after?.body).toBe(frozen)
        if (after !== undefined && after.status !== 'draft') expect(after.approved_by).toBe(supervisor.userId)
      }
    }),
    { numRuns: 12 },
  )
})
