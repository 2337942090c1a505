import fc from 'fast-check'
import type { AgencyActor } from '#src/access/actor.ts'
import { ListHistory } from '#src/modules/complaints/history-contract.ts'
import { findSubjectComplaints } from '#src/modules/complaints/queries/find-subject-complaints.ts'
import { readHistory } from '#src/modules/complaints/queries/read-history.ts'
import { readEntityHistory } from '#src/modules/entities/queries/read-entity-history.ts'
import { searchEntities } from '#src/modules/entities/queries/search-entities.ts'
import { listImports } from '#src/modules/imports/queries/list-imports.ts'
import { listResearch } from '#src/modules/research/queries/read-research.ts'
import { listDue } from '#src/modules/retention/queries/list-due.ts'
import { listReferrals } from '#src/modules/sharing/queries/list-referrals.ts'
import { listCitations } from '#src/modules/violations/queries/list-citations.ts'
import { listViolations } from '#src/modules/violations/queries/read-violations.ts'
import { newId } from '#src/platform/new-id.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

type Page = { cursor?: string | undefined; limit: number }
type Pages = (page: Page) => Promise<{ items: { id: string }[]; next: string | null }>
/** `insert` adds rows: $1 whose agency, $2 whose complaint, $3 by whom, $4 another agency, $5 how many, $6 what they are called. */
type Listed = { insert: string; /** null: nothing leaves an audit. */ remove: string | null; pages: Pages }

/** Three days only: most rows share their key with others. */
const moment = "timestamptz '2026-11-20 12:00Z' - (i % 3) * interval '1 day'"
const series = 'from generate_series(1, $5::int) i cross join (select $1::uuid, $2::uuid, $3::uuid, $4::uuid, $6::text) given'

async function lists(world: World, reader: AgencyActor, complaint: string, entity: string): Promise<Record<string, Listed>> {
  const { deps } = world
  const ofComplaint = 'insert into complaint (id, agency_id, status, subject_kind, subject_name, created_at, received_on, company_id, entity_id, closed_at)'
  return {
    'research entries': {
      insert: `insert into research_entry (id, complaint_id, agency_id, kind, happened_on, text, created_by, created_at) select gen_random_uuid(), $2, $1, 'research', date '2026-11-20' - i % 3, $6, $3, ${moment} ${series}`,
      remove: 'delete from research_entry where complaint_id = $1 and text = $2',
      pages: (page) => listResearch(deps, reader, complaint, page),
    },
    'alleged violations': {
      insert: `insert into alleged_violation (id, complaint_id, agency_id, description, added_by, added_at) select gen_random_uuid(), $2, $1, $6, $3, ${moment} ${series}`,
      remove: 'delete from alleged_violation where complaint_id = $1 and description = $2',
      pages: (page) => listViolations(deps, reader, complaint, page),
    },
    'the history': {
      insert: `insert into audit_entry (id, at, organisation_id, action, actor_id, actor_kind, actor_organisation_id, agency_id, complaint_id, audience, details) select gen_random_uuid(), ${moment}, $1, 'complaint.submitted', $3, 'agency', $1, $1, $2, 'agency', jsonb_build_object('marker', $6) ${series}`,
      remove: null,
      pages: (page) => readHistory(deps, reader, complaint, ListHistory.parse(page)),
    },
    'an entity’s history': {
      insert: `insert into audit_entry (id, at, organisation_id, action, actor_id, actor_kind, actor_organisation_id, agency_id, about_kind, about_id, audience, details) select gen_random_uuid(), ${moment}, $1, 'entity.updated', $3, 'agency', $1, $1, 'entity', '${entity}', 'agency', jsonb_build_object('marker', $6) ${series}`,
      remove: null,
      pages: (page) => readEntityHistory(deps, reader, entity, page),
    },
    entities: {
      insert: `insert into entity (id, agency_id, name, name_key, created_by, created_at, updated_at) select gen_random_uuid(), $1, $6, 'same ' || i % 3, $3, ${moment}, ${moment} ${series}`,
      remove: "delete from entity where $1::uuid is not null and name = $2 and name_key like 'same %'",
      pages: (page) => searchEntities(deps, reader, page),
    },
    'complaints about an entity': {
      insert: `${ofComplaint} select gen_random_uuid(), $1, 'in_progress', 'entity', $6, ${moment}, date '2026-11-20' - i % 3, null, '${entity}', null ${series}`,
      remove: `delete from complaint where entity_id = '${entity}' and $1::uuid is not null and subject_name = $2`,
      pages: (page) => findSubjectComplaints(deps, reader, entity, page),
    },
    'outgoing referrals': {
      insert: `insert into referral (id, complaint_id, from_agency_id, to_agency_id, state, status_before, comments, sent_by, sent_at) select gen_random_uuid(), $2, $1, $4, 'rejected', 'in_progress', $6, $3, ${moment} ${series}`,
      remove: 'delete from referral where complaint_id = $1 and comments = $2',
      pages: (page) => listReferrals(deps, reader, { direction: 'outgoing', ...page }),
    },
    'own citations': {
      insert: `insert into citation (id, agency_id, level, code, title, law, created_at) select gen_random_uuid(), $1, 'federal', $6 || ' ' || i, $6, '', ${moment} ${series}`,
      remove: "delete from citation where $1::uuid is not null and title = $2",
      pages: (page) => listCitations(deps, reader, { of: 'own', ...page }),
    },
    'import runs': {
      insert: `insert into import_run (id, agency_id, file_name, started_by, started_at, state) select gen_random_uuid(), $1, $6, $3, ${moment}, 'finished' ${series}`,
      remove: 'delete from import_run where $1::uuid is not null and file_name = $2',
      pages: (page) => listImports(deps, reader, page),
    },
    'complaints to dispose of': {
      insert: `with made as (${ofComplaint} select gen_random_uuid(), $1, 'closed', 'company', $6, ${moment}, '2026-11-01', null, null, ${moment} ${series} returning id, agency_id)
        insert into complaint_retention (complaint_id, agency_id, retain_until) select id, agency_id, date '2026-11-20' - (row_number() over ())::int % 3 from made`,
      remove: 'delete from complaint where $1::uuid is not null and subject_name = $2',
      pages: async (page) => {
        const { items, next } = await listDue(deps, reader, { days: 90, ...page })
        return { items: items.map(({ complaintId }) => ({ id: complaintId })), next }
      },
    },
  }
}

test('paging through what grows around a record never loses or repeats a row with equal keys, while others come and go', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const other = await world.agency()
  const complaint = await entered(world, supervisor, company)
  const entity = newId()
  await world.rows("insert into entity (id, agency_id, name, name_key, created_at, updated_at) values ($1, $2, 'Steady Firm', 'a steady firm', now(), now())", [entity, agency.id])
  for (const [name, { insert, remove, pages }] of Object.entries(await lists(world, supervisor, complaint, entity))) {
    const add = (count: number, called: string) => world.rows(insert, [agency.id, complaint, supervisor.userId, other.id, count, called])
    await add(13, 'steady')
    const whole = (await pages({ limit: 100 })).items.map(({ id }) => id)
    expect(whole.length, name).toBeGreaterThanOrEqual(13)
    const steady = new Set(whole)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }), async (limit, writes) => {
        const seen: string[] = []
        let cursor: string | undefined
        let turn = 0
        do {
          const page: { items: { id: string }[]; next: string | null } = await pages({ cursor, limit })
          expect(page.items.length, name).toBeLessThanOrEqual(limit)
          seen.push(...page.items.map(({ id }) => id))
          cursor = page.next ?? undefined
          if (remove !== null) await world.rows(remove, [complaint, 'passing'])
          // What passes never outnumbers a page, so that there is an end.
          const count = Math.min(writes[turn] ?? 0, limit - 1)
          turn += 1
          if (count > 0) await add(count, 'passing')
        } while (cursor !== undefined)
        if (remove !== null) await world.rows(remove, [complaint, 'passing'])
        expect(seen.filter((id) => steady.has(id)), name).toEqual(whole)
        expect(new Set(seen).size, name).toBe(seen.length)
      }),
      { numRuns: 6 },
    )
  }
})
