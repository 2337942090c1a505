import type { Announcement } from './announcement.ts'

type Entry = { action: string; complaint_id: string | null; about_kind: string | null; about_id: string | null; audience: string }

/** Looking without changing that is not called ".read"; modules/complaints/domain/history-kinds.ts names the same. */
const otherReadings = ['complaint.found', 'complaint.exported', 'complaint.viewed_as_company', 'history.exported', 'document.previewed', 'document.selection_read']

/**
 * Every change is audited, so what was sealed is what changed. It is announced with the seal, within a second or two of the
 * change: a NOTIFY in each writer's own transaction would make them commit one after the other.
 */
export function newsOfAudit(entries: readonly Entry[]): Announcement[] {
  return entries.flatMap((entry) => {
    if (entry.action.endsWith('.read') || otherReadings.includes(entry.action) || entry.audience === 'platform') return []
    const what = entry.audience === 'agency' ? 'changed_at_agency' : entry.audience === 'company' ? 'changed_at_company' : 'changed'
    return [
      ...(entry.complaint_id === null ? [] : [{ topic: `complaint:${entry.complaint_id}` as const, what } as const]),
      ...(entry.about_kind === 'entity' && entry.about_id !== null ? [{ topic: `entity:${entry.about_id}` as const, what } as const] : []),
    ]
  })
}
