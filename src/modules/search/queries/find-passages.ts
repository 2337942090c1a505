import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import type { Tx } from '../../../platform/ports.ts'
import { searchTerms } from '../../complaints/domain/search-words.ts'
import type { Passage } from '../contract.ts'
import { candidateWords, highlight, sequencesOf, tokensOf, type Source } from '../domain/highlight.ts'

const mostPassages = 3

type Read = { id: string; agencyId: string; companyId: string | null }

/** Where the words stand in each complaint: the passages that hold most of them. Which words are meant is asked of the database, which knows stems. */
export async function findPassages(tx: Tx, words: string, sources: ReadonlyMap<string, readonly Source[]>): Promise<Map<string, { passages: Passage[]; showsDetail: boolean }>> {
  const sequences = sequencesOf(searchTerms(words))
  const asked = sequences.flatMap(({ tokens, prefix }) => tokens.map((token, at) => ({ token, prefix: prefix && at === tokens.length - 1 })))
  const read = new Map([...sources].map(([id, texts]) => [id, texts.map((source) => ({ source, tokens: tokensOf(source.text) }))]))
  const found = await sql<{ word: string; term: number }>`
    select word, term from match_words(${candidateWords([...read.values()].flat(), sequences)}::text[], ${asked.map(({ token }) => token)}::text[], ${asked.map(({ prefix }) => prefix)}::boolean[])`.execute(tx.db)
  const meant = new Map<string, Set<number>>()
  for (const { word, term } of found.rows) meant.set(word, (meant.get(word) ?? new Set()).add(term - 1))
  return new Map(
    [...read].map(([id, texts]) => {
      const passages = texts.flatMap((text) => {
        const { source } = text
        const cut = highlight(text, sequences, meant)
        return cut === null ? [] : [{ where: source.where, pieces: cut.pieces, found: cut.found, basic: source.basic === true }]
      })
      const best = passages.sort((a, b) => b.found - a.found).slice(0, mostPassages)
      return [id, { passages: best.map(({ where, pieces }) => ({ where, pieces })), showsDetail: best.some(({ basic }) => !basic) }]
    }),
  )
}

/** Who was shown a passage of a complaint's detail has read in it (docs/rules.md 2); repeats within five minutes are one entry. */
export async function auditPassages(tx: Tx, actor: Exclude<Actor, { kind: 'platform' }>, read: readonly Read[]): Promise<void> {
  await tx.auditRead(...read.map(({ id, agencyId, companyId }) => ({ action: 'complaint.found', audience: actor.kind, agencyId, companyId, complaintId: id })))
}
