import { z } from 'zod'

/** How punctually a company answers. Numbers only: what single answers say stands with them. */
export const Punctuality = z
  .object({
    answers: z.number().int().describe('Answers sent; an answer after a sending back counts by itself'),
    onTime: z.number().int().describe('Of these, sent by the due date as it stood then, in the agency’s zone'),
    medianDays: z.number().nullable().describe('Half of the answers took at most this long, from the sending or the sending back; null: there is none'),
    extended: z.number().int().describe('Of the answers, those whose due date the agency had moved later'),
    sentBack: z.number().int().describe('Answers that an agency sent back'),
    overdue: z.number().int().describe('Requests that are overdue now'),
  })
  .meta({ id: 'Punctuality' })
export type Punctuality = z.infer<typeof Punctuality>

export const PunctualitySpans = z.object({ lastYear: Punctuality.nullable(), allTime: Punctuality.nullable() })

export const OnTimeRecord = z
  .object({
    ownAgency: PunctualitySpans.nullable().describe('On the asking agency’s own complaints; null for a company'),
    allAgencies: PunctualitySpans.describe('null: too few answers to say, fewer than five in all, or fewer than five at agencies other than the asking one'),
  })
  .meta({ id: 'OnTimeRecord' })
export type OnTimeRecord = z.infer<typeof OnTimeRecord>

/** Shares of fewer answers say too much about single ones. */
export const fewestAnswers = 5
