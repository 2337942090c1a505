import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '#src/access/actor.ts'
import { openDiskStore } from '#src/platform/files/disk-store.ts'
import { assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { approveLetter } from './commands/approve-letter.ts'
import { issueLetter } from './commands/issue-letter.ts'
import { updateLetter, writeLetter } from './commands/write-letter.ts'
import { letterJob } from './jobs.ts'
import { lettersAsCompany, listReceivedLetters } from './queries/received-letters.ts'

const run = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
const seen = async (world: World, actor: Actor, id: string) => (await lettersAsCompany(world.deps, actor, id)).items.map(({ subject }) => subject)

test('"See it as the company does" lists the letters that the company has, field for field, and no other; nobody reads in its name', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const write = async (subject: string) => {
    const draft = await writeLetter(world.deps, supervisor, id, { side: 'company' })
    const written = await updateLetter(world.deps, supervisor, draft.id, { version: draft.version, addressee: company.name, subject, body: 'Please look at it.' })
    return approveLetter(world.deps, supervisor, draft.id, { version: written.version })
  }
  const [first] = [await write('First'), await write('Approved, not issued')]
  expect(await seen(world, supervisor, id), 'before anything was sent').toEqual([])
  await issueLetter(world.deps, supervisor, first.id, { version: first.version })
  expect(await seen(world, supervisor, id), 'while its PDF is made').toEqual([])
  await letterJob({ ...world.deps, files: await openDiskStore(await mkdtemp(join(tmpdir(), 'ses-letters-'))), scanner: null }, { training: true })({ letterId: first.id }, run)
  await assigned(world, administrator, id, poc)

  const view = await lettersAsCompany(world.deps, supervisor, id)
  expect(view.items.map((letter) => [letter.subject, letter.can])).toEqual([['First', []]])
  expect(view.items).toEqual((await listReceivedLetters(world.deps, poc, id)).items.map((letter) => ({ ...letter, can: [] })))
  const [read] = await world.rows<{ count: string }>(`select count(*) from audit_entry where complaint_id = $1 and action = 'letter.read' and actor_kind <> 'company'`, [id])
  expect(read?.count).toBe('0')
})

test('the owner’s people look, Viewers too; another agency and the company do not', async ({ world }) => {
  const { supervisor, agency, company, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  await sent(world, supervisor, id)
  expect(await seen(world, await world.agencyUser(agency, 'viewer'), id)).toEqual([])
  await expect(seen(world, poc, id)).rejects.toThrow(/role does not allow/)
  await expect(seen(world, await world.agencyUser(await world.agency(), 'supervisor'), id)).rejects.toThrow(/not found|role does not allow/)
})
