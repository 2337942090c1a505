import type { ResearchEntry } from '#src/modules/research/contract.ts'
import type { Channel, Party, ResearchKind } from '#src/modules/research/domain/research-words.ts'

export const kindWords: Record<ResearchKind, string> = { research: 'Research', communication: 'Communication' }
export const channelWords: Record<Channel, string> = { phone: 'Phone', mail: 'Mail', email: 'E-mail', in_person: 'In person', web: 'Web' }
export const partyWords: Record<Party, string> = { consumer: 'the consumer', subject: 'the subject', other: 'somebody else' }

/** "Phone with the consumer, Ms. Pruitt", "Research: CFPB portal" */
export function noteTitle(note: Pick<ResearchEntry, 'kind' | 'channel' | 'party' | 'withWhom'>): string {
  if (note.kind === 'research') return note.withWhom ? `Research: ${note.withWhom}` : 'Research'
  const how = note.channel ? channelWords[note.channel] : 'Communication'
  return [note.party ? `${how} with ${partyWords[note.party]}` : how, note.withWhom].filter(Boolean).join(', ')
}
