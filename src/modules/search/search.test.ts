import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AgencyActor, CompanyActor } from '#src/access/actor.ts'
import { updateComplaint } from '#src/modules/complaints/commands/update-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { approveLetter } from '#src/modules/letters/commands/approve-letter.ts'
import { issueLetter } from '#src/modules/letters/commands/issue-letter.ts'
import { storeLetterPdf } from '#src/modules/letters/commands/store-letter-pdf.ts'
import { updateLetter, writeLetter } from '#src/modules/letters/commands/write-letter.ts'
import { openDiskStore } from '#src/platform/files/disk-store.ts'
import { newId } from '#src/platform/new-id.ts'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { describe, expect, test, type World } from '#test/world/test-world.ts'
import { SearchAll, SearchReceived, type HitPage } from './contract.ts'
import { searchComplaints } from './queries/search-complaints.ts'
import { searchReceived } from './queries/search-received.ts'

type Asked = Partial<Omit<SearchAll, 'words'>>
const search = (world: World, actor: AgencyActor, words: string, more: Asked = {}): Promise<HitPage> => searchComplaints(world.deps, actor, SearchAll.parse({ words, ...more }))
const searchAsCompany = (world: World, actor: CompanyActor, words: string): Promise<HitPage> => searchReceived(world.deps, actor, SearchReceived.parse({ words }))
const ids = (page: HitPage) => page.items.map(({ id }) => id)
const marked = (page: HitPage) => page.items.flatMap(({ passages }) => passages.map(({ where, pieces }) => ({ where, hits: pieces.filter(({ hit }) => hit).map(({ text }) => text) })))

async function withNarratives(world: World, ...narratives: string[]) {
  const people = await cast(world)
  const complaints: string[] = []
  for (const narrative of narratives) complaints.push(await entered(world, people.supervisor, people.company, { narrative, desiredOutcome: 'Credit it.' }))
  return { ...people, complaints }
}

describe('words', () => {
  test('every word is wanted, in any form, in any order', async ({ world }) => {
    const { supervisor, complaints } = await withNarratives(world, 'The xanthic servicer delayed payments.', 'A xanthic letter came.', 'No word of it.')
    expect(ids(await search(world, supervisor, 'payment xanthic'))).toEqual([complaints[0]])
    expect(ids(await search(world, supervisor, 'xanthic')).sort()).toEqual(complaints.slice(0, 2).sort())
  })

  test('a phrase stands together', async ({ world }) => {
    const { supervisor, complaints } = await withNarratives(world, 'They opened a brumal credit account.', 'The credit was brumal.')
    expect(ids(await search(world, supervisor, '"brumal credit"'))).toEqual([complaints[0]])
  })

  test('an excluded word leaves out what holds it, whatever the place', async ({ world }) => {
    const { supervisor, company, complaints } = await withNarratives(world, 'A caliginous fee of the loan.', 'A caliginous fee of the card.')
    expect(ids(await search(world, supervisor, 'caliginous -loan'))).toEqual([complaints[1]])
    const restricted = await entered(world, supervisor, company, { narrative: 'A caliginous note.', complainant: { firstName: 'Ruth', lastName: 'Quillfeather', restricted: true } })
    expect(ids(await search(world, supervisor, 'caliginous quillfeather')), 'a restricted name and the description are found together').toEqual([restricted])
    expect(ids(await search(world, supervisor, 'caliginous -quillfeather'))).not.toContain(restricted)
  })

  test('a star finds by the beginning', async ({ world }) => {
    const { supervisor, complaints } = await withNarratives(world, 'Their velleities were known.', 'Nothing.')
    expect(ids(await search(world, supervisor, 'velle*'))).toEqual([complaints[0]])
    expect(marked(await search(world, supervisor, 'velle*'))).toEqual([{ where: "In the consumer's description", hits: ['velleities'] }])
  })

  test('numbers that people read are found, alone and with words', async ({ world }) => {
    const { supervisor, company, complaints: [one = ''] } = await withNarratives(world, 'A quincuncial matter.')
    const { number } = await readComplaint(world.deps, supervisor, one)
    const requestId = await sent(world, supervisor, one)
    const [request] = await world.rows<{ number: number }>('select number from information_request where id = $1', [requestId])
    for (const words of [number, number.toLowerCase(), `${number} quincuncial`, `IR-${String(request?.number)}`, `quincuncial ses-${String(company.number)}`]) {
      expect(ids(await search(world, supervisor, words)), words).toEqual([one])
    }
  })

  test('nothing but exclusions is refused with a sentence', async ({ world }) => {
    const { supervisor } = await cast(world)
    await expect(search(world, supervisor, '-loan')).rejects.toThrow(/Say also what to find/)
  })

  test('"the" is passed over beside other words; a name that is a stop word is still found', async ({ world }) => {
    const { supervisor, company } = await cast(world)
    const id = await entered(world, supervisor, company, { narrative: 'Sesquipedalian.', complainant: { firstName: 'Will', lastName: 'Ostrander' } })
    expect(ids(await search(world, supervisor, 'the sesquipedalian'))).toEqual([id])
    expect(ids(await search(world, supervisor, 'will'))).toContain(id)
  })
})

describe('among very many', () => {
  /** Numbers far apart, as where many complaints lie between: the search goes back in steps of numbers. */
  async function farApart(world: World, supervisor: AgencyActor, narratives: readonly string[]): Promise<string[]> {
    const company = await world.company()
    const made: string[] = []
    for (const narrative of narratives) {
      await world.rows(`select setval('complaint_number_seq', nextval('complaint_number_seq') + 60000)`)
      made.push(await entered(world, supervisor, company, { narrative, desiredOutcome: 'Credit it.' }))
    }
    return made
  }

  test('old ones are found as well as new ones, alone, together, as a phrase and by a beginning', async ({ world }) => {
    const { supervisor } = await cast(world)
    const made = await farApart(world, supervisor, ['A mumpsimus of old, and a fee.', 'The fee was a mumpsimus.', 'The mumpsimus fee.', 'A fee without it.', 'Fee, mumpsimus.'])
    const held = [made[0], made[1], made[2], made[4]]
    for (const words of ['mumpsimus', 'mumps*', 'mumpsimus fee', 'fee mumpsimus -quidnunc']) {
      expect(ids(await search(world, supervisor, words, { sort: 'newest', everywhere: false })).sort(), words).toEqual([...held].sort())
      expect(ids(await search(world, supervisor, words)).sort(), `${words}, everywhere`).toEqual([...held].sort())
    }
    expect(ids(await search(world, supervisor, '"mumpsimus fee"'))).toEqual([made[2]])
    expect(ids(await search(world, supervisor, '"mumpsimus of old"'))).toEqual([made[0]])
    expect(ids(await search(world, supervisor, 'mumpsimus -"mumpsimus fee"')).sort()).toEqual([made[0], made[1], made[4]].sort())
  })

  test('other agencies find old ones by what is basic', async ({ world }) => {
    const { supervisor } = await cast(world)
    const [id] = await farApart(world, supervisor, ['Old.', 'New.'])
    const [row] = await world.rows<{ number: number }>('select number from complaint where id = $1', [id])
    const reader = await world.agencyUser(await world.agency(), 'viewer')
    expect(ids(await search(world, reader, `test c${String(row?.number)}`))).toEqual([id])
  })

  test('of more than are looked at the newest are found, and that there are more is said', async ({ world }) => {
    const { supervisor, company } = await cast(world)
    const first = await entered(world, supervisor, company, { narrative: 'The oldest gongoozler.', desiredOutcome: 'Credit it.' })
    const asked = { everywhere: false, limit: 50 } as const
    // As many as a search looks at, made of one by hand.
    await world.rows(
      `insert into complaint (id, agency_id, number, status, subject_kind, subject_name, received_on, created_at)
       select gen_random_uuid(), agency_id, nextval('complaint_number_seq'), status, subject_kind, subject_name, received_on, created_at from complaint cross join generate_series(1, 320) where id = $1`, [first])
    await world.rows(
      `insert into search_document (complaint_id, audience, scope_id, agency_id, words)
       select c.id, s.audience, s.scope_id, s.agency_id, s.words from complaint c join search_document s on s.complaint_id = $1 where c.agency_id = $2 and c.id <> $1`, [first, supervisor.agencyId])
    const page = await search(world, supervisor, 'gongoozler', { ...asked, sort: 'oldest' })
    expect(page.lookedAtMost).toBe(300)
    expect(page.total).toBe(300)
    expect((await search(world, supervisor, '"oldest gongoozler"', asked)).lookedAtMost).toBe(300)
  })

  test('a phrase is sought among the newest complaints that hold its words, and how many that were is said, even where none holds it', async ({ world }) => {
    const { supervisor, company } = await cast(world)
    const old = await entered(world, supervisor, company, { narrative: 'A nudiustertian widdiful.', desiredOutcome: 'Credit it.' })
    const sample = await entered(world, supervisor, company, { narrative: 'The widdiful was nudiustertian.', desiredOutcome: 'Credit it.' })
    const asked = { everywhere: false, limit: 50 } as const
    expect(ids(await search(world, supervisor, '"nudiustertian widdiful"', asked)), 'while few hold the words').toEqual([old])
    // More than are looked at, made of one by hand, and numbers enough for a second step.
    await world.rows(
      `insert into complaint (id, agency_id, number, status, subject_kind, subject_name, received_on, created_at)
       select gen_random_uuid(), agency_id, nextval('complaint_number_seq') + 20000, status, subject_kind, subject_name, received_on, created_at from complaint cross join generate_series(1, 1600) where id = $1`, [sample])
    await world.rows(
      `insert into search_document (complaint_id, audience, scope_id, agency_id, words)
       select c.id, s.audience, s.scope_id, s.agency_id, s.words from complaint c join search_document s on s.complaint_id = $1 where c.agency_id = $2 and c.id not in ($1, $3)`, [sample, supervisor.agencyId, old])
    const page = await search(world, supervisor, '"nudiustertian widdiful"', asked)
    expect(page).toMatchObject({ items: [], total: 0, lookedAtMost: 1600 })
    expect(await search(world, supervisor, '"nudiustertian widdiful"', { limit: 50 })).toMatchObject({ items: [], total: 0, lookedAtMost: 1600 })
    expect((await search(world, supervisor, 'nudiustertian widdiful', asked)).lookedAtMost, 'without the quotes').toBe(300)
  })
})

describe('where it was found', () => {
  test('each place is named and its words are marked', async ({ world }) => {
    const { supervisor, company, administrator, poc } = await cast(world)
    const id = await entered(world, supervisor, company, { narrative: 'The tenebrous fee.', desiredOutcome: 'Outcome of marrowfat.', complainant: { firstName: 'Yolanda', lastName: 'Pruitt-Zabel' } })
    const requestId = await sent(world, supervisor, id, { title: 'Kerfuffle ledger' })
    await assigned(world, administrator, id, poc)
    await answered(world, poc, requestId, 'The nidificated sum was credited.')
    await world.rows(
      `insert into research_entry (id, complaint_id, agency_id, kind, happened_on, text, created_by, created_at) values ($1, $2, $3, 'research', '2026-11-20', 'Called about the gallimaufry.', $4, now())`,
      [newId(), id, supervisor.agencyId, supervisor.userId],
    )
    await world.rows(`insert into alleged_violation (id, complaint_id, agency_id, description, citation, added_by, added_at) values ($1, $2, $3, 'Of the flapdoodle kind.', '12 CFR 1024.35', $4, now())`, [newId(), id, supervisor.agencyId, supervisor.userId])
    await world.rows(
      `insert into document (id, purpose, complaint_id, agency_id, side, name, original_name, content_type, size, state, sha256, uploaded_by, created_at) values ($1, 'complaint', $2, $3, 'agency', 'x.pdf', 'hobbledehoy_2025.pdf', 'application/pdf', 1, 'stored', $5, $4, now())`,
      [newId(), id, supervisor.agencyId, supervisor.userId, 'a'.repeat(64)],
    )
    const [request] = await world.rows<{ number: number }>('select number from information_request where id = $1', [requestId])
    const ir = `IR-${String(request?.number).padStart(6, '0')}`
    const places: [string, string, string][] = [
      ['tenebrous', "In the consumer's description", 'tenebrous'],
      ['marrowfat', 'In the desired outcome', 'marrowfat'],
      ['zabel', "In the complainant's details", 'Zabel'],
      ['kerfuffles', `In ${ir}`, 'Kerfuffle'],
      ['nidificate', `In the answer to ${ir}`, 'nidificated'],
      ['gallimaufry', 'In a note', 'gallimaufry'],
      ['flapdoodle', 'In an alleged violation', 'flapdoodle'],
      ['hobbledehoy', 'In the name of a document', 'hobbledehoy'],
    ]
    for (const [words, where, hit] of places) {
      const page = await search(world, supervisor, words)
      expect(ids(page), words).toEqual([id])
      expect(marked(page), words).toContainEqual({ where, hits: [hit] })
    }
  })

  test('a text that is removed or changed is no longer found', async ({ world }) => {
    const { supervisor, complaints: [id = ''] } = await withNarratives(world, 'The absquatulated fee.')
    const { version } = await readComplaint(world.deps, supervisor, id)
    await updateComplaint(world.deps, supervisor, id, { version, fields: { narrative: 'Nothing left.' } })
    expect(ids(await search(world, supervisor, 'absquatulate'))).toEqual([])
    const note = newId()
    await world.rows(`insert into research_entry (id, complaint_id, agency_id, kind, happened_on, text, created_by, created_at) values ($1, $2, $3, 'research', '2026-11-20', 'Of the bibelot.', $4, now())`, [note, id, supervisor.agencyId, supervisor.userId])
    expect(ids(await search(world, supervisor, 'bibelot'))).toEqual([id])
    await world.rows('update research_entry set removed_at = now() where id = $1', [note])
    expect(ids(await search(world, supervisor, 'bibelot'))).toEqual([])
  })

  test('who was shown a passage of the detail has read it, once within five minutes', async ({ world }) => {
    const { supervisor, complaints: [id = ''] } = await withNarratives(world, 'The pettifogging clerk.')
    await search(world, supervisor, 'pettifogging')
    await search(world, supervisor, 'pettifogging')
    expect(await world.rows(`select actor_id from audit_entry where complaint_id = $1 and action = 'complaint.found'`, [id])).toEqual([{ actor_id: supervisor.userId }])
  })
})

describe('facets and order', () => {
  test('facets count what they would leave, combine, and narrow the page', async ({ world }) => {
    const { supervisor, company } = await cast(world)
    const other = await world.company()
    const first = await entered(world, supervisor, company, { narrative: 'A snollygoster.', receivedOn: '2024-05-01', transactionDate: null })
    const second = await entered(world, supervisor, company, { narrative: 'A snollygoster.', receivedOn: '2025-05-01', transactionDate: null })
    const third = await entered(world, supervisor, other, { narrative: 'A snollygoster.', receivedOn: '2025-06-01', transactionDate: null })
    const all = await search(world, supervisor, 'snollygoster', { sort: 'newest' })
    expect(ids(all)).toEqual([third, second, first])
    expect(all.facets.year).toEqual([{ value: '2025', label: '2025', count: 2 }, { value: '2024', label: '2024', count: 1 }])
    expect(all.facets.company.map(({ label, count }) => [label, count])).toEqual([[company.name, 2], [other.name, 1]])
    expect(all.facets.place).toEqual([{ value: 'description', label: 'Description', count: 3 }])
    const narrowed = await search(world, supervisor, 'snollygoster', { filters: { year: ['2025'], company: [company.id] } })
    expect(ids(narrowed)).toEqual([second])
    expect(narrowed.facets.company.map(({ count }) => count), 'the other company of that year stays to be chosen').toEqual([1, 1])
    expect(narrowed.total).toBe(1)
  })

  test('pages follow one another without loss or repeat, by relevance and by date', async ({ world }) => {
    const { supervisor, complaints } = await withNarratives(world, ...Array.from({ length: 7 }, (_, index) => `A taradiddle ${'of taradiddle '.repeat(index % 3)}.`))
    for (const sort of ['relevance', 'newest', 'oldest'] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await search(world, supervisor, 'taradiddle', { sort, limit: 2, cursor })
        seen.push(...ids(page))
        cursor = page.next ?? undefined
      } while (cursor !== undefined)
      expect([...seen].sort(), sort).toEqual([...complaints].sort())
    }
  })
})

describe('a company', () => {
  test('finds what it received: shared description, requests, its answers; never what is the agency’s', async ({ world }) => {
    const { supervisor, company, administrator, poc } = await cast(world)
    const id = await entered(world, supervisor, company, { narrative: 'A lollygagging servicer.', desiredOutcome: 'Skedaddle.', complainant: { firstName: 'Ada', lastName: 'Featherstonehaugh', email: 'ada@mail.example', phone: '(419) 555-0188' } })
    expect(ids(await searchAsCompany(world, poc, 'lollygagging')), 'before the first sending').toEqual([])
    const requestId = await sent(world, supervisor, id, { title: 'Widdershins ledger' })
    await assigned(world, administrator, id, poc)
    await answered(world, poc, requestId, 'The bumbershoot was credited.')
    for (const words of ['lollygagging', 'featherstonehaugh', 'widdershins', 'bumbershoot']) expect(ids(await searchAsCompany(world, poc, words)), words).toEqual([id])
    for (const words of ['skedaddle', 'ada@mail.example', '4195550188']) expect(ids(await searchAsCompany(world, poc, words)), words).toEqual([])
    expect(ids(await searchAsCompany(world, await world.companyUser(await world.company(), 'manage'), 'lollygagging')), 'another company').toEqual([])
  })

  test('a restricted answer is found by nobody there, not by its marks either', async ({ world }) => {
    const { supervisor, company, administrator, poc } = await cast(world)
    const id = await entered(world, supervisor, company, { narrative: 'A pogonip came.' })
    const requestId = await sent(world, supervisor, id)
    await assigned(world, administrator, id, poc)
    await answered(world, poc, requestId, 'The collywobbles and the pogonip.', { restricted: true })
    expect(ids(await searchAsCompany(world, poc, 'collywobbles'))).toEqual([])
    expect(marked(await searchAsCompany(world, poc, 'pogonip')).map(({ where }) => where)).toEqual(["In the consumer's description"])
    expect(ids(await search(world, supervisor, 'collywobbles')), 'the agency').toEqual([id])
  })

  test('a letter is found by its subject once the company has it, before that by the agency alone', async ({ world }) => {
    const { supervisor, company, poc } = await cast(world)
    const id = await entered(world, supervisor, company)
    await sent(world, supervisor, id)
    const draft = await writeLetter(world.deps, supervisor, id, { side: 'company' })
    const written = await updateLetter(world.deps, supervisor, draft.id, { version: draft.version, addressee: company.name, subject: 'Of flibbertigibbets', body: 'Please stop it.' })
    const approved = await approveLetter(world.deps, supervisor, draft.id, { version: written.version })
    await issueLetter(world.deps, supervisor, draft.id, { version: approved.version })
    expect([ids(await search(world, supervisor, 'flibbertigibbets')), ids(await searchAsCompany(world, poc, 'flibbertigibbets'))], 'while its PDF is made').toEqual([[id], []])
    await storeLetterPdf({ ...world.deps, files: await openDiskStore(await mkdtemp(join(tmpdir(), 'ses-search-'))), scanner: null }, { letterId: draft.id, complaintId: id, agencyId: supervisor.agencyId, companyId: company.id, issuedBy: supervisor.userId, name: 'Letter.pdf', bytes: Buffer.from('%PDF-1.7') })
    expect(marked(await searchAsCompany(world, poc, 'flibbertigibbets'))).toEqual([{ where: 'In the subject of a letter', hits: ['flibbertigibbets'] }])
  })

  test('without complaints access there is no search; agencies and companies have one each', async ({ world }) => {
    const { supervisor, company, poc } = await cast(world)
    await expect(searchAsCompany(world, await world.companyUser(company, null, ['account_administrator']), 'loan')).rejects.toThrow(/role does not allow/)
    await expect(search(world, await world.agencyUser(await world.agency(), null, ['account_administrator']), 'loan')).rejects.toThrow(/role does not allow/)
    await expect(searchComplaints(world.deps, poc, SearchAll.parse({ words: 'loan' }))).rejects.toThrow(/role does not allow/)
    await expect(searchReceived(world.deps, supervisor, SearchReceived.parse({ words: 'loan' }))).rejects.toThrow(/role does not allow/)
  })
})
