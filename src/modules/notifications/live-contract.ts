import { z } from 'zod'
import { Id, Instant } from '../../kernel/shapes.ts'

/** What one page may follow at once. */
export const mostFollowed = 50

/** One or several IDs, separated by commas. */
const Ids = z
  .string()
  .max(mostFollowed * 37)
  .transform((text) => text.split(',').filter((id) => id !== ''))
  .pipe(z.array(Id).max(mostFollowed))
  .optional()

export const FollowEvents = z.strictObject({
  complaints: Ids.describe('IDs of complaints that are open on a page, separated by commas; at most 50').meta({ example: '0199f6a2-…,0199f6a3-…' }),
  entities: Ids.describe('IDs of Non-NMLS entities that are open on a page, separated by commas; at most 50'),
})
export type FollowEvents = z.infer<typeof FollowEvents>

/** user:, agency:, complaint: or entity: and its ID. */
const Topic = z.string().regex(/^(user|agency|complaint|entity):[0-9a-f-]{36}$/)

/** First of all: what is followed from now on. */
export const Hello = z.object({
  now: Instant,
  /** When each complaint and entity changed last, as far as the reader may see; null: nothing known. What was read before that is read again. */
  changed: z.record(z.string(), Instant.nullable()),
})
export type Hello = z.infer<typeof Hello>

export const newsKinds = ['tasks', 'notifications', 'changed', 'discussion', 'access', 'sharing', 'gone'] as const
/** gone: the reader may not see it any more, or not its detail. */
export const News = z.object({ topic: Topic, what: z.enum(newsKinds) })
export type News = z.infer<typeof News>
