import { assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { openSite } from '#test/world/site.ts'
import { expect, test } from '#test/world/test-world.ts'
import { Problem } from '../../kernel/shapes.ts'
import { addRequest } from './commands/write-request.ts'

const refused = [
  'http://share.example.com/a', 'javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'file:///etc/passwd', 'https://user:password@share.example.com', 'https://10.0.0.8/a', 'https://[::1]/a', 'https://nas.local/a',
  'https://аpple.example/a', 'https://share.example.com/\u202egpj.exe', 'https://share.example.com/a\u0000', `https://share.example.com/${'a'.repeat(2_000)}`, 'share.example.com/a', 'https://',
]

test('links with other schemes, with secrets in them or that mislead are refused at the field on both sides, and nothing is stored', async ({ world }) => {
  const { supervisor, administrator, company, poc } = await cast(world)
  const complaintId = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, complaintId)
  await assigned(world, administrator, complaintId, poc)
  const second = await addRequest(world.deps, supervisor, complaintId, { title: 'More', description: 'Send more.', dueOn: '2026-12-08' })
  const site = await openSite(world)
  try {
    const [agency, answering] = [await site.signIn(await site.credentials(supervisor)), await site.signIn(await site.credentials(poc))]
    const send = (link: string) => site.post(`/complaints/${complaintId}/sendings`, { requests: [{ id: second }], link }, agency)
    const save = (link: string) => site.app.inject({ method: 'PUT', url: `/api/v1/received-requests/${requestId}/draft`, payload: { version: 0, text: 'See the link.', links: [link] }, headers: answering, remoteAddress: site.remoteAddress })
    for (const link of refused) {
      const [sending, saving] = [await send(link), await save(link)]
      expect([sending.statusCode, saving.statusCode], link).toEqual([400, 400])
      const [atAgency, atCompany] = [Problem.parse(sending.json()).fields?.['link'], Problem.parse(saving.json()).fields?.['links.0']]
      expect(atAgency, link).toMatch(/\S/)
      expect(atCompany, link).toBe(atAgency)
    }
    expect(await world.rows(`select 1 from response where request_id = $1 and links <> '{}'`, [requestId])).toEqual([])
    expect(await world.rows('select status from information_request where id = $1', [second])).toEqual([{ status: 'ready_to_send' }])

    expect((await save(' https://share.example.com/answer ')).statusCode).toBe(200)
    expect((await send('https://share.example.com/request')).statusCode).toBeLessThan(300)
    expect(await world.rows('select links from response where request_id = $1', [requestId])).toEqual([{ links: ['https://share.example.com/answer'] }])
    expect(await world.rows(`select link from request_sending where link <> ''`)).toEqual([{ link: 'https://share.example.com/request' }])
  } finally {
    await site.close()
  }
})
