import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Upload } from '@tus/server'
import { vi } from 'vitest'
import { describe, expect, test as base } from '#test/world/test-world.ts'
import type { World } from '#test/world/test-world.ts'
import { sealEntries } from '../platform/audit/seal.ts'
import { openDiskStore } from '../platform/files/disk-store.ts'
import { newId } from '../platform/new-id.ts'
import { linkIdOf } from '../platform/one-time-links.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 600_000 })

const test = base.extend<{ folder: string }>({
  folder: async ({ world: _world }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'ses-cli-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

type Outcome = { code: number | null; out: string; err: string }

/** The command as an operator runs it, in a process of its own. */
async function ses(world: World, folder: string, args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], DATABASE_URL: world.db.appUrl, MIGRATION_DATABASE_URL: world.db.adminUrl, SES_DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const outcome: Outcome = { code: null, out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (outcome.out += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (outcome.err += chunk.toString('utf8')))
  outcome.code = await new Promise((resolve) => child.once('close', resolve))
  return outcome
}

async function auditedAct(world: World): Promise<string> {
  const actor = await world.agencyUser(await world.agency('Ohio Division of Tests'))
  await world.deps.transaction(actor, (tx) => tx.audit({ action: 'complaint.updated', audience: 'agency', agencyId: actor.agencyId }))
  return actor.agencyId
}

test('each command explains itself', async ({ world, folder }) => {
  for (const command of ['migrate', 'verify-audit', 'jobs', 'import', 'reset-training']) {
    const { code, out } = await ses(world, folder, [command, '--help'])
    expect(code).toBe(0)
    expect(out).toContain(`npm run ses -- ${command}`)
  }
  const unknown = await ses(world, folder, ['frobnicate'])
  expect(unknown).toMatchObject({ code: 2, out: '' })
  expect(unknown.err).toContain("unknown command 'frobnicate'")
})

test('a database that does not answer is a sentence, not a stack', async ({ world, folder }) => {
  const { code, err } = await ses(world, folder, ['jobs'], { DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' })
  expect(code).toBe(2)
  expect(err).toMatch(/^The database of DATABASE_URL cannot be reached \(.*\)\.\n$/)
})

test('migrating twice changes nothing', async ({ world, folder }) => {
  expect(await ses(world, folder, ['migrate'])).toMatchObject({ code: 0, out: 'The database is up to date.\n' })
})

describe('verify-audit', () => {
  test('names what was changed, and says so by its exit code', async ({ world, folder }) => {
    const agencyId = await auditedAct(world)
    while ((await sealEntries(world.deps)) > 0);
    const whole = await ses(world, folder, ['verify-audit'])
    expect(whole).toMatchObject({ code: 0, err: '' })
    expect(whole.out).toContain('The audit is whole.')

    const heads = await ses(world, folder, ['verify-audit', '--print-heads'])
    await writeFile(join(folder, 'kept-elsewhere.jsonl'), heads.out)
    await world.rows(`alter table audit_entry disable trigger user`)
    await world.rows(`update audit_entry set action = 'nothing.happened' where organisation_id = $1`, [agencyId])
    const changed = await ses(world, folder, ['verify-audit'])
    expect(changed.code).toBe(1)
    expect(changed.out).toContain('CHANGED  Ohio Division of Tests, no. 1')

    await world.rows(`alter table audit_seal disable trigger user`)
    await world.rows('delete from audit_seal where organisation_id = $1', [agencyId])
    await world.rows('delete from audit_entry where organisation_id = $1', [agencyId])
    expect((await ses(world, folder, ['verify-audit'])).code).toBe(0)
    const cut = await ses(world, folder, ['verify-audit', '--heads', join(folder, 'kept-elsewhere.jsonl')])
    expect(cut.code).toBe(1)
    expect(cut.out).toContain('its end was cut off')
  })

  test('refuses a file without heads', async ({ world, folder }) => {
    const file = join(folder, 'notes.txt')
    await writeFile(file, 'nothing')
    expect((await ses(world, folder, ['verify-audit', '--heads', file])).err).toContain('holds no recorded heads')
    expect(await readFile(file, 'utf8')).toBe('nothing')
  })
})

test('jobs shows e-mails that are uncertain, and sends one again when told', async ({ world, folder }) => {
  const id = newId()
  await world.rows(
    `insert into mail (id, event_id, to_address, subject, text_body, html_body, state, last_error, created_at)
     values ($1, $2, 'poc@company.example', 'Complaint C-000123', 'T', 'H', 'uncertain', 'The program was stopped.', now())`,
    [id, newId()],
  )
  const listed = await ses(world, folder, ['jobs'])
  expect(listed.code).toBe(1)
  expect(listed.out).toContain(`e-mail ${id}  uncertain  to poc@company.example`)
  expect(await ses(world, folder, ['jobs', 'retry', id])).toMatchObject({ code: 0 })
  expect(await world.rows('select state from mail where id = $1', [id])).toEqual([{ state: 'waiting' }])
  expect(await world.rows('select 1 from graphile_worker._private_jobs where key = $1', [`mail:${id}`])).toHaveLength(1)
  expect(await ses(world, folder, ['jobs', 'retry', newId()])).toMatchObject({ code: 2 })
  expect(await ses(world, folder, ['jobs', 'retry', '12345678'])).toMatchObject({ code: 2 })
})

test('reset-training asks first, is refused outside of training, and leaves the training world as new', async ({ world, folder }) => {
  await auditedAct(world)
  const files = await openDiskStore(join(folder, 'files'))
  const key = newId()
  await files.uploads.create(new Upload({ id: key, size: 3, offset: 0 }))
  const unasked = await ses(world, folder, ['reset-training'])
  expect(unasked.code).toBe(2)
  expect(unasked.err).toContain('--yes')
  const production = { SES_ENV: 'production', SECRETS_KEY: Buffer.alloc(32).toString('base64'), PUBLIC_URL: 'https://ses.example.org', SMTP_URL: 'smtp://mail.example.org', MAIL_FROM: 'ses@example.org', SUPPORT_PHONE: '(800) 555-0100', SUPPORT_EMAIL: 'help@example.org' }
  expect((await ses(world, folder, ['reset-training', '--yes'], production)).err).toContain('This is no training environment')
  expect(await world.rows('select 1 from agency')).not.toEqual([])
  const done = await ses(world, folder, ['reset-training', '--yes'])
  expect(done).toMatchObject({ code: 0 })
  expect(done.out).toContain('The training world is as new.')
  expect(await world.rows(`select 1 from agency where name = 'Ohio Division of Tests'`)).toEqual([])
  expect(await world.rows(`select tgenabled from pg_trigger where tgrelid = 'audit_entry'::regclass and not tgisinternal and tgenabled <> 'O'`)).toEqual([])
  expect(await files.size(key)).toBeNull()
  // The folders stay as they are for a program that runs meanwhile.
  expect(await readdir(join(folder, 'files'))).toEqual(['bytes', 'uploads'])
})

describe('create-agency and create-user', () => {
  const agency = ['create-agency', '--code', 'nv-fid', '--name', 'Nevada Financial Division', '--short-name', 'Nevada FID', '--state', 'NV', '--time-zone', 'America/Los_Angeles', '--since', '2026-12-01', '--admin-name', 'Ada Minister', '--admin-email', 'ada@nv-fid.example']

  test('an agency and its users are invited with links that the program takes', async ({ world, folder }) => {
    const env = { SECRETS_KEY: Buffer.alloc(32, 7).toString('base64') }
    const made = await ses(world, folder, agency, env)
    expect(made).toMatchObject({ code: 0, err: '' })
    const token = /\/activate#([\w-]+)/.exec(made.out)?.[1] ?? ''
    const linkId = linkIdOf(world.deps.secrets, token)
    expect(await world.rows('select a.email, a.standing from one_time_link l join account a using (user_id) where l.id = $1', [linkId])).toEqual([{ email: 'ada@nv-fid.example', standing: 'invited' }])

    const again = await ses(world, folder, agency, env)
    expect(again).toMatchObject({ code: 2, err: 'Another agency has this code.\n' })

    const user = await ses(world, folder, ['create-user', '--agency', 'NV-FID', '--name', 'Vic Supervisor', '--email', 'vic@nv-fid.example', '--complaints', 'supervisor'], env)
    expect(user.code).toBe(0)
    const runner = await ses(world, folder, ['create-user', '--platform', '--name', 'Pat Runner', '--email', 'pat@ses.example'], env)
    expect(runner.code).toBe(0)
    expect(await world.rows(`select kind, complaints_role from account where email_key in ('vic@nv-fid.example', 'pat@ses.example') order by kind`)).toEqual([
      { kind: 'agency', complaints_role: 'supervisor' },
      { kind: 'platform', complaints_role: null },
    ])
  })

  test('what is wrong is said by its option, and nothing is kept', async ({ world, folder }) => {
    const wrong = await ses(world, folder, agency.map((word) => (word === 'NV' ? 'Nevada' : word)))
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('state: Choose a state.') as string })
    const both = await ses(world, folder, ['create-user', '--platform', '--agency', 'XX', '--name', 'A', '--email', 'a@x.example'])
    expect(both).toMatchObject({ code: 2, err: 'Say either --platform or --agency CODE.\n' })
    const role = await ses(world, folder, ['create-user', '--agency', (await world.agency()).code, '--name', 'A', '--email', 'a@x.example', '--role', 'staff_director'])
    expect(role).toMatchObject({ code: 2, err: expect.stringContaining('complaints role') as string })
  })
})
