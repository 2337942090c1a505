import type { ComplaintTaskKind } from './facts.ts'
import type { Message } from './messages.ts'
import type { Telling as AnyTelling } from './once-each.ts'

/** Tasks that must be open and held by exactly these people. */
export type PlannedTasks = { kind: ComplaintTaskKind; side: 'agency' | 'company'; /** Left out: the owner. */ agencyId?: string; holders: string[]; items: { requestId: string | null; /** Of a letter. */ letterId?: string; dueOn: string | null }[] }
/** Tasks that an event has made needless; null: all of this kind that the complaint has. */
export type FinishedTasks = { kind: ComplaintTaskKind | null; requestIds: string[] | null; letterIds?: string[]; /** Letters wait on, also after closing. */ keepLetters?: true }
export type Telling = AnyTelling<Message>

export type Plan = { open: PlannedTasks[]; finish: FinishedTasks[]; tell: Telling[] }
