import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { findDetailed } from '../../complaints/index.ts'
import type { Candidate } from '../contract.ts'
import { agencyOnly, type BoardOf } from '../store.ts'

const most = 8
type Row = { kind: 'user' | 'agency'; id: string; name: string; agency: string; complaints_role: string | null }

/** Who can be named on a board: All Agency, agencies and users that see it, by the beginnings of their names' words. */
export async function findCandidates(deps: Deps, actor: Actor, board: BoardOf, words: string): Promise<{ items: Candidate[] }> {
  permit(actor, 'complaintId' in board ? 'discussion.post' : 'entity-discussion.post')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    if ('complaintId' in board) await findDetailed(tx, board.complaintId)
    else if ((await tx.db.selectFrom('entity').select('id').where('id', '=', board.entityId).executeTakeFirst()) === undefined) throw notFound('entity')
    const asked = words.trim().toLowerCase().replace(/\s+/g, ' ')
    const pattern = `% ${asked.replace(/[\\%_]/g, '\\$&')}%`
    const { rows } = await sql<Row>`
      with member as (select * from board_members(${'complaintId' in board ? board.complaintId : null}))
      (select 'agency' as kind, a.id, a.name, a.short_name as agency, null as complaints_role from agency a
       where a.id in (select agency_id from member) and ' ' || lower(concat_ws(' ', a.short_name, a.name, a.state)) like ${pattern}
       order by a.short_name limit ${most})
      union all
      (select 'user', p.id, p.name, a.short_name, m.complaints_role from member m join person p on p.id = m.user_id join agency a on a.id = m.agency_id
       where p.id <> ${reader.userId} and ' ' || lower(p.name) like ${pattern}
       order by m.agency_id <> ${reader.agencyId}, p.name limit ${most})`.execute(tx.db)
    // Both kinds have room, colleagues before others.
    const agencies = rows.filter((row) => row.kind === 'agency')
    const users = rows.filter((row) => row.kind === 'user')
    const everybody: Candidate[] = asked === '' || ['all', 'agency', 'everybody'].some((word) => word.startsWith(asked)) || 'all agency'.startsWith(asked) ? [{ kind: 'everybody', id: null, name: 'All Agency', agency: '', told: 'supervisors' }] : []
    const shownAgencies = agencies.slice(0, Math.max(most / 2, most - users.length))
    return { items: [...everybody, ...[...shownAgencies, ...users].slice(0, most).map(present)] }
  })
}

function present(row: Row): Candidate {
  return { kind: row.kind, id: row.id, name: row.name, agency: row.agency, told: row.kind === 'agency' ? 'supervisors' : row.complaints_role === 'viewer' ? 'nobody' : 'user' }
}
