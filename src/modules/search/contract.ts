import { z } from 'zod'
import { CalendarDate, Id, pageOf, requiredText } from '../../kernel/shapes.ts'
import { statuses } from '../complaints/domain/lifecycle.ts'
import { facetNames } from './domain/facets.ts'

/** Search over all that the actor may see. Words come in the body, so that no log and no address holds them. */
const chosen = z.array(z.string().min(1).max(40)).max(20).optional()
export const FacetFilters = z
  .strictObject({ status: chosen, agency: chosen, product: chosen, company: chosen, year: chosen, place: chosen } satisfies Record<(typeof facetNames)[number], unknown>)
  .describe('Values of facets: within one facet any of them, between facets all')
export type FacetFilters = z.infer<typeof FacetFilters>

const asked = {
  words: requiredText(200, 'Enter words to search for.').describe('Every word is wanted. "Words in quotes" stand together, -word is left out, word* is a beginning. IDs (C-…, IR-…, SES-…, ETN-…, NMLS ID, CFPB ID) are found as such.'),
  filters: FacetFilters.default({}),
  sort: z.enum(['relevance', 'newest', 'oldest']).default('relevance'),
  cursor: z.string().max(2000).optional().describe('`next` of the page before'),
  limit: z.number().int().min(1).max(50).default(10),
}
export const SearchAll = z
  .strictObject({ ...asked, everywhere: z.boolean().default(true).describe("Also other agencies' complaints: their basic information, and detail by access") })
  .meta({ example: { words: '"escrow account" -insurance forec*', sort: 'newest' } })
export type SearchAll = z.infer<typeof SearchAll>
export const SearchReceived = z.strictObject(asked).meta({ example: { words: 'payment history' } })
export type SearchReceived = z.infer<typeof SearchReceived>

export const Passage = z
  .object({
    where: z.string().meta({ example: 'In the answer to IR-000123' }),
    pieces: z.array(z.object({ text: z.string(), hit: z.boolean() })).describe('The text cut at the words that were found'),
  })
  .meta({ id: 'Passage' })
export type Passage = z.infer<typeof Passage>

export const Hit = z
  .object({
    id: Id,
    number: z.string().meta({ example: 'C-001234' }),
    status: z.enum([...statuses, 'open']).describe('At a company: open or closed'),
    agency: z.object({ id: Id, name: z.string(), shortName: z.string() }),
    subjectName: z.string(),
    product: z.string().nullable().describe('null: none yet, or a company asks'),
    date: CalendarDate.nullable().describe('Received by the agency; at a company, when it arrived there'),
    isOwn: z.boolean(),
    passages: z.array(Passage).describe('Where the words stand: the best three of what this actor may read'),
  })
  .meta({ id: 'SearchHit' })
export type Hit = z.infer<typeof Hit>

const FacetValue = z.object({ value: z.string(), label: z.string(), count: z.number().int() })
export const HitPage = pageOf(Hit).extend({
  total: z.number().int().describe('Matches that pass the filters, among those looked at'),
  lookedAtMost: z.number().int().nullable().describe('Where there are more: how many complaints that hold the words were looked at, the newest. Of a phrase, whether they stand together'),
  facets: z.record(z.enum(facetNames), z.array(FacetValue)).describe('The eight most frequent values of each, counted with the filters of the others'),
})
export type HitPage = z.infer<typeof HitPage>
