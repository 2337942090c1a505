import { sql, type CompiledQuery, type Kysely } from 'kysely'
import type { DB } from '../database/schema.ts'
import { liveNews, type LiveNews, type LiveTopic } from '../ports.ts'

/** What travels from the process where something happened to those where pages are open: IDs only. */
export type Announcement = { topic: LiveTopic; what: LiveNews }

export const liveChannel = 'ses_live'

// A notification of PostgreSQL holds at most 8,000 bytes; an announcement has about 70.
const perNotification = 100

/** The statement that announces when its transaction commits; null for nothing. The same words twice in one transaction are one. */
export function announcing(db: Kysely<DB>, announcements: readonly Announcement[]): CompiledQuery | null {
  if (announcements.length === 0) return null
  const lines = [...new Set(announcements.map(({ topic, what }) => `${topic} ${what}`))]
  const payloads: string[] = []
  for (let first = 0; first < lines.length; first += perNotification) payloads.push(lines.slice(first, first + perNotification).join('\n'))
  return sql`select pg_notify(${liveChannel}, payload) from unnest(${payloads}::text[]) as said (payload)`.compile(db)
}

/** What an older or newer version of the program announced and this one does not know is left out. */
export function announcementsOf(payload: string): Announcement[] {
  return payload.split('\n').flatMap((line) => {
    const [topic = '', what = ''] = line.split(' ')
    const known = liveNews.find((news) => news === what)
    return isTopic(topic) && known !== undefined ? [{ topic, what: known }] : []
  })
}

function isTopic(text: string): text is LiveTopic {
  return /^(user|agency|complaint|entity):[0-9a-f-]{36}$/.test(text)
}
