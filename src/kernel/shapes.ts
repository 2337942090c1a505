import { z } from 'zod'
import { countCharacters, normaliseLineBreaks } from './text.ts'

/** Shapes that every contract shares. */
export const Id = z.uuid().describe('UUIDv7')
export const CalendarDate = z.iso
  .date()
  .refine((date) => date >= '1900-01-01', { error: 'Enter a date from 1900 on.' })
  .describe('YYYY-MM-DD, without a time zone')
  .meta({ example: '2026-11-30' })
export const Instant = z.iso.datetime().describe('RFC 3339, UTC').meta({ example: '2026-11-23T14:05:00.000Z' })
export const Money = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,2})?$/, 'Enter an amount such as 412.60.')
  .describe('US dollars as a decimal string')
  .meta({ example: '412.60' })
export const Version = z.number().int().min(1).describe('The version that was read. A record that changed since is refused with stale_version.')
/** Of a removal, which has no body: `?version=3`. */
export const SeenVersion = z.object({ version: z.coerce.number().pipe(Version) })
export const StateCode = z.string().regex(/^[A-Z]{2}$/, 'Choose a state.').describe('USPS code').meta({ example: 'OH' })
/** A number that the database gave, such as a category's. */
export const SmallId = z.number().int().min(1).max(2_147_483_647)
export const ById = z.object({ id: Id })

/** A text of at most `most` characters (Unicode code points, a line break counts one). */
export function text(most: number) {
  return z
    .string()
    .overwrite(normaliseLineBreaks)
    .refine((value) => !value.includes('\u0000'), { error: 'This text holds a character that cannot be stored.' })
    .refine((value) => countCharacters(value) <= most, {
      error: (issue) => `Use at most ${most.toLocaleString('en-US')} characters; this has ${countCharacters(String(issue.input)).toLocaleString('en-US')}.`,
    })
    .meta({ maxLength: most })
}

/** As `text`, not blank. */
export function requiredText(most: number, words = 'Enter a text.') {
  return text(most).refine((value) => value.trim() !== '', { error: words })
}

/** A page of a list. `next` is an opaque, encrypted cursor; null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

export const Paging = {
  cursor: z.string().max(2000).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

export const Person = z.object({ id: Id, name: z.string() })

/** RFC 9457. `fields` has a sentence for each field to mend; `type` ends in the error's code. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
    retryAfterSeconds: z.number().int().optional(),
    current: z.unknown().optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>
