import { createReadStream, existsSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import type { ApiClient } from '#test/world/api-client.ts'
import type { Program } from '#test/world/program.ts'
import { offsetOf } from './answering.ts'
import { done } from './exchange.ts'
import { sha256, type Answer, type Journal } from './journal.ts'

const root = join(import.meta.dirname, '../..')

/** What the journal's acknowledgements say and the program, started again, does not. Empty: nothing was lost. */
export async function lost(officer: ApiClient, answers: readonly Answer[]): Promise<string[]> {
  const losses = await Promise.all(answers.map(async (answer) => (await lostOf(officer, answer)).map((loss) => `${answer.requestId}: ${loss}`)))
  return losses.flat()
}

async function lostOf(officer: ApiClient, { requestId, saved, inDoubt, upload, submission }: Answer): Promise<string[]> {
  const losses: string[] = []
  const record = ReceivedRequestRecord.parse(done(await officer.get(`/received-requests/${requestId}`)))
  const response = record.responses[0]
  if (saved !== null) {
    if (response === undefined) losses.push('the acknowledged draft is gone')
    else if (response.text !== saved.text && response.text !== inDoubt) losses.push(`the acknowledged text is gone; there is "${response.text}"`)
    else if (response.version < saved.version) losses.push(`version ${String(response.version)} instead of ${String(saved.version)}`)
  }
  if (submission === 'acknowledged' && (response?.status !== 'sent' || record.status !== 'sent')) losses.push('the acknowledged submission is gone')
  if (submission === 'none' && response?.status === 'sent') losses.push('submitted, though nobody did')
  if (upload === null) return losses
  if (upload.acknowledged === upload.bytes.length) {
    const document = response?.documents.find(({ id }) => upload.location.endsWith(id))
    if (document?.state !== 'stored' || document.sha256 !== upload.sha256) losses.push(`the acknowledged file is ${document === undefined ? 'gone' : 'not the one that was sent'}`)
  } else {
    const offset = await offsetOf(officer, upload)
    if (offset < upload.acknowledged) losses.push(`the upload stands at ${String(offset)}; ${String(upload.acknowledged)} was acknowledged`)
  }
  return losses
}

/** The bytes of every file that was acknowledged, as a reader gets them. */
export async function wrongFiles(officer: ApiClient, journal: Journal): Promise<string[]> {
  const wrong: string[] = []
  for (const { upload } of journal.answers.values()) {
    if (upload?.acknowledged !== upload?.bytes.length || upload === null) continue
    const id = upload.location.slice(upload.location.lastIndexOf('/') + 1)
    const response = await fetch(`${officer.url}/api/v1/documents/${id}/content`, { headers: officer.headers })
    if (sha256(new Uint8Array(await response.arrayBuffer())) !== upload.sha256) wrong.push(id)
  }
  return wrong
}

/** Sentences that must be true of the database at every moment, each with the query for rows that belie it. */
const sentences: readonly (readonly [string, string])[] = [
  ['an answered request has a sent response', `select r.id from information_request r where r.status = 'sent_to_agency'
     and not exists (select 1 from response a where a.request_id = r.id and a.round = r.round and a.status = 'sent')`],
  ['a request with a sent response is answered', `select r.id from information_request r join response a on a.request_id = r.id and a.round = r.round
     where a.status = 'sent' and r.status not in ('sent_to_agency', 'canceled')`],
  ["a complaint's counters agree with its requests", `select c.id from complaint c
     left join lateral (select count(*) filter (where status in ('sent_to_company', 'sent_to_agency')) as sent, count(*) filter (where status = 'sent_to_agency') as answered,
                               count(*) filter (where status = 'sent_to_company') as with_company, min(due_on) filter (where status = 'sent_to_company') as due
                        from information_request where complaint_id = c.id) n on true
     where (c.requests_sent, c.requests_answered, c.requests_with_company) is distinct from (n.sent, n.answered, n.with_company) or c.next_request_due is distinct from n.due`],
  ['a stored document has its checksum and the time', `select id from document where state = 'stored' and (sha256 is null or stored_at is null)`],
  ['a submission has its entry in the audit', `select a.id from response a where a.status = 'sent' and a.sent_at > now() - interval '1 hour'
     and not exists (select 1 from audit_entry e where e.about_id = a.id and e.action = 'response.submitted')`],
  ['nobody is told of a submission that is not there', `select e.event_id from (select event_id from notification union select event_id from mail) e join response a on a.id = e.event_id where a.status <> 'sent'`],
  ['a submitted complaint can be found', `select c.id from complaint c where not exists (select 1 from search_document s where s.complaint_id = c.id)`],
]

/** Which of these sentences are not true, and stored documents whose bytes are missing or others. */
export async function untrue(program: Program, dataDir: string): Promise<string[]> {
  return withDatabase(program, async (client) => {
    const found: string[] = []
    for (const [sentence, query] of sentences) {
      const { rows } = await client.query(query)
      if (rows.length > 0) found.push(`not true: ${sentence} (${String(rows.length)}, such as ${JSON.stringify(rows[0])})`)
    }
    const { rows } = await client.query<{ id: string; size: string; sha256: string }>("select id, size, sha256 from document where state = 'stored' and removed_at is null and stored_at > now() - interval '1 hour'")
    for (const document of rows) {
      const path = join(dataDir, 'files', 'bytes', document.id)
      if (!existsSync(path) || statSync(path).size !== Number(document.size) || (await hashOf(path)) !== document.sha256) found.push(`document ${document.id} is stored, its bytes are not`)
    }
    return found
  })
}

/** Waits until no job is left, then says of which submissions this person was not told exactly once. */
export async function wronglyTold(program: Program, journal: Journal, userId: string): Promise<string[]> {
  return withDatabase(program, async (client) => {
    const until = Date.now() + 240_000
    for (;;) {
      const { rows } = await client.query<{ left: number }>('select count(*)::int as left from graphile_worker.jobs')
      if (rows[0]?.left === 0) break
      if (Date.now() > until) return [`${String(rows[0]?.left)} jobs are still to be done: ${JSON.stringify((await client.query('select * from graphile_worker.jobs limit 3')).rows)}`]
      await sleep(200)
    }
    const { rows } = await client.query<{ request_id: string; told: number; mails: number; states: string[] }>(`
      select a.request_id, (select count(*)::int from notification n where n.event_id = a.submission_id and n.user_id = $1) as told, m.mails, m.states
      from response a cross join lateral (select count(*)::int as mails, coalesce(array_agg(distinct state), '{}') as states from mail where event_id = a.submission_id and user_id = $1) m
      where a.status = 'sent' and a.request_id = any ($2)`, [userId, [...journal.answers.keys()]])
    const wrong = rows.filter(({ told, mails, states }) => told !== 1 || mails !== 1 || states.some((state) => state !== 'sent' && state !== 'uncertain'))
    const missing = journal.submitted.length - rows.length
    return [...wrong.map((row) => JSON.stringify(row)), ...(missing > 0 ? [`${String(missing)} submissions are gone`] : [])]
  })
}

/** npm run ses -- verify-audit beside the running program. `database`: where it is none of the data folder's. */
export async function verifyAudit(dataDir: string, database?: { appUrl: string; adminUrl: string }): Promise<{ code: number; output: string }> {
  const addresses = database && { DATABASE_URL: database.appUrl, MIGRATION_DATABASE_URL: database.adminUrl }
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'src/cli/main.ts'), 'verify-audit'], { cwd: root, env: { PATH: process.env['PATH'], SES_DATA_DIR: dataDir, ...addresses } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, output: stdout + stderr })
    })
  })
}

async function withDatabase<T>(program: Program, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: program.adminUrl() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) hash.update(chunk)
  return hash.digest('hex')
}
