import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import type { Deps } from '../../../platform/ports.ts'
import { companyOnly, findDelivery } from '../store.ts'

/** Who may become Company POC: colleagues with Manage, with the number of open complaints that each has (of all, for an assigner who may not see their status). */
export async function listPocCandidates(deps: Deps, actor: Actor, complaintId: string) {
  const assigner = companyOnly(actor)
  return deps.transaction(assigner, async (tx) => {
    const delivery = await findDelivery(tx, complaintId)
    permit(assigner, 'received.assign-poc', { companyId: delivery.companyId })
    const rows = await tx.db
      .selectFrom('account as u')
      .innerJoin('person as p', 'p.id', 'u.user_id')
      .select(['p.id', 'p.name', 'p.title', sql<number>`(select count(*)::int from complaint_delivery v left join complaint c on c.id = v.complaint_id
          where v.company_id = u.company_id and v.company_poc_id = u.user_id and c.company_status is distinct from 'closed')`.as('load')])
      .where('u.company_id', '=', assigner.companyId)
      .where('u.standing', '=', 'active')
      .where('u.complaints_role', '=', 'manage')
      .orderBy('p.name')
      .execute()
    return { items: rows.map((row) => ({ id: row.id, name: row.name, title: row.title, openComplaints: row.load })) }
  })
}
