import { sql } from 'kysely'
import type { Actor, CompanyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { roleWords } from '../../accounts/domain/role-words.ts'
import type { EnrollmentWizard } from '../contract.ts'
import { endedEnrollments, enrollmentStates, mayBeComplaintsContact, stepOf } from '../domain/enrollment-steps.ts'

/** Where the enrollment of the actor's company stands: the same on every device. */
export async function readWizard(deps: Pick<Deps, 'transaction'>, actor: Actor): Promise<EnrollmentWizard> {
  if (actor.kind !== 'company') throw notFound('enrollment')
  permit(actor, 'enrollment.finish', { companyId: actor.companyId })
  return deps.transaction(actor, (tx) => readWizardIn(tx, actor))
}

/** In the transaction of the step that was just taken. */
export async function readWizardIn(tx: Tx, actor: CompanyActor): Promise<EnrollmentWizard> {
  const row = await tx.db
    .selectFrom('enrollment as e')
    .innerJoin('company as o', 'o.id', 'e.company_id')
    .innerJoin('agency as g', 'g.id', 'e.agency_id')
    .innerJoin('person as b', 'b.id', 'e.begun_by')
    .leftJoin('company_contacts as k', 'k.company_id', 'e.company_id')
    .select([
      'e.version', 'e.state', 'e.users_later', 'e.first_user_id', 'o.number', 'o.nmls_id', 'o.name', 'o.kind', 'o.street', 'o.city', 'o.state as us_state', 'o.zip', 'o.phone', 'o.business_types',
      'g.name as agency', 'g.email as agency_email', 'g.phone as agency_phone', 'b.name as begun_by', 'b.phone as begun_by_phone', 'k.complaints_contact_id', 'k.sa_contact_id', 'k.extra_addresses',
    ])
    .where('e.company_id', '=', actor.companyId)
    .where('e.state', 'not in', endedEnrollments)
    .executeTakeFirst()
  if (row === undefined) throw notFound('enrollment')
  const state = oneOf(enrollmentStates, row.state)
  return {
    version: row.version,
    state,
    step: stepOf(state, row.complaints_contact_id !== null && row.sa_contact_id !== null),
    usersLater: row.users_later,
    company: {
      sesId: displayId('company', row.number),
      nmlsId: row.nmls_id,
      name: row.name,
      kind: oneOf(['non-depository', 'depository'], row.kind),
      address: [row.street, row.city, [row.us_state, row.zip].filter(Boolean).join(' ')].filter(Boolean).join(', '),
      phone: row.phone,
      businessTypes: row.business_types,
    },
    begunBy: { agency: row.agency, name: row.begun_by, phone: row.begun_by_phone ?? row.agency_phone, email: row.agency_email },
    users: await usersOf(tx, actor, row.complaints_contact_id),
    contacts: { complaintsContactId: row.complaints_contact_id, saContactId: row.sa_contact_id, extraAddresses: row.extra_addresses ?? [] },
    waiting: await waitingFor(tx),
    isFirstUser: row.first_user_id === actor.userId,
  }
}

async function usersOf(tx: Tx, actor: CompanyActor, complaintsContactId: string | null): Promise<EnrollmentWizard['users']> {
  const rows = await tx.db
    .selectFrom('account as u')
    .innerJoin('person as p', 'p.id', 'u.user_id')
    .select(['p.id', 'p.name', 'u.email', 'u.system_roles', 'u.complaints_role', 'u.standing'])
    .where('u.company_id', '=', actor.companyId)
    .where('u.standing', 'in', ['invited', 'active'])
    .orderBy('u.created_at')
    .orderBy('p.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    roles: roleWords({ kind: 'company', systemRoles: row.system_roles, complaintsRole: row.complaints_role, isComplaintsContact: row.id === complaintsContactId }),
    standing: oneOf(['invited', 'active'], row.standing),
    isSelf: row.id === actor.userId,
    mayBeComplaintsContact: mayBeComplaintsContact({ standing: row.standing, systemRoles: row.system_roles, complaintsRole: row.complaints_role }),
  }))
}

type WaitingRow = { complaint_number: number; agency_name: string; delivered_at: Date; requests: number; first_due: string | null }

/** Numbers, agency and dates; what is asked opens with the completion. */
async function waitingFor(tx: Tx): Promise<EnrollmentWizard['waiting']> {
  const { rows } = await sql<WaitingRow>`select complaint_number, agency_name, delivered_at, requests, first_due from waiting_for_company()`.execute(tx.db)
  return rows.map((row) => ({ complaint: displayId('complaint', row.complaint_number), agency: row.agency_name, deliveredAt: row.delivered_at.toISOString(), requests: row.requests, firstDueOn: row.first_due }))
}
