// node test/bench/duplicates.ts: how well likely duplicates are told from what only looks alike (docs/duplicates.md).
// Pairs are built from the real narratives of the training data: what people and offices do to a letter that comes twice,
// and what is no duplicate though it resembles one.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import pg from 'pg'
import { z } from 'zod'
import { compareComplaints, leastShared, runsOf, sharedPart, type Side } from '#src/modules/complaints/domain/duplicates.ts'
import { migrate } from '#src/platform/database/migrate.ts'
import { openServer } from './ground.ts'

const source = join(import.meta.dirname, '../../training/data/cfpb-complaints.csv')
const Rows = z.array(z.object({ 'Consumer complaint narrative': z.string(), Company: z.string(), Issue: z.string(), 'ZIP code': z.string() }))
type Letter = { text: string; company: string; issue: string; zip: string }
type Pair = { kind: string; duplicate: boolean; a: Side; b: Side }

let seed = 20_261_123
/** From 0 to below 1, the same in every run. */
function chance(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}
const oneOf = <T>(items: readonly T[]): T => {
  const item = items[Math.floor(chance() * items.length)]
  if (item === undefined) throw new Error('Nothing to choose from.')
  return item
}

const firstNames = ['Ana', 'Ben', 'Carla', 'Dov', 'Edith', 'Femi', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Keiko', 'Luis', 'Mina', 'Nora', 'Omar', 'Petra']
const lastNames = ['abbott', 'barros', 'chen', 'dietz', 'ekberg', 'farrow', 'galvan', 'hassan', 'ito', 'jarvis', 'kowal', 'lindh', 'moreno', 'novak', 'okafor', 'quist']
const nameKey = () => `${oneOf(firstNames).toLowerCase()} ${oneOf(lastNames)}`
const zip = () => String(10_000 + Math.floor(chance() * 89_999))
const sentencesOf = (text: string) => text.split(/(?<=[.!?])\s+/)

function typo(word: string): string {
  if (word.length < 4) return word
  const at = 1 + Math.floor(chance() * (word.length - 2))
  return oneOf([word.slice(0, at) + word.slice(at + 1), word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2), word.slice(0, at) + (word[at] ?? '') + word.slice(at)])
}
const withTypos = (text: string, share: number) => text.split(' ').map((word) => (chance() < share ? typo(word) : word)).join(' ')
const said: Record<string, string> = { told: 'informed', called: 'phoned', said: 'stated', account: 'acct', received: 'got', company: 'firm', never: 'not once', because: 'since', payment: 'pay', they: 'the company', my: 'our', would: 'will', asked: 'requested', also: 'in addition' }

/** Every second sentence said in other words: a few words exchanged, its halves turned round. */
function reworded(text: string): string {
  return sentencesOf(text)
    .map((sentence, index) => {
      if (index % 2 === 0) return sentence
      const words = sentence.split(' ').map((word) => said[word.toLowerCase()] ?? word)
      const middle = Math.floor(words.length / 2)
      return [...words.slice(middle), ...words.slice(0, middle)].join(' ')
    })
    .join(' ')
}

const greeting = 'To whom it may concern. I am writing to your office to file a formal complaint and I ask for your help in this matter. My complaint is as follows. '
const closing = ' I have attached copies of all letters. Please contact me at your earliest convenience with any questions. Thank you for your time and your help. Sincerely yours.'

const edits: Record<string, (text: string) => string> = {
  'the same letter again': (text) => text,
  'cut: two thirds kept': (text) => text.slice(0, Math.ceil(text.length * 0.66)),
  'cut: the middle third kept': (text) => text.slice(Math.floor(text.length / 3), Math.ceil((text.length * 2) / 3)),
  'every second sentence reworded': reworded,
  'greeting and closing added': (text) => greeting + text + closing,
  'typing mistakes in 4 % of words': (text) => withTypos(text, 0.04),
  'typing mistakes in 10 % of words': (text) => withTypos(text, 0.1),
  'names and dates filled in for XXXX': (text) => text.replace(/X[X/]+X/g, () => oneOf(['Smith', 'March 4', '2019', 'Toledo', '4471', 'Mr. Jones'])),
  'numbers blacked out': (text) => text.replace(/\d+/g, 'XXXX'),
  'retyped: other line breaks, lower case, little punctuation': (text) => withTypos(text.toLowerCase().replace(/[,;:"'()]/g, ''), 0.01).replace(/(.{60,75}) /g, '$1\n'),
  'cut, greeting, mistakes': (text) => greeting + withTypos(text.slice(0, Math.ceil(text.length * 0.6)), 0.04),
}

function pairsOf(letters: readonly Letter[]): Pair[] {
  const pairs: Pair[] = []
  const side = (letter: Letter, more: Partial<Side> = {}): Side => ({ cfpbId: null, subjectId: letter.company, nameKey: '', email: '', phone: '', zip: '', narrative: letter.text, ...more })
  // Duplicates, half of them from somebody whose name is not known (imported), told by the description alone.
  for (const [kind, edit] of Object.entries(edits)) {
    for (const letter of sample(letters, 120)) {
      const name = nameKey()
      const known = chance() < 0.5 ? {} : { nameKey: name, zip: zip() }
      pairs.push({ kind, duplicate: true, a: side(letter, known), b: side({ ...letter, text: edit(letter.text) }, known) })
    }
  }
  // The same letter, the company entered under another record or not yet.
  for (const letter of sample(letters, 120)) pairs.push({ kind: 'to two agencies, subject not yet chosen', duplicate: true, a: side({ ...letter, text: withTypos(letter.text, 0.02) }, { subjectId: null }), b: side(letter) })
  // No duplicates.
  const byMatter = Map.groupBy(letters, ({ company, issue }) => `${company} ${issue}`)
  const alike = [...byMatter.values()].flatMap((group) => group.flatMap((a, index) => group.slice(index + 1, index + 8).map((b) => [a, b] as const)))
  for (const [a, b] of sample(alike, 2_000)) pairs.push({ kind: 'same company and issue, other people', duplicate: false, a: side(a, { zip: a.zip }), b: side(b, { zip: b.zip }) })
  for (let n = 0; n < 2_000; n += 1) pairs.push({ kind: 'any two letters', duplicate: false, a: side(oneOf(letters)), b: side(oneOf(letters)) })
  const templates = letters.filter(({ text }) => /15 U\.?S\.?C|identity theft|Fair Credit Reporting Act/i.test(text))
  for (let n = 0; n < 300; n += 1) {
    const template = oneOf(templates)
    const own = sentencesOf(oneOf(letters).text).slice(0, 3).join(' ')
    const filled = { ...template, text: `${own} ${template.text}` }
    const elsewhere = { ...template, company: oneOf(letters).company }
    pairs.push({ kind: 'a template, same company, names known', duplicate: false, a: side(filled, { nameKey: nameKey(), zip: zip() }), b: side(template, { nameKey: nameKey(), zip: zip() }) })
    pairs.push({ kind: 'a template, same company, ZIP codes known', duplicate: false, a: side(filled, { zip: zip() }), b: side(template, { zip: zip() }) })
    pairs.push({ kind: 'a template, another company, nobody known', duplicate: false, a: side(filled), b: side(elsewhere) })
  }
  for (let n = 0; n < 300; n += 1) {
    const [a, b] = [oneOf(letters), oneOf(letters)]
    pairs.push({ kind: 'the same name, another matter and company', duplicate: false, a: side(a, { nameKey: 'ana chen', zip: zip() }), b: side({ ...b, company: `${b.company} 2` }, { nameKey: 'ana chen', zip: zip() }) })
  }
  return pairs.filter(({ duplicate, a, b }) => duplicate || a.narrative !== b.narrative || a.subjectId !== b.subjectId)
}

function sample<T>(items: readonly T[], count: number): T[] {
  return items.length <= count ? [...items] : Array.from({ length: count }, () => oneOf(items))
}

/** The marks by which the database finds candidates, of every text. */
async function marksOf(texts: readonly string[]): Promise<Map<string, Set<string>>> {
  const server = await openServer()
  const name = `ses_duplicates_${String(process.pid)}`
  const admin = new pg.Client({ connectionString: server.adminUrl })
  await admin.connect()
  try {
    await admin.query(`create database ${name} encoding 'UTF8' template template0`)
    const url = new URL(server.adminUrl)
    url.pathname = `/${name}`
    await migrate(url.href, { name: 'ses_bench_app', password: 'bench' })
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    const marks = new Map<string, Set<string>>()
    for (let at = 0; at < texts.length; at += 200) {
      const { rows } = await client.query<{ text: string; marks: string[] }>("select t as text, text_marks(to_tsvector('english', t)) as marks from unnest($1::text[]) t", [texts.slice(at, at + 200)])
      for (const row of rows) marks.set(row.text, new Set(row.marks))
    }
    await client.end()
    return marks
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
    await server.stop()
  }
}

const percent = (part: number, of: number) => (of === 0 ? '–' : `${((part / of) * 100).toFixed(1)} %`)

async function main(): Promise<void> {
  const rows = Rows.parse(parse(readFileSync(source), { columns: true, bom: true }))
  const letters = rows.map((row) => ({ text: row['Consumer complaint narrative'], company: row.Company, issue: row.Issue, zip: row['ZIP code'] })).filter(({ text }) => text.length >= 200)
  const pairs = pairsOf(letters)
  const marks = await marksOf([...new Set(pairs.flatMap(({ a, b }) => [a.narrative ?? '', b.narrative ?? '']))])
  const judged = pairs.map((pair) => {
    const [a, b] = [marks.get(pair.a.narrative ?? ''), marks.get(pair.b.narrative ?? '')]
    const shared = [...(a ?? [])].filter((mark) => b?.has(mark) === true).length
    // Candidates by name come besides; here the description is measured.
    const verdict = compareComplaints(pair.a, pair.b)
    return { ...pair, part: sharedPart(runsOf(pair.a.narrative ?? ''), runsOf(pair.b.narrative ?? '')), candidate: shared >= 2, shown: verdict !== null && (shared >= 2 || verdict.reasons.some(({ kind }) => kind !== 'narrative')) }
  })
  console.log(`${String(letters.length)} letters, ${String(pairs.length)} pairs, ${String(pairs.filter(({ duplicate }) => duplicate).length)} of them duplicates. At least ${String(leastShared * 100)} % shared.\n`)
  console.log('| Pair | Number | Found by marks | Shown |\n|---|---|---|---|')
  for (const [kind, group] of Map.groupBy(judged, (pair) => `${pair.duplicate ? 'duplicate' : 'none'}: ${pair.kind}`)) {
    console.log(`| ${kind} | ${String(group.length)} | ${percent(group.filter(({ candidate }) => candidate).length, group.length)} | ${percent(group.filter(({ shown }) => shown).length, group.length)} |`)
  }
  const right = judged.filter(({ duplicate, shown }) => duplicate && shown).length
  const shown = judged.filter((pair) => pair.shown).length
  console.log(`\nPrecision ${percent(right, shown)}, recall ${percent(right, judged.filter(({ duplicate }) => duplicate).length)} (by the whole rule).\n`)
  console.log('| Least shared, by the description alone | Precision | Recall |\n|---|---|---|')
  for (const least of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
    const positive = judged.filter(({ candidate, part }) => candidate && part >= least)
    const hits = positive.filter(({ duplicate }) => duplicate).length
    console.log(`| ${String(least)} | ${percent(hits, positive.length)} | ${percent(hits, judged.filter(({ duplicate }) => duplicate).length)} |`)
  }
}

await main()
