import { clamdScanner } from '#src/platform/scan/clamd.ts'
import { eicar, openClamd } from '#test/world/clamd.ts'
import { exchange, openDocumentSite } from '#test/world/document-site.ts'
import { bytesOf, Wire } from '#test/world/tus.ts'
import { expect, test, type TestCompany, type World } from '#test/world/test-world.ts'
import type { Actor } from '../../access/actor.ts'
import type { Jobs } from '../../platform/ports.ts'
import { notifyOrganisationJob } from '../notifications/organisation-job.ts'
import { listNotifications } from '../notifications/queries/list-notifications.ts'
import { scanDocument } from './commands/scan-document.ts'

const environment = { publicUrl: 'https://ses.example', training: false, support: { phone: '(555) 010-0100', email: 'support@ses.example' } }
const name = 'Pruitt statement.pdf'

/** Works off what the scan left to be told, as the worker does. */
async function tellOf(world: World, documentId: string): Promise<void> {
  const jobs = await world.rows<{ payload: Jobs['notify-organisation'] }>(`select payload from graphile_worker._private_jobs where payload ->> 'documentId' = $1 and payload ->> 'event' = 'document_infected'`, [documentId])
  expect(jobs).toHaveLength(1)
  for (const { payload } of jobs) await notifyOrganisationJob(world.deps, environment)(payload, { attempt: 1, lastAttempt: false, signal: new AbortController().signal })
}

const toldTo = async (world: World, actor: Actor) => (await listNotifications(world.deps, actor, { limit: 50 })).items.filter(({ event }) => event === 'document_infected').map(({ sentence }) => (sentence.includes('you uploaded') ? 'as uploader' : 'as administrator'))

test('malware in a real upload is told to whoever uploaded it and to the Account Administrators of their organization, without its name; the other side hears nothing', async ({ world }) => {
  const clamd = await openClamd()
  const site = await openDocumentSite(world, clamdScanner(clamd.address))
  try {
    const { requestId, complaintId, drafter, poc, supervisor, colleague } = await exchange(world)
    const [company] = await world.rows<TestCompany>('select c.id, c.number, c.name from company c join complaint k on k.company_id = c.id where k.id = $1', [complaintId])
    if (company === undefined) throw new Error('The complaint has no company.')
    const companyAdministrator = await world.companyUser(company, 'manage', ['account_administrator'])

    const theirs = await new Wire(site, drafter).upload({ purpose: 'response', targetId: requestId }, name, bytesOf(eicar))
    await scanDocument(site.deps, theirs)
    await tellOf(world, theirs)
    expect(await toldTo(world, drafter)).toEqual(['as uploader'])
    expect(await toldTo(world, companyAdministrator)).toEqual(['as administrator'])
    for (const other of [poc, supervisor, colleague]) expect(await toldTo(world, other)).toEqual([])

    const ours = await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, name, bytesOf(eicar))
    await scanDocument(site.deps, ours)
    await tellOf(world, ours)
    expect(await toldTo(world, supervisor)).toEqual(['as uploader'])
    for (const other of [colleague, poc]) expect(await toldTo(world, other)).toEqual([])
    expect(await toldTo(world, drafter)).toHaveLength(1)

    for (const person of [drafter, companyAdministrator, supervisor]) {
      const mails = JSON.stringify(await world.mailTo(await world.emailOf(person.userId)))
      expect(mails).toContain('malware')
      expect(mails).not.toContain('Pruitt')
    }
  } finally {
    await site.close()
    await clamd.close()
  }
})
