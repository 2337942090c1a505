import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AgencyActor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { closeComplaint } from '#src/modules/complaints/commands/close-complaint.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import type { DocumentDeps } from '#src/modules/documents/store.ts'
import { openDiskStore } from '#src/platform/files/disk-store.ts'
import { newId } from '#src/platform/new-id.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { openSite } from '#test/world/site.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { issueLetter } from './commands/issue-letter.ts'
import { addTemplate, retireTemplate, updateTemplate } from './commands/manage-templates.ts'
import { discardLetter, updateLetter, writeLetter } from './commands/write-letter.ts'
import { sampleValues } from './domain/merge-fields.ts'
import { letterJob } from './jobs.ts'
import { listTemplates, previewTemplate } from './queries/list-templates.ts'
import { listLetters } from './queries/read-letters.ts'
import { checkTemplate, fillTemplate } from './template-engine.ts'

const run = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }

async function withFiles<T>(world: World, work: (deps: DocumentDeps) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-letters-'))
  try {
    return await work({ ...world.deps, files: await openDiskStore(folder), scanner: null })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const templateNamed = async (world: World, actor: AgencyActor, name: string) => {
  const found = (await listTemplates(world.deps, actor)).items.find((template) => template.name === name)
  if (found === undefined) throw new Error(`There is no template ${name}.`)
  return found
}
const begin = async (world: World, actor: AgencyActor, complaintId: string, name = 'We received your complaint') =>
  writeLetter(world.deps, actor, complaintId, { templateId: (await templateNamed(world, actor, name)).id })

async function issued(world: World, actor: AgencyActor, complaintId: string) {
  const draft = await begin(world, actor, complaintId)
  return issueLetter(world.deps, actor, draft.id, { version: draft.version, sentVia: 'mail' })
}

async function share(world: World, complaintId: string, owner: string, requesting: string) {
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, 'accepted', now())`, [newId(), complaintId, owner, requesting])
}

test('every shipped template reads well: each can be filled, and leaves nothing behind', async ({ world }) => {
  const { supervisor } = await cast(world)
  const { items } = await listTemplates(world.deps, supervisor)
  expect(items.filter((template) => template.kind === 'acknowledgement')).toHaveLength(1)
  expect(items.filter((template) => template.kind === 'outcome')).toHaveLength(5)
  for (const template of items.filter(({ side }) => side === 'complainant')) {
    const preview = await previewTemplate(world.deps, supervisor, { subject: template.subject, body: template.body })
    expect(preview.body, template.name).toContain('Yolanda Pruitt')
    expect([preview.missing, /\{\{|\n{3}/.test(preview.body)], template.name).toEqual([[], false])
  }
  const [own] = await world.rows<{ name: string }>('select name from agency where id = $1', [supervisor.agencyId])
  expect((await previewTemplate(world.deps, supervisor, { subject: 'x', body: '{{ agency_name }}' })).body, 'the agency that looks, not an invented one').toBe(own?.name)
})

test('a template that cannot be read is refused with the line, and can do nothing but fill in and choose', () => {
  const problem = (body: string): string => {
    try {
      checkTemplate({ subject: 'x', body })
      return ''
    } catch (error) {
      return error instanceof AppError ? (error.extras.fields?.['body'] ?? '') : String(error)
    }
  }
  const refusals = {
    'a\n{{ complainant.name }}': 'Line 2: “complainant.name” is not a field',
    'a\nb\n{{ narrative }}': 'Line 3: “narrative” is not a field',
    '{{ constructor }}': 'Line 1: “constructor” is not a field',
    'a\n{% if cfpb_id %}\nx': 'Line 2: {% if cfpb_id %} is not ended',
    'a\n{{ cfpb_id | download }}': 'Line 2: “download” cannot be used after a field',
    '{% for x in (1..99999999) %}{% endfor %}': 'Line 1: “for” cannot be used in a letter',
    '{% include "/etc/passwd" %}': 'Line 1: “include” cannot be used',
    'a\n{{ cfpb_id': 'Line 2: Braces are opened and not closed',
    '{{ }}': 'Line 1: This cannot be read',
  }
  for (const [body, words] of Object.entries(refusals)) expect(problem(body), body).toContain(words)
  expect(problem('{% if relief_amount %}{{ relief_amount | upcase }}{% endif %}')).toBe('')
  expect(() => fillTemplate({ subject: 'x', body: '{{ (1..1000000000) | default: today }}' }, sampleValues), 'an end to memory').toThrow()
})

test('what the complaint lacks is marked in the letter and refused when it is issued', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company, { complainant: { firstName: 'Yolanda', lastName: 'Pruitt' } })
  const draft = await begin(world, supervisor, id)
  expect(draft.addressee).toBe('Yolanda Pruitt\n[Missing: The complainant’s address]')
  expect(draft.missing).toEqual(['Still missing: the complainant’s address.'])
  await expect(issueLetter(world.deps, supervisor, draft.id, { version: 1, sentVia: 'mail' })).rejects.toMatchObject({ code: 'invalid', extras: { fields: { body: 'Still missing: the complainant’s address.' } } })
  const mended = await updateLetter(world.deps, supervisor, draft.id, { version: 1, addressee: 'Yolanda Pruitt\n1 Main St\nToledo, OH 43604', subject: draft.subject, body: draft.body })
  expect((await issueLetter(world.deps, supervisor, draft.id, { version: mended.version, sentVia: 'mail' })).status).toBe('issued')
})

test('an issued letter stays as it is, is a document once however often the job runs, and is noted as communication without the name', async ({ world }) => {
  const { supervisor, company, agency } = await cast(world)
  const id = await entered(world, supervisor, company)
  const letter = await issued(world, supervisor, id)
  expect(letter.body).toContain(`Its number is C-`)
  await withFiles(world, async (deps) => {
    const work = letterJob(deps, { training: true })
    await work({ letterId: letter.id }, run)
    await work({ letterId: letter.id }, run)
    const documents = await world.rows<{ id: string; state: string; sha256: string; purpose: string }>('select id, state, sha256, purpose from document where complaint_id = $1', [id])
    expect(documents).toMatchObject([{ state: 'stored', purpose: 'letter' }])
    expect(await deps.files.sha256(documents[0]?.id ?? '')).toBe(documents[0]?.sha256)
    // Given up while the program stood still: begun anew.
    await world.rows(`update document set state = 'uploading', removed_at = now() where complaint_id = $1`, [id])
    await work({ letterId: letter.id }, run)
    expect(await world.rows('select state from document where complaint_id = $1 and removed_at is null', [id])).toEqual([{ state: 'stored' }])
  })
  const [entry] = await world.rows<{ text: string }>('select kind, channel, party, text, letter_id from research_entry where complaint_id = $1', [id])
  expect(entry).toMatchObject({ kind: 'communication', channel: 'mail', party: 'consumer', letter_id: letter.id })
  expect(entry?.text).not.toContain('Pruitt')
  await expect(updateLetter(world.deps, supervisor, letter.id, { version: letter.version, addressee: 'x', subject: 'x', body: 'x' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(discardLetter(world.deps, supervisor, letter.id, letter.version)).rejects.toMatchObject({ code: 'conflict' })
  await expect(world.rows(`update letter set body = 'x' where id = $1`, [letter.id]), 'not even past the program').rejects.toThrow(/stays as it is/)
  expect((await listLetters(world.deps, supervisor, id)).items[0]?.document).toMatchObject({ canOpen: true })
  expect(agency.id).toBeTruthy()
})

test('an outcome tells the reason in plain words, after closing too; a draft of a complaint gets no letter', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  const { version } = await readComplaint(world.deps, supervisor, id)
  await closeComplaint(world.deps, supervisor, id, { version, reason: 'closed_with_monetary_relief', reliefAmount: '412.60', reliefPaidOn: '2026-11-18', notes: '', commentsToCompany: '', documentIds: [] })
  const letter = await begin(world, supervisor, id, 'The company gave relief')
  expect(letter.body).toContain('The company gave you money back.')
  expect(letter.body).toContain('paid you $412.60 on November 18, 2026')
  const draft = await startComplaint(world.deps, supervisor, {})
  await expect(begin(world, supervisor, draft)).rejects.toMatchObject({ code: 'conflict' })
})

test('whoever writes is a Supervisor or Manager of the owner; a stale version is refused with what stands there now', async ({ world }) => {
  const { supervisor, company, agency, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const viewer = await world.agencyUser(agency, 'viewer')
  const guest = await world.agency()
  const guestSupervisor = await world.agencyUser(guest)
  const draft = await begin(world, supervisor, id)
  const texts = { addressee: 'A', subject: 'S', body: 'B' }
  const tries = (actor: typeof supervisor | typeof poc) => [
    () => writeLetter(world.deps, actor, id, {}), () => updateLetter(world.deps, actor, draft.id, { version: 1, ...texts }),
    () => issueLetter(world.deps, actor, draft.id, { version: 1, sentVia: 'mail' }), () => discardLetter(world.deps, actor, draft.id, 1),
  ]
  for (const attempt of tries(viewer)) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
  for (const attempt of tries(guestSupervisor)) await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
  for (const attempt of tries(poc)) await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
  await share(world, id, agency.id, guest.id)
  for (const attempt of tries(guestSupervisor)) await expect(attempt(), 'with access: reads, does not write').rejects.toMatchObject({ code: 'forbidden' })
  expect((await updateLetter(world.deps, supervisor, draft.id, { version: 1, ...texts })).version).toBe(2)
  await expect(updateLetter(world.deps, supervisor, draft.id, { version: 1, ...texts })).rejects.toMatchObject({ code: 'stale_version', extras: { current: { version: 2, body: 'B' } } })
  await discardLetter(world.deps, supervisor, draft.id, 2)
  expect((await listLetters(world.deps, supervisor, id)).items).toEqual([])
})

test('an agency’s text of a shipped template stands in its place, for that agency alone, until the shipped one is restored', async ({ world }) => {
  const { supervisor, agency } = await cast(world)
  const other = await world.agencyUser(await world.agency())
  const shipped = await templateNamed(world, supervisor, 'We received your complaint')
  const own = await addTemplate(world.deps, supervisor, { kind: 'acknowledgement', name: 'Ohio received it', subject: 'Hello', body: 'Dear {{ complainant_name }}', replaces: shipped.id })
  const names = async (actor: AgencyActor) => (await listTemplates(world.deps, actor)).items.map((template) => template.name)
  expect(await names(supervisor)).not.toContain(shipped.name)
  expect(await names(supervisor)).toContain('Ohio received it')
  expect(await names(other)).not.toContain('Ohio received it')
  await expect(updateTemplate(world.deps, other, own.id, { version: 1, kind: 'other', name: 'x', subject: 'x', body: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(updateTemplate(world.deps, supervisor, shipped.id, { version: 1, kind: 'other', name: 'x', subject: 'x', body: 'x' })).rejects.toMatchObject({ code: 'invalid' })
  await expect(addTemplate(world.deps, await world.agencyUser(agency, 'viewer'), { kind: 'other', name: 'x', subject: 'x', body: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
  await retireTemplate(world.deps, supervisor, own.id, { version: 1, retired: true })
  expect(await names(supervisor)).toContain(shipped.name)
  await expect(retireTemplate(world.deps, supervisor, own.id, { version: 1, retired: false })).rejects.toMatchObject({ code: 'stale_version' })
  const again = await addTemplate(world.deps, supervisor, { kind: 'acknowledgement', name: 'Once more', subject: 'Hello', body: 'x', replaces: shipped.id })
  expect([again.id, again.retired, again.origin]).toEqual([own.id, false, 'changed'])
})

test('the whole way over the API, with the preview as PDF', async ({ world }) => {
  const { supervisor, company, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const site = await openSite(world)
  try {
    const cookie = await site.signIn(await site.credentials(supervisor))
    const made = await site.post(`/complaints/${id}/letters`, {}, cookie)
    expect(made.statusCode).toBe(201)
    const letter: { id: string } = made.json()
    const preview = await site.get(`/letters/${letter.id}/preview.pdf`, cookie)
    expect([preview.statusCode, preview.body.slice(0, 5)]).toEqual([200, '%PDF-'])
    const bad = await site.post('/letter-templates/previews', { subject: 'x', body: 'a\n{{ x }}' }, cookie)
    expect([bad.statusCode, bad.json<{ fields: unknown }>().fields]).toEqual([422, { body: 'Line 2: “x” is not a field that can be filled in. Choose one of the list.' }])
    const { number }: { number: string } = (await site.get(`/complaints/${id}`, cookie)).json()
    const real = await site.post('/letter-templates/previews', { subject: 'x', body: '{{ complaint_id }} {{ cfpb_id }}', complaint: number.toLowerCase() }, cookie)
    expect(real.json()).toEqual({ subject: 'x', body: `${number} [Missing: The CFPB ID]`, missing: ['Still missing: the CFPB ID.'] })
    const outside = await site.signIn(await site.credentials(await world.agencyUser(await world.agency())))
    for (const path of [`/complaints/${id}/letters`, `/letters/${letter.id}`, `/letters/${letter.id}/preview.pdf`]) expect((await site.get(path, outside)).statusCode).toBe(404)
    expect((await site.post('/letter-templates/previews', { subject: 'x', body: 'x', complaint: number }, outside)).statusCode).toBe(422)
    world.clock.advance(60_000)
    const firm = await site.signIn(await site.credentials(poc))
    for (const path of [`/complaints/${id}/letters`, `/letters/${letter.id}`, '/letter-templates']) expect([403, 404]).toContain((await site.get(path, firm)).statusCode)
  } finally {
    await site.close()
  }
})
