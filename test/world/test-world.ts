import { test as base } from 'vitest'
import type { AgencyActor, AgencySystemRole, CompanyActor, CompanySystemRole, ComplaintsAccess, ComplaintsRole } from '#src/access/actor.ts'
import { nameKey } from '#src/kernel/text.ts'
import { termsVersion } from '#src/modules/accounts/domain/terms.ts'
import { newId } from '#src/platform/new-id.ts'
import type { Deps } from '#src/platform/ports.ts'
import { createSecretBox } from '#src/platform/secret-box.ts'
import { createCursorCodec } from '#src/platform/http/cursor.ts'
import { cloneDatabase, type TestDatabase } from './test-database.ts'

export { expect, describe, beforeAll, afterAll } from 'vitest'

/** A Monday morning in Ohio. */
const morning = '2026-11-23T15:00:00.000Z'

/** A time that stands still until a test moves it. */
export class TestClock {
  #now = new Date(morning)
  now(): Date {
    return new Date(this.#now)
  }
  set(iso: string): void {
    this.#now = new Date(iso)
  }
  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds)
  }
}

export type TestAgency = { id: string; code: string; name: string; timeZone: string }
export type TestCompany = { id: string; number: number; name: string }

let counter = 0
const next = () => (counter += 1)

/** Builders of the smallest world that a test needs. They write as the database's owner; commands under test do not. */
export class World {
  readonly clock: TestClock
  readonly db: TestDatabase
  readonly deps: Deps

  constructor(db: TestDatabase, clock: TestClock) {
    this.db = db
    this.clock = clock
    const secrets = createSecretBox(Buffer.alloc(32, 7))
    this.deps = { clock, transaction: (actor, work) => db.database.transaction(actor, work), cursors: createCursorCodec(secrets), secrets }
  }

  /** Rows past row-level security. */
  async rows<T extends object = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.db.admin.query<T>(sql, values)).rows
  }

  async agency(name?: string, timeZone = 'America/New_York'): Promise<TestAgency> {
    const n = next()
    const agency = { id: newId(), code: `T${String(n)}-AG`, name: name ?? `Test Agency ${String(n)}`, timeZone }
    await this.rows('insert into agency (id, code, name, short_name, state, time_zone, participates_since) values ($1, $2, $3, $4, $5, $6, $7)', [
      agency.id, agency.code, agency.name, `TA ${String(n)}`, 'OH', timeZone, '2020-01-01',
    ])
    return agency
  }

  async agencyUser(agency: TestAgency, complaintsRole: ComplaintsRole | null = 'supervisor', systemRoles: AgencySystemRole[] = []): Promise<AgencyActor> {
    const userId = await this.#person('agency', agency.id, complaintsRole ?? 'user')
    await this.#account(userId, 'agency', agency.id, systemRoles, complaintsRole)
    return { kind: 'agency', userId, agencyId: agency.id, complaintsRole, systemRoles, timeZone: agency.timeZone }
  }

  async company(options: { name?: string; enrolled?: boolean } = {}): Promise<TestCompany> {
    const n = next()
    const id = newId()
    const name = options.name ?? `Test Company ${String(n)}, LLC`
    const rows = await this.rows<{ number: number }>(
      `insert into company (id, nmls_id, name, name_key, city, state, street, zip, enrollment) values ($1, $2, $3, $4, 'Toledo', 'OH', '1 Main St', '43604', $5) returning number`,
      [id, String(1_000_000 + n), name, nameKey(name), options.enrolled === false ? 'not_enrolled' : 'complete'],
    )
    await this.rows('insert into company_contacts (company_id) values ($1)', [id])
    return { id, number: rows[0]?.number ?? 0, name }
  }

  async companyUser(company: TestCompany, access: ComplaintsAccess | null = 'manage', systemRoles: CompanySystemRole[] = [], isComplaintsContact = false): Promise<CompanyActor> {
    const userId = await this.#person('company', company.id, access ?? 'user')
    await this.#account(userId, 'company', company.id, systemRoles, access)
    if (isComplaintsContact) await this.rows('update company_contacts set complaints_contact_id = $2 where company_id = $1', [company.id, userId])
    return { kind: 'company', userId, companyId: company.id, complaintsAccess: access, systemRoles, isComplaintsContact, enrolled: true, timeZone: 'America/New_York' }
  }

  /** A category of the code set, made when missing. */
  async category(level: 'product' | 'issue', name = `Test ${level}`, parentId: number | null = null): Promise<number> {
    const rows = await this.rows<{ id: number }>(
      `insert into category (code_set, level, parent_id, name, name_key) values ('test', $1, $2, $3, $4)
       on conflict (code_set, level, coalesce(parent_id, 0), name_key) do update set name = excluded.name returning id`,
      [level, parentId, name, nameKey(name)],
    )
    return rows[0]?.id ?? 0
  }

  /** Mails written so far to this company's or agency's people. */
  async mailTo(address: string): Promise<{ subject: string; text_body: string; state: string }[]> {
    return this.rows('select subject, text_body, state from mail where to_address = $1 order by created_at', [address])
  }

  async emailOf(userId: string): Promise<string> {
    const rows = await this.rows<{ email: string }>('select email from account where user_id = $1', [userId])
    return rows[0]?.email ?? ''
  }

  async #person(kind: 'agency' | 'company', organisationId: string, label: string): Promise<string> {
    const id = newId()
    await this.rows(`insert into person (id, kind, ${kind}_id, name, phone) values ($1, $2, $3, $4, '(614) 555-0121')`, [id, kind, organisationId, `Test ${label} ${String(next())}`])
    return id
  }

  async #account(userId: string, kind: 'agency' | 'company', organisationId: string, systemRoles: string[], complaintsRole: string | null): Promise<void> {
    const email = `user${String(next())}@${kind}.example`
    await this.rows(`insert into account (user_id, kind, ${kind}_id, email, email_key, system_roles, complaints_role, terms_version, terms_accepted_at) values ($1, $2, $3, $4, $4, $5, $6, $7, now())`, [
      userId, kind, organisationId, email, systemRoles, complaintsRole, termsVersion,
    ])
  }
}

/**
 * `test('…', async ({ world }) => …)`. A test file has a database for itself; its tests share that, so each
 * builds its own organisations and counts only what is theirs.
 */
export const test = base.extend<{ world: World; file: { db: TestDatabase; clock: TestClock } }>({
  file: [
    async ({}, use) => {
      const clock = new TestClock()
      const db = await cloneDatabase(clock)
      await use({ db, clock })
      await db.drop()
    },
    { scope: 'file' },
  ],
  world: async ({ file }, use) => {
    file.clock.set(morning)
    await use(new World(file.db, file.clock))
  },
})
