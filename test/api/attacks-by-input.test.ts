import type { AgencyActor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import { call, made, session, test, type Method } from '#test/world/attack.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { expect } from '#test/world/test-world.ts'

/** Attacks by odd input: words, sizes, templates, names of files. */

const odd = ['\u0000', 'a\u0000b', '\ud800', 'a\ud800b', "'; drop table complaint; --", '%_\\', 'a\\b*', "it's*", '"', '-"', "a'b\\'*", ':* & | ! <-> ()', "foo:*A|'bar'", '{{ complaint_id }}', '\u202egpj.exe', 'x'.repeat(200), '٣٤', '＜script＞']

test('odd words are refused or find nothing, and are never a fault', { timeout: 240_000 }, async ({ site, world }) => {
  const { agency, company, supervisor } = await cast(world)
  const headers = await session(site, supervisor)
  const id = await entered(world, supervisor, company)
  for (const words of odd) {
    const asked: [Method, string, object?][] = [
      ['POST', '/complaint-searches', { words: `${words} cat` }], ['POST', '/complaint-searches', { words }], ['POST', '/complaints/searches', { words }], ['POST', '/complaints/exports', { words }],
      ['POST', '/complaint-searches', { words: 'cat', filters: { agency: [words.slice(0, 40)], company: [words.slice(0, 40)], product: [words.slice(0, 40)], status: [words.slice(0, 40)], year: [words.slice(0, 40)], place: [words.slice(0, 40)] } }],
      ['POST', '/entity-searches', { words }], ['POST', '/guided-subject-searches', { words, name: words, city: words.slice(0, 100), employee: words, keywords: words, phone: words.slice(0, 40), website: words }],
      ['POST', '/guided-subject-searches', { words }], ['POST', '/guided-subject-searches', { city: words.slice(0, 100), state: 'OH' }],
      ...['ses', 'nmls', 'etn', 'licence', 'branch_nmls', 'individual_nmls', 'individual_name'].map((by): [Method, string, object] => ['POST', '/subject-lookups', { by, value: words, state: 'OH' }]),
      ['POST', '/citation-searches', { words }], ['POST', '/saved-filters', { name: newId(), filters: { cfpbId: words.slice(0, 40) } }], ['POST', '/saved-filters', { name: words.slice(0, 80), filters: {} }],
      ['GET', `/complaints?cfpbId=${encodeURIComponent(words.toWellFormed().slice(0, 40))}`], ['GET', `/complaints/${id}/history?cursor=${encodeURIComponent(words.toWellFormed())}`],
      ['POST', `/complaints/${id}/related-records`, { kind: 'individual', name: words }], ['POST', `/complaints/${id}/related-records`, { kind: 'complaint', reference: words.slice(0, 40) }],
      ['POST', `/complaints/${id}/research-entries`, { kind: 'research', happenedOn: '2026-11-02', text: words, withWhom: words }], ['POST', '/letter-templates', { kind: 'other', name: words.slice(0, 120), subject: words, body: words }],
      ['POST', '/entities', { name: words, people: words, website: words, phone: words.slice(0, 40) }],
    ]
    for (const [method, url, body] of asked) {
      const answer = await call(site, method, url, headers, body)
      expect([JSON.stringify(words), method, url, answer.statusCode >= 500], answer.body.slice(0, 300)).toEqual([JSON.stringify(words), method, url, false])
    }
  }
  expect(site.lines.filter((line) => line.includes('unexpected error'))).toEqual([])
  expect(await world.rows('select 1 from complaint where agency_id = $1', [agency.id])).toHaveLength(1)
})

test('what has no end is refused before it costs anything', { timeout: 240_000 }, async ({ site, world }) => {
  const { company, supervisor } = await cast(world)
  const headers = await session(site, supervisor)
  const id = await entered(world, supervisor, company)
  const many = <T>(one: T, count = 70_000): T[] => Array.from({ length: count }, () => one)
  const deep = `{"name":"x","filters":${'{"status":['.repeat(20_000)}${']}'.repeat(20_000)}}`
  const asked: [Method, string, (object | string)?][] = [
    ['POST', '/complaints/searches', { words: 'cat', status: many('draft') }], ['POST', '/complaints/exports', { status: many('draft') }], ['POST', '/complaints/exports', { columns: many('id') }], ['POST', '/complaints/exports', { ids: many(id) }],
    ['POST', '/saved-filters', { name: 'Long', filters: { status: many('draft') } }], ['POST', '/saved-filters', deep],
    ['POST', '/complaint-searches', { words: 'cat', filters: { status: many('draft') } }], ['POST', '/complaint-searches', { words: 'cat', limit: 100_000 }],
    ['POST', '/complaints/bulk-reminders', { complaintIds: many(id) }], ['POST', '/complaints/bulk-assignments', { userId: supervisor.userId, complaints: many({ id, version: 1 }) }],
    ['POST', `/complaints/${id}/alleged-violations`, { violations: many({ description: 'x' }) }], ['POST', `/complaints/${id}/closures`, { version: 2, reason: 'invalid', documentIds: many(id) }],
    ['GET', `/complaints/${id}/history?${many('kind=status', 500).join('&')}`], ['GET', `/complaints/${id}/print-view?${many('parts=history', 500).join('&')}`], ['GET', `/complaints/${id}/record.pdf?${many('parts=summary', 500).join('&')}`],
    ['GET', `/complaints?${many('status=draft', 500).join('&')}`], ['POST', `/complaints/${id}/research-entries`, { kind: 'research', happenedOn: '2026-11-02', text: 'x'.repeat(10_001) }],
  ]
  for (const [method, url, body] of asked) {
    const answer = await site.app.inject({ method, url: `/api/v1${url}`, headers: { ...headers, ...(typeof body === 'string' && { 'content-type': 'application/json' }) }, payload: body, remoteAddress: site.remoteAddress })
    expect([method, url.slice(0, 60), [400, 404, 413, 414, 422].includes(answer.statusCode)], `${String(answer.statusCode)} ${answer.body.slice(0, 200)}`).toEqual([method, url.slice(0, 60), true])
  }
  for (const dates of ['enteredTo=9999-12-31', 'closedTo=9999-12-31&closedFrom=1900-01-01', 'receivedTo=9999-12-31', 'dueTo=9999-12-31']) expect([dates, (await call(site, 'GET', `/complaints?${dates}`, headers)).statusCode]).toEqual([dates, 200])
  for (const dates of ['from=9999-12-31', 'to=9999-12-31']) expect([dates, (await call(site, 'GET', `/complaints/${id}/history?${dates}`, headers)).statusCode]).toEqual([dates, 200])
  expect(site.lines.filter((line) => line.includes('unexpected error'))).toEqual([])
})

test('no template keeps the server busy, and none reaches beyond its fields', { timeout: 240_000 }, async ({ site, world }) => {
  const headers = await session(site, await world.agencyUser(await world.agency(), 'supervisor'))
  const bodies = [
    '{% if today %}'.repeat(600) + '{% endif %}'.repeat(600), `{% comment %}{{ ${'a'.repeat(19_900)} } }}{% endcomment %}`, `{% comment %}${'{{ a } '.repeat(2_800)}}}{% endcomment %}`, `{{ today ${'| append: today '.repeat(1_300)} }}`,
    '{% for x in (1..1000000000) %}x{% endfor %}', '{% include "/etc/passwd" %}', '{% render "x" %}', '{% layout "x" %}', '{% capture x %}{% endcapture %}', '{% assign x = 1 %}', '{{ today.constructor }}', '{{ constructor }}', '{{ __proto__ }}', '{{ "x" | raw }}',
    '{{ today | append: (1..99999999) }}', '{% raw %}{{ secret }}{% endraw %}', '{% liquid\nassign x = 1\n%}', '{% case today %}' + '{% when "x" %}y'.repeat(1_200) + '{% endcase %}', '{% if "(((((((((" contains today %}{% endif %}', `{{ ${'('.repeat(9_000)} }}`, '{{'.repeat(9_000), '{%'.repeat(9_000), '{{ today[today[today]] }}',
  ]
  for (const body of bodies) {
    // Time at work and not by the clock: other processes may keep the machine busy.
    const began = process.threadCpuUsage()
    const answer = await call(site, 'POST', '/letter-templates/previews', headers, { subject: 'x', body })
    const { user, system } = process.threadCpuUsage(began)
    expect([body.slice(0, 40), answer.statusCode >= 500, user + system < 400_000], `${String(user + system)} µs ${answer.body.slice(0, 200)}`).toEqual([body.slice(0, 40), false, true])
    if (/for|include|render|layout|capture|assign|constructor|proto|raw|\[/.test(body)) expect([body, answer.statusCode]).toEqual([body, 422])
  }
})

test('names of files end no header and leave no folder, and formulas stay text wherever they come out', async ({ site, world }) => {
  const { agency, company, supervisor } = await cast(world)
  const headers = await session(site, supervisor)
  const id = await entered(world, supervisor, company)
  const names = ['../../etc/passwd', 'a\r\nSet-Cookie: x=1.csv', '=HYPERLINK("http://evil").pdf', 'C:\\x.pdf', '', '..', 'a"; filename=b.csv']
  for (const name of names) await world.rows(`insert into document (id, purpose, complaint_id, agency_id, side, name, original_name, content_type, size, state, sha256, scan, uploaded_by, created_at) values ($1, 'complaint', $2, $3, 'agency', $4, $4, 'application/pdf', 3, 'stored', repeat('a', 64), 'infected', $5, now())`, [newId(), id, agency.id, name === '' ? '-' : name, supervisor.userId])
  const zip = await call(site, 'GET', `/complaints/${id}/documents.zip`, headers)
  expect(zip.statusCode).toBe(200)
  expect(zip.headers['content-disposition']).toMatch(/^attachment; filename="C-\d+-documents\.zip"$/)
  for (const name of ['a\r\nX-Evil: 1.csv', '"; x="y.csv', '../../../x.csv', '%00.csv', `${'x'.repeat(500)}.csv`, '=cmd.csv', '\u202efdp.csv']) {
    const given = await site.app.inject({ method: 'POST', url: '/api/v1/imports', headers: { ...headers, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) }, payload: 'Product,Company,Date received\n=1+1,=cmd|x,not a date\n', remoteAddress: site.remoteAddress })
    expect([name, given.statusCode]).toEqual([name, 201])
    const run = given.json<{ id: string; fileName: string }>()
    expect(run.fileName).not.toMatch(/[\r\n/\\\u0000]/)
    await world.rows("update import_run set state = 'finished', rows_rejected = 1, finished_at = $2 where id = $1", [run.id, world.clock.now()])
    await world.rows("insert into import_rejection (run_id, agency_id, row, reasons, cells) values ($1, $2, 2, '{x}', '{=1+1,=cmd|x,@x}')", [run.id, agency.id])
    const rejected = await call(site, 'GET', `/imports/${run.id}/rejected-rows`, headers)
    expect([rejected.statusCode, rejected.headers['x-evil'], /(^|,)[=@+-]/m.test(rejected.body)]).toEqual([200, undefined, false])
  }
  const firm = await made(site, '/entities', headers, { name: '=HYPERLINK("http://evil","x")' })
  const about: AgencyActor = supervisor
  await entered(world, about, company, { subject: { kind: 'entity', entityId: firm.id } })
  const csv = await call(site, 'POST', '/complaints/exports', headers, { view: 'all', columns: ['subject'] })
  expect(csv.body).toContain(`'=HYPERLINK`)
})
