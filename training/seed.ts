import { Client } from 'pg'
import type { Clock } from '#src/kernel/clock.ts'
import { CategoryIndex, defaultCodeSet, writeCodeSet, type CategoryRow } from '#src/modules/complaints/index.ts'
import { writeCitations } from '#src/modules/violations/index.ts'
import type { SecretBox } from '#src/platform/ports.ts'
import { supervising } from './world/agencies.ts'
import { castAgencies, castCompany } from './world/casting.ts'
import { inventCompanies } from './world/companies.ts'
import { tellComplaint } from './world/complaint.ts'
import { countRequests } from './world/counting.ts'
import { Dice } from './world/dice.ts'
import { addDeputies } from './world/deputising.ts'
import { addEnrollments } from './world/enrolling.ts'
import { addDiscussions } from './world/discussing.ts'
import { addEntities, nextEntityNumber } from './world/entities.ts'
import { addExchanges } from './world/exchanging.ts'
import { addDocuments } from './world/filing.ts'
import { keepFilters } from './world/kept-filters.ts'
import { addWebhook } from './world/integrating.ts'
import { addLetters, finishLetters } from './world/lettering.ts'
import { addLibrary } from './world/library.ts'
import { addLifecycle } from './world/lifecycle.ts'
import { dayMs, Moments } from './world/moments.ts'
import { addOrganisations, addPlatformAdministrator } from './world/organisations.ts'
import { staffAgencies, staffCompanies } from './world/people.ts'
import { addReminders } from './world/reminding.ts'
import { addRise } from './world/rising.ts'
import { Rows } from './world/rows.ts'
import { addSharing } from './world/sharing.ts'
import { readSource, type SourceComplaint } from './world/source.ts'
import { toldComplaints } from './world/told.ts'
import { addVerifications } from './world/verifying.ts'
import { addWork, type ShippedCitation } from './world/work.ts'

export type Seeding = { adminUrl: string; secrets: SecretBox; clock: Clock; log: (line: string) => void }

// The same chance each time: everybody's training world is the same, but for the dates.
const seed = 20_261_123
const firstComplaint = 101
const firstRequest = 1001
const oldestDays = 548

/**
 * Fills an empty database with the training world: invented agencies, companies and people, and 2,000 complaints made of
 * the CFPB's public ones, their dates moved to the eighteen months before today. One transaction: all of it or nothing.
 * @returns false when there are agencies already; then nothing is changed
 */
export async function seedTrainingWorld({ adminUrl, secrets, clock, log }: Seeding): Promise<boolean> {
  const client = new Client({ connectionString: adminUrl, application_name: 'ses-training' })
  await client.connect()
  try {
    await client.query('begin; set local role ses_owner')
    // Two processes that start together take turns; the second finds the world made.
    await client.query("select pg_advisory_xact_lock(hashtext('training world'))")
    const { rowCount } = await client.query('select 1 from agency limit 1')
    if (rowCount !== 0) {
      await client.query('rollback')
      return false
    }
    const started = performance.now()
    await writeCodeSet(client)
    await writeCitations(client)
    const { rows: categories } = await client.query<CategoryRow>('select id, level, parent_id, name_key from category where code_set = $1', [defaultCodeSet])
    const { rows: citations } = await client.query<ShippedCitation>('select id, code, title from citation where agency_id is null')
    const world = inventWorld({ categories: new CategoryIndex(categories), citations, secrets, now: clock.now().getTime() })
    // All are indexed together at the end, and not each by what hangs on it.
    await client.query("select set_config('ses.indexed', 'all', true)")
    await world.rows.write(client)
    await finish(client, world)
    await client.query('commit')
    log(`Training world: ${String(world.rows.of('agency').length)} agencies, ${String(world.rows.of('company').length)} companies, ${String(world.complaintIds.length)} complaints (${((performance.now() - started) / 1000).toFixed(1)} s)`)
    // Statistics, so that the first lists are planned as the later ones; rough ones, which the server refines by itself.
    await client.query('set role ses_owner; set default_statistics_target = 20; analyze')
    return true
  } finally {
    await client.end()
  }
}

type World = { rows: Rows; complaintIds: string[]; nextComplaint: number; nextRequest: number }

type Given = { categories: CategoryIndex; citations: readonly ShippedCitation[]; secrets: SecretBox; now: number }

function inventWorld({ categories, citations, secrets, now }: Given): World {
  const dice = new Dice(seed)
  const rows = new Rows()
  const beginning = now - 600 * dayMs
  const agencies = staffAgencies(dice, beginning)
  const companies = staffCompanies(dice, inventCompanies(dice, beginning), beginning)
  addOrganisations(rows, { agencies, companies, secrets, dice, now })
  addPlatformAdministrator(rows, { secrets, now, seed: seed + 2 })
  const moments = new Map(agencies.map((agency) => [agency, new Moments(agency, now, dice)]))
  const complaints = withAges(readSource(), dice)
  const cast = castAgencies(dice, complaints.map(({ source }) => source), agencies)
  let nextRequest = firstRequest
  const complaintIds = complaints.map(({ source, ageDays }, index) => {
    const agency = cast[index]
    const when = agency === undefined ? undefined : moments.get(agency)
    if (agency === undefined || when === undefined) throw new Error('A complaint has no agency.')
    return tellComplaint(
      {
        dice, rows, now, categories, agency, moments: when,
        otherAgencies: agencies.filter((one) => one !== agency),
        company: castCompany(dice, source.family, agency, companies),
        nextRequestNumber: () => nextRequest++,
      },
      { source, number: firstComplaint + index, ageDays },
    )
  })
  addEnrollments(rows, { agencies, companies, now, seed: seed + 1 })
  addVerifications(rows, { agencies, companies, now, seed: seed + 3 })
  addEntities(rows, { agencies, dice: new Dice(seed + 4), now })
  // Chances of their own again.
  const told = toldComplaints(rows, { agencies, now, seed: seed + 5 })
  addLifecycle(rows, told, { agencies, seed: seed + 6 })
  addWork(rows, told, { citations, seed: seed + 7 })
  keepFilters(rows, { agencies, now, seed: seed + 8 })
  addLibrary(rows, { agencies, now, seed: seed + 9 })
  addExchanges(rows, told, { companies, now, seed: seed + 10 })
  addDeputies(rows, told, { companies, now, seed: seed + 11 })
  addDocuments(rows, told, { companies, seed: seed + 12 })
  addRise(rows, told, companies)
  const shared = addSharing(rows, told, { agencies, now, seed: seed + 13 })
  addDiscussions(rows, shared, { agencies, now, seed: seed + 14 })
  addReminders(rows, told, { companies, now, seed: seed + 15 })
  addWebhook(rows, { companies, secrets, now, seed: seed + 16 })
  addLetters(rows, told, { companies, now, seed: seed + 17 })
  countRequests(rows)
  return { rows, complaintIds, nextComplaint: firstComplaint + complaints.length, nextRequest }
}

/**
 * Days since each was received, the oldest first. Among those about one kind of business the older stay older, as the CFPB
 * received them, but all kinds reach up to today; the more recent, the closer together.
 */
function withAges(sources: readonly SourceComplaint[], dice: Dice): { source: SourceComplaint; ageDays: number }[] {
  const seen = new Map<string, number>()
  const totals = new Map<string, number>()
  for (const { family } of sources) totals.set(family, (totals.get(family) ?? 0) + 1)
  return sources
    .map((source) => {
      const rank = seen.get(source.family) ?? 0
      seen.set(source.family, rank + 1)
      const share = 1 - (rank + dice.next()) / (totals.get(source.family) ?? 1)
      return { source, ageDays: 1 + Math.floor((oldestDays - 1) * share ** 1.25) }
    })
    .sort((a, b) => b.ageDays - a.ageDays)
}

async function finish(client: Client, world: World): Promise<void> {
  await client.query(finishLetters)
  await client.query(
    `select setval('complaint_number_seq', $1, false), setval('information_request_number_seq', $2, false),
            setval('company_number_seq', (select max(number) + 1 from company), false), setval('entity_number_seq', $3, false)`,
    [world.nextComplaint, world.nextRequest, nextEntityNumber],
  )
  // The database begins all components with the agency.
  await client.query(
    `update agency_component c set since = s.since::date from json_each_text($1) s (code, since) join agency a on a.code = s.code
     where c.agency_id = a.id and c.component = 'supervisory_activities'`,
    [JSON.stringify(supervising)],
  )
  for (let start = 0; start < world.complaintIds.length; start += 500) {
    await client.query('select index_complaints($1::uuid[])', [world.complaintIds.slice(start, start + 500)])
  }
}
