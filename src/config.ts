import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { longestLocalPart } from './platform/mail-reach.ts'
import { isProgram } from './platform/office/office-converter.ts'
import { StartError } from './platform/start-error.ts'

/** All that is wrong with the settings, one sentence each. */
export class ConfigError extends StartError {
  override name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['The settings cannot be used:', ...problems.map((problem) => `  - ${problem}`), 'See .env.example.'].join('\n'))
    this.problems = problems
  }
}

export type Config = {
  readonly env: 'training' | 'production'
  readonly role: 'all' | 'web' | 'worker'
  readonly port: number
  readonly host: string
  /** Without a slash at its end. */
  readonly publicUrl: string
  readonly dataDir: string
  /** None: the embedded PostgreSQL in the data folder. */
  readonly databaseUrl?: string
  readonly migrationDatabaseUrl?: string
  /** None, in training only: the built-in mailbox. */
  readonly smtpUrl?: string
  readonly mailFrom: string
  /** Whence e-mails are sent, so that reports on them come back, and where this process takes those; none: nobody asks for them. */
  readonly mailBounces?: { readonly address: string; readonly host: string; /** None: another process takes them. */ readonly port?: number }
  readonly clamd?: { readonly host: string; readonly port: number }
  /** The program that makes PDFs of Office files for their previews (LibreOffice's soffice); none: they are not shown. */
  readonly officeConverter?: string
  /** Where files lie; none: on disk, in the data folder. */
  readonly s3?: { readonly bucket: string; readonly endpoint?: string; readonly region: string; readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string } }
  /** 32 bytes; encrypts what must be read again. */
  readonly secretsKey: Buffer
  /** The key before the last rotation, for reading only. */
  readonly secretsKeyOld?: Buffer
  /** Single sign-on by OpenID Connect; none: not offered. */
  readonly sso?: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string | undefined }
  /** The NMLS directory: read from this address every so many hours; null: only by hand. */
  readonly directory: { readonly url: string | null; readonly everyHours: number }
  /** Fastify's trustProxy: false, true (every proxy), a number of hops or addresses. */
  readonly trustProxy: boolean | number | string
  readonly support: { readonly phone: string; readonly email: string }
  /** The sign-in page of the other environment. */
  readonly otherEnvironmentUrl?: string
}

const trainingDefaults = {
  publicUrl: 'http://localhost:3000',
  mailFrom: 'State Examination System (training) <training@ses.example>',
  supportPhone: '(555) 010-0100',
  supportEmail: 'support@ses.example',
}

const secretNames = ['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'SMTP_URL', 'SECRETS_KEY', 'SECRETS_KEY_OLD', 'OIDC_CLIENT_SECRET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const

const url = (...protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}.`)
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535.')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a number from 0 to 65535.')
const key = z
  .string()
  .transform((value) => (/^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64')))
  .refine((value) => value.length === 32, 'must be 32 random bytes in base64 or hex (make one: openssl rand -base64 32).')
const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) => z.enum(values, `must be one of: ${values.join(', ')}.`)
const trustProxy = z.string().transform((value) => {
  if (value === 'true') return true
  if (value === 'false') return false
  return /^\d+$/.test(value) ? Number(value) : value
})

const Settings = z.object({
  SES_ENV: oneOf('training', 'production').default('training'),
  SES_ROLE: oneOf('all', 'web', 'worker').default('all'),
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url('http:', 'https:').refine((value) => !URL.canParse(value) || new URL(value).pathname === '/', 'must have no path: the program serves a whole host.').optional(),
  SES_DATA_DIR: z.string().default('./data'),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  MIGRATION_DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z.string().optional(),
  MAIL_BOUNCE_ADDRESS: z
    .email('must be an e-mail address.')
    .refine((value) => value.lastIndexOf('@') <= longestLocalPart && !value.includes('+'), `must have at most ${String(longestLocalPart)} characters before the @ and no plus sign: what names the e-mail is added there.`)
    .optional(),
  MAIL_BOUNCE_PORT: port.optional(),
  MAIL_BOUNCE_HOST: z.string().default('127.0.0.1'),
  CLAMD_HOST: z.string().optional(),
  CLAMD_PORT: port.default(3310),
  OFFICE_CONVERTER: z.string().refine(isProgram, 'must be the path of a program that may be run here: soffice of LibreOffice.').optional(),
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: url('http:', 'https:').optional(),
  S3_REGION: z.string().optional(),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  SECRETS_KEY: key.optional(),
  SECRETS_KEY_OLD: key.optional(),
  OIDC_ISSUER: url('http:', 'https:').optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  NMLS_DIRECTORY_URL: url('http:', 'https:', 'file:').optional(),
  NMLS_DIRECTORY_HOURS: z.string().regex(/^\d{1,4}$/, 'must be a number of hours.').transform(Number).refine((hours) => hours >= 1, 'must be at least 1.').default(24),
  TRUST_PROXY: trustProxy.default(false),
  SUPPORT_PHONE: z.string().optional(),
  SUPPORT_EMAIL: z.email('must be an e-mail address.').optional(),
  SES_OTHER_ENVIRONMENT_URL: url('http:', 'https:').optional(),
})
type Settings = z.infer<typeof Settings>

/**
 * The settings of this process. Nothing else reads the environment.
 * @throws ConfigError naming everything that is wrong, not only the first.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = []
  const given = withFiles(env, problems)
  problems.push(...unknownSettings(env))
  const parsed = Settings.safeParse(given)
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
  if (parsed.success) problems.push(...incomplete(parsed.data), ...(parsed.data.SES_ENV === 'production' ? unfitForProduction(parsed.data) : []))
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  return build(parsed.data)
}

/** Empty counts as not set; a secret may stand in a file named by NAME_FILE. */
function withFiles(env: NodeJS.ProcessEnv, problems: string[]): Record<string, string> {
  const given: Record<string, string> = {}
  for (const name of Object.keys(Settings.shape)) {
    const value = env[name]?.trim()
    if (value !== undefined && value !== '') given[name] = value
  }
  for (const name of secretNames) {
    const file = env[`${name}_FILE`]
    if (file === undefined || file === '') continue
    if (given[name] !== undefined) {
      problems.push(`${name} and ${name}_FILE are both set; set one of them.`)
      continue
    }
    try {
      const value = readFileSync(file, 'utf8').trim()
      if (value === '') problems.push(`${name}_FILE names ${file}, which is empty.`)
      else given[name] = value
    } catch {
      problems.push(`${name}_FILE names ${file}, which cannot be read.`)
    }
  }
  return given
}

function unknownSettings(env: NodeJS.ProcessEnv): string[] {
  const inTests = env['VITEST'] !== undefined
  return Object.keys(env)
    .filter((name) => name.startsWith('SES_') && !(name in Settings.shape) && !(inTests && name.startsWith('SES_TEST_')))
    .map((name) => `${name} is not a setting of this program; check its spelling.`)
}

/** Settings that only make sense together. */
function incomplete(set: Settings): string[] {
  const alone = set.MIGRATION_DATABASE_URL !== undefined && set.DATABASE_URL === undefined
  const unsplit = set.SES_ROLE !== 'all' && set.DATABASE_URL === undefined
  const withoutBucket = set.S3_BUCKET === undefined ? (['S3_ENDPOINT', 'S3_REGION', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const).filter((name) => set[name] !== undefined) : []
  return [
    ...(withoutBucket.length === 0 ? [] : [`S3_BUCKET is missing: without it files lie on disk, in the data folder. Set it, or remove ${withoutBucket.join(', ')}.`]),
    ...((set.S3_ACCESS_KEY === undefined) !== (set.S3_SECRET_KEY === undefined) ? ['S3_ACCESS_KEY and S3_SECRET_KEY belong together: set both, or neither where the machine itself may use the bucket.'] : []),
    ...(set.S3_BUCKET !== undefined && set.S3_ENDPOINT === undefined && set.S3_REGION === undefined ? ['S3_REGION is missing: Amazon S3 needs the region of the bucket. For another server set S3_ENDPOINT.'] : []),
    ...((set.OIDC_ISSUER === undefined) !== (set.OIDC_CLIENT_ID === undefined) ? ['OIDC_ISSUER and OIDC_CLIENT_ID belong together: set both or neither.'] : []),
    ...(set.MAIL_BOUNCE_PORT !== undefined && set.MAIL_BOUNCE_ADDRESS === undefined ? ['MAIL_BOUNCE_ADDRESS is missing: without it nothing comes back to MAIL_BOUNCE_PORT.'] : []),
    ...(alone ? ['DATABASE_URL is missing: it is needed beside MIGRATION_DATABASE_URL.'] : []),
    ...(unsplit ? [`SES_ROLE ${set.SES_ROLE} needs DATABASE_URL: the embedded PostgreSQL serves one process, with SES_ROLE all.`] : []),
    ...(set.SECRETS_KEY_OLD !== undefined && set.SECRETS_KEY === undefined ? ['SECRETS_KEY is missing: SECRETS_KEY_OLD only helps to read what was encrypted before.'] : []),
    ...(set.SES_ROLE !== 'all' && set.SECRETS_KEY === undefined && set.SES_ENV === 'training' ? [`SES_ROLE ${set.SES_ROLE} needs SECRETS_KEY: all processes must share one key.`] : []),
  ]
}

/** Production must not run on what only suits training. */
function unfitForProduction(set: Settings): string[] {
  const required: readonly (readonly [keyof Settings, string])[] = [
    ['SECRETS_KEY', 'it encrypts second factors and secrets (make one: openssl rand -base64 32)'],
    ['PUBLIC_URL', 'it stands in every e-mail'],
    ['SMTP_URL', 'the built-in mailbox is for training only'],
    ['MAIL_FROM', 'it is the sender of every e-mail'],
    ['SUPPORT_PHONE', 'users are told to call it'],
    ['SUPPORT_EMAIL', 'users are told to write to it'],
  ]
  const problems = required.filter(([name]) => set[name] === undefined).map(([name, why]) => `${name} is missing: production needs it, as ${why}.`)
  if (set.OIDC_ISSUER !== undefined && !set.OIDC_ISSUER.startsWith('https:')) problems.push('OIDC_ISSUER must begin with https:// in production.')
  if (set.S3_ENDPOINT?.startsWith('http:') === true && !isThisMachine(set.S3_ENDPOINT)) problems.push('S3_ENDPOINT must begin with https:// in production, unless it is on this machine: files and keys would travel unencrypted.')
  if (set.PUBLIC_URL !== undefined && !set.PUBLIC_URL.startsWith('https:')) problems.push('PUBLIC_URL must begin with https:// in production.')
  if (set.PUBLIC_URL !== undefined && new URL(set.PUBLIC_URL).hostname === 'localhost') problems.push('PUBLIC_URL names localhost, which nobody else can open; set the address that users type.')
  const invented: readonly (readonly [keyof Settings, string])[] = [
    ['MAIL_FROM', trainingDefaults.mailFrom],
    ['SUPPORT_PHONE', trainingDefaults.supportPhone],
    ['SUPPORT_EMAIL', trainingDefaults.supportEmail],
  ]
  problems.push(...invented.filter(([name, value]) => set[name] === value).map(([name]) => `${name} is the invented one of training; set your own.`))
  return problems
}

function isThisMachine(address: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname)
}

function bucketOf(set: Settings): Config['s3'] {
  if (set.S3_BUCKET === undefined) return undefined
  const { S3_ACCESS_KEY: accessKeyId, S3_SECRET_KEY: secretAccessKey } = set
  return {
    bucket: set.S3_BUCKET,
    endpoint: set.S3_ENDPOINT,
    // Servers other than Amazon's mostly do not care, but the signature holds one.
    region: set.S3_REGION ?? 'us-east-1',
    keys: accessKeyId === undefined || secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey },
  }
}

function build(set: Settings): Config {
  const dataDir = resolve(set.SES_DATA_DIR)
  return {
    env: set.SES_ENV,
    role: set.SES_ROLE,
    port: set.PORT,
    host: set.HOST,
    publicUrl: set.PUBLIC_URL === undefined ? `http://localhost:${String(set.PORT)}` : new URL(set.PUBLIC_URL).origin,
    dataDir,
    databaseUrl: set.DATABASE_URL,
    migrationDatabaseUrl: set.MIGRATION_DATABASE_URL ?? set.DATABASE_URL,
    smtpUrl: set.SMTP_URL,
    mailFrom: set.MAIL_FROM ?? trainingDefaults.mailFrom,
    mailBounces: set.MAIL_BOUNCE_ADDRESS === undefined ? undefined : { address: set.MAIL_BOUNCE_ADDRESS, host: set.MAIL_BOUNCE_HOST, port: set.MAIL_BOUNCE_PORT },
    clamd: set.CLAMD_HOST === undefined ? undefined : { host: set.CLAMD_HOST, port: set.CLAMD_PORT },
    officeConverter: set.OFFICE_CONVERTER,
    s3: bucketOf(set),
    secretsKey: set.SECRETS_KEY ?? trainingKey(join(dataDir, 'secrets')),
    secretsKeyOld: set.SECRETS_KEY_OLD,
    sso: set.OIDC_ISSUER === undefined || set.OIDC_CLIENT_ID === undefined ? undefined : { issuer: set.OIDC_ISSUER, clientId: set.OIDC_CLIENT_ID, clientSecret: set.OIDC_CLIENT_SECRET },
    directory: { url: set.NMLS_DIRECTORY_URL ?? null, everyHours: set.NMLS_DIRECTORY_HOURS },
    trustProxy: set.TRUST_PROXY,
    support: { phone: set.SUPPORT_PHONE ?? trainingDefaults.supportPhone, email: set.SUPPORT_EMAIL ?? trainingDefaults.supportEmail },
    otherEnvironmentUrl: set.SES_OTHER_ENVIRONMENT_URL,
  }
}

/** Training needs no setting: its key is made once and kept beside the data that it encrypts. */
function trainingKey(folder: string): Buffer {
  const file = join(folder, 'secrets-key')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (!existsSync(file)) {
      const staged = `${file}.${String(process.pid)}`
      writeFileSync(staged, randomBytes(32).toString('base64'), { mode: 0o600 })
      renameSync(staged, file)
    }
    return Buffer.from(readFileSync(file, 'utf8'), 'base64')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError([`The data folder ${folder} cannot be used (${reason}). Make it writable for this user, or name another with SES_DATA_DIR.`])
  }
}
