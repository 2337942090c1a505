import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigError, loadConfig } from './config.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ses-config-'))
})
afterEach(() => {
  rmSync(dir, { recursive: true })
})

const key = Buffer.alloc(32, 7).toString('base64')
const production = {
  SES_ENV: 'production',
  DATABASE_URL: 'postgres://ses@db/ses',
  SECRETS_KEY: key,
  PUBLIC_URL: 'https://ses.example.org',
  SMTP_URL: 'smtps://mail.example.org',
  MAIL_FROM: 'SES <ses@example.org>',
  SUPPORT_PHONE: '(202) 555-0101',
  SUPPORT_EMAIL: 'help@example.org',
}

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig({ SES_DATA_DIR: dir, ...env })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('training needs no setting at all', () => {
  const config = loadConfig({ SES_DATA_DIR: dir })
  expect(config).toMatchObject({ env: 'training', role: 'all', port: 3000, host: '127.0.0.1', publicUrl: 'http://localhost:3000', dataDir: dir, trustProxy: false })
  expect(config.databaseUrl).toBeUndefined()
  expect(config.smtpUrl).toBeUndefined()
})

test('reports on e-mails come back to an address with room for a token, and a port alone takes none', () => {
  expect(loadConfig({ SES_DATA_DIR: dir }).mailBounces).toBeUndefined()
  expect(loadConfig({ SES_DATA_DIR: dir, MAIL_BOUNCE_ADDRESS: 'bounces@ses.example' }).mailBounces).toEqual({ address: 'bounces@ses.example', host: '127.0.0.1', port: undefined })
  expect(loadConfig({ SES_DATA_DIR: dir, MAIL_BOUNCE_ADDRESS: 'bounces@ses.example', MAIL_BOUNCE_PORT: '2525', MAIL_BOUNCE_HOST: '0.0.0.0' }).mailBounces).toEqual({ address: 'bounces@ses.example', host: '0.0.0.0', port: 2525 })
  expect(problemsOf({ MAIL_BOUNCE_PORT: '2525' })).toEqual(['MAIL_BOUNCE_ADDRESS is missing: without it nothing comes back to MAIL_BOUNCE_PORT.'])
  for (const address of ['bounces', `${'b'.repeat(23)}@ses.example`, 'a+b@ses.example']) expect(problemsOf({ MAIL_BOUNCE_ADDRESS: address })).toHaveLength(1)
})

test('the address of a training server follows its port', () => {
  expect(loadConfig({ SES_DATA_DIR: dir, PORT: '8123' }).publicUrl).toBe('http://localhost:8123')
})

test('training makes its key once and keeps it for its owner only', () => {
  const first = loadConfig({ SES_DATA_DIR: dir }).secretsKey
  expect(first).toHaveLength(32)
  expect(loadConfig({ SES_DATA_DIR: dir }).secretsKey).toEqual(first)
  expect(statSync(join(dir, 'secrets', 'secrets-key')).mode & 0o777).toBe(0o600)
})

test('production starts with its own settings', () => {
  const config = loadConfig({ ...production, TRUST_PROXY: '1', PUBLIC_URL: 'https://ses.example.org/' })
  expect(config).toMatchObject({ env: 'production', publicUrl: 'https://ses.example.org', trustProxy: 1, migrationDatabaseUrl: production.DATABASE_URL })
})

test.each(['SECRETS_KEY', 'PUBLIC_URL', 'SMTP_URL', 'MAIL_FROM', 'SUPPORT_PHONE', 'SUPPORT_EMAIL'])('production without %s is refused', (name) => {
  expect(problemsOf({ ...production, [name]: '' })).toEqual([expect.stringMatching(new RegExp(`^${name} is missing`))])
})

test('production with what training invents is refused', () => {
  const { mailFrom, support } = loadConfig({ SES_DATA_DIR: dir })
  expect(problemsOf({ ...production, MAIL_FROM: mailFrom, SUPPORT_PHONE: support.phone, SUPPORT_EMAIL: support.email })).toHaveLength(3)
  expect(problemsOf({ ...production, PUBLIC_URL: 'http://ses.example.org' }).join()).toContain('https://')
  expect(problemsOf({ ...production, PUBLIC_URL: 'https://localhost' }).join()).toContain('localhost')
})

test('every problem is told at once', () => {
  expect(problemsOf({ PORT: 'eighty', SES_ROLE: 'boss', SES_PROT: '1' })).toEqual([
    'SES_PROT is not a setting of this program; check its spelling.',
    'SES_ROLE must be one of: all, web, worker.',
    'PORT must be a number from 0 to 65535.',
  ])
})

test.each([
  ['PORT', '70000'],
  ['PUBLIC_URL', 'ses.example.org'],
  ['PUBLIC_URL', 'https://ses.example.org/ses'],
  ['DATABASE_URL', 'mysql://db'],
  ['SMTP_URL', 'mail.example.org'],
  ['SECRETS_KEY', 'short'],
  ['SUPPORT_EMAIL', 'nobody'],
])('%s=%s is refused', (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(name)])
})

test.each([
  [{ MIGRATION_DATABASE_URL: 'postgres://db/ses' }, ['DATABASE_URL']],
  [{ SECRETS_KEY_OLD: key }, ['SECRETS_KEY']],
  [{ SES_ROLE: 'web', SECRETS_KEY: key }, ['SES_ROLE web needs DATABASE_URL']],
  [{ SES_ROLE: 'worker', DATABASE_URL: 'postgres://db/ses' }, ['SES_ROLE worker needs SECRETS_KEY']],
])('half of a pair is refused: %o', (env, missing) => {
  expect(problemsOf(env)).toEqual(missing.map((name): unknown => expect.stringContaining(name)))
})

test('files go to a bucket where one is set, with keys or with what the machine may do by itself', () => {
  expect(loadConfig({ SES_DATA_DIR: dir }).s3).toBeUndefined()
  const file = join(dir, 'secret')
  writeFileSync(file, 'secret')
  expect(loadConfig({ SES_DATA_DIR: dir, S3_BUCKET: 'ses', S3_ENDPOINT: 'https://s3.example.org', S3_ACCESS_KEY: 'ses', S3_SECRET_KEY_FILE: file }).s3).toEqual({
    bucket: 'ses', endpoint: 'https://s3.example.org', region: 'us-east-1', keys: { accessKeyId: 'ses', secretAccessKey: 'secret' },
  })
  expect(loadConfig({ SES_DATA_DIR: dir, S3_BUCKET: 'ses', S3_REGION: 'us-east-2' }).s3).toEqual({ bucket: 'ses', region: 'us-east-2' })
})

test.for([
  [{ S3_REGION: 'us-east-2', S3_ENDPOINT: 'https://s3.example.org' }, 'S3_BUCKET is missing'],
  [{ S3_BUCKET: 'ses', S3_REGION: 'us-east-2', S3_ACCESS_KEY: 'ses' }, 'S3_ACCESS_KEY and S3_SECRET_KEY belong together'],
  [{ S3_BUCKET: 'ses' }, 'S3_REGION is missing'],
  [{ ...production, S3_BUCKET: 'ses', S3_ENDPOINT: 'http://s3.example.org' }, 'S3_ENDPOINT must begin with https://'],
] as const)('settings of a bucket that cannot be meant are refused: %o', ([env, sentence]) => {
  expect(problemsOf(env)).toEqual([expect.stringContaining(sentence)])
})

test('a secret may come from a file, but not from both', () => {
  const file = join(dir, 'key')
  writeFileSync(file, `${key}\n`)
  expect(loadConfig({ SES_DATA_DIR: dir, SECRETS_KEY_FILE: file }).secretsKey.toString('base64')).toBe(key)
  expect(problemsOf({ SECRETS_KEY_FILE: file, SECRETS_KEY: key })).toEqual(['SECRETS_KEY and SECRETS_KEY_FILE are both set; set one of them.'])
  expect(problemsOf({ SMTP_URL_FILE: join(dir, 'nothing') })).toEqual([expect.stringContaining('cannot be read')])
  writeFileSync(file, '')
  expect(problemsOf({ SMTP_URL_FILE: file })).toEqual([expect.stringContaining('is empty')])
})

test('settings of the tests are refused outside of tests', () => {
  expect(problemsOf({ SES_TEST_FULL: '1' })).toHaveLength(1)
  expect(problemsOf({ SES_TEST_FULL: '1', VITEST: 'true' })).toEqual([])
})

test('.env.example lists every setting and no other', () => {
  const source = readFileSync(join(import.meta.dirname, 'config.ts'), 'utf8')
  const known = [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name)
  const listed = [...readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name)
  expect(new Set(listed)).toEqual(new Set(known))
})

test('docs/operations names every setting', () => {
  const folder = join(import.meta.dirname, '..', 'docs', 'operations')
  const written = readFileSync(join(folder, 'README.md'), 'utf8')
  const known = [...readFileSync(join(import.meta.dirname, 'config.ts'), 'utf8').matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name ?? '')
  expect(known.filter((name) => !new RegExp(`\\b${name}\\b`).test(written))).toEqual([])
})
