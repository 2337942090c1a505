import { nameKey } from '#src/kernel/text.ts'
import { ImportDetail } from './contract.ts'
import { importJobs } from './jobs.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { openSite } from '#test/world/site.ts'
import { expect, test } from '#test/world/test-world.ts'

const facts = `
  select c.subject_name, c.company_id, p.name as product, i.name as issue, c.received_on, c.cfpb_id, c.status from complaint c
  left join category p on p.id = c.product_id left join category i on i.id = c.issue_id where c.agency_id = $1 order by c.subject_name, c.received_on`

test.for(['csv', 'xlsx'] as const)('a list that one agency exports as %s can be imported by another: subject, product, issue and date come back', async (format, { world }) => {
  const site = await openSite(world)
  const { supervisor, company } = await cast(world)
  const ids = [await entered(world, supervisor, company), await entered(world, supervisor, company, { receivedOn: '2026-10-30' }), await entered(world, supervisor, company)]
  // Names as no directory has them, but files do.
  for (const [at, name] of [`=Plus & "${format}", Lending`, `Élan\u0085Crédit\u2028\n${format}`].entries()) {
    const [listed] = await world.rows<{ id: string }>(`insert into company (id, name, name_key, standing) values (gen_random_uuid(), $1, $2, 'confirmed') returning id`, [name, nameKey(name)])
    await world.rows('update complaint set subject_name = $1, company_id = $2 where id = $3', [name, listed?.id, ids[at]])
  }
  const given = await world.rows(facts, [supervisor.agencyId])
  const post = async (headers: Record<string, string>, path: string, payload: Buffer | object, type = 'application/json') => {
    const response = await site.app.inject({ method: 'POST', url: `/api/v1${path}`, payload, headers: { ...headers, 'content-type': type, 'x-file-name': `list.${format}` }, remoteAddress: site.remoteAddress })
    if (response.statusCode >= 300) throw new Error(response.body)
    return response
  }
  const exported = (await post(await site.signIn(await site.credentials(supervisor)), '/complaints/exports', { view: 'all', format })).rawPayload

  const other = await world.agencyUser(await world.agency(), 'manager')
  const headers = await site.signIn(await site.credentials(other))
  const run = ImportDetail.parse((await post(headers, '/imports', exported, 'application/octet-stream')).json())
  const guessed = Object.fromEntries(run.file?.columns.map(({ name }, at): [string, string | null] => [name, run.file?.mapping.columns[at] ?? null]).filter(([, field]) => field !== null) ?? [])
  expect(guessed, 'Complaint ID, Agency and the rest are left aside').toEqual({ Subject: 'company', Product: 'product', Issue: 'issue', Received: 'receivedOn' })
  await post(headers, `/imports/${run.id}/starts`, { version: run.version })
  await importJobs(site.parts.deps)['run-import']({ runId: run.id }, { attempt: 1, lastAttempt: false, signal: new AbortController().signal })

  const found = await world.rows(facts, [other.agencyId])
  expect(found).toEqual(given)
  expect(found).toHaveLength(3)
  await site.close()
})
