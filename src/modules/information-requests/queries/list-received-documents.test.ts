import { exchange, openDocumentSite } from '#test/world/document-site.ts'
import { bytesOf, Wire } from '#test/world/tus.ts'
import { expect, test } from '#test/world/test-world.ts'
import { saveDraft } from '../commands/save-draft.ts'
import { submitResponse } from '../commands/submit-response.ts'
import { listReceivedDocuments } from './list-received-documents.ts'
import { readLatestResponse } from './received-requests.ts'

test('a company finds all its documents of a complaint, and where each belongs; a restricted answer’s are for those who read it', async ({ world }) => {
  const site = await openDocumentSite(world)
  try {
    const { complaintId, requestId, supervisor, drafter, poc } = await exchange(world)
    await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, 'memo.txt', bytesOf('never shared'))
    await new Wire(site, drafter).upload({ purpose: 'response', targetId: requestId }, 'ledger.csv', bytesOf('a,b'))
    const company = { id: poc.companyId, number: 0, name: '' }
    const listed = async (who = poc) => (await listReceivedDocuments(world.deps, who, complaintId)).items.map(({ name, request, round, answer }) => ({ name, request: request?.id, round, answer }))
    expect(await listed()).toEqual([{ name: 'ledger.csv', request: requestId, round: 1, answer: 'draft' }])
    const { version } = await readLatestResponse(world.deps, poc, requestId)
    await saveDraft(world.deps, drafter, requestId, { version, text: 'See the ledger.', links: [], restricted: true })
    await submitResponse(world.deps, poc, requestId, { version: (await readLatestResponse(world.deps, poc, requestId)).version })
    expect(await listed()).toMatchObject([{ name: 'ledger.csv', answer: 'sent' }])
    expect(await listed(await world.companyUser(company, 'manage')), 'only the Company POC reads it now').toEqual([])
    expect(await listed(await world.companyUser(company, 'view'))).toEqual([])
    const stranger = await world.companyUser(await world.company(), 'manage')
    await expect(listReceivedDocuments(world.deps, stranger, complaintId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(listReceivedDocuments(world.deps, supervisor, complaintId)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listReceivedDocuments(world.deps, await world.companyUser(company, null), complaintId)).rejects.toMatchObject({ code: 'forbidden' })
  } finally {
    await site.close()
  }
})
