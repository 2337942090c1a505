import type { Actor, AgencyActor, CompanyActor } from '../../access/actor.ts'
import { permit, type Action } from '../../access/permissions.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { oneOf } from '../../kernel/one-of.ts'
import type { Tx } from '../../platform/ports.ts'
import { requestStatuses, type RequestStatus } from './domain/request-lifecycle.ts'

/** An information request as a command needs it. */
export type RequestState = {
  id: string
  number: number
  complaintId: string
  agencyId: string
  companyId: string
  status: RequestStatus
  round: number
  dueOn: string | null
  quickLookAt: Date | null
  version: number
}

const shared = ['id', 'number', 'complaint_id', 'agency_id', 'company_id', 'status', 'round', 'due_on', 'version'] as const

/** The request if the agency's actor may see it, else not found. */
export async function findRequest(tx: Tx, id: string): Promise<RequestState> {
  const row = await tx.db.selectFrom('information_request').select([...shared, 'quick_look_at']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('request')
  return toState(row)
}

/** Holds the request until the transaction ends. Call after `permit`. */
export async function lockRequest(tx: Tx, id: string): Promise<RequestState> {
  const row = await tx.db.selectFrom('information_request').select([...shared, 'quick_look_at']).where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined) throw new AppError('forbidden', 'Your role does not allow this action.')
  return toState(row)
}

/** The request as its company sees it: Quick Look is not among what it may read. */
export async function findReceivedRequest(tx: Tx, id: string): Promise<RequestState> {
  const row = await tx.db.selectFrom('information_request').select(shared).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('request')
  return toState({ ...row, quick_look_at: null })
}

/** What a company knows of a complaint that it received. */
export type Delivery = {
  complaintId: string
  agencyId: string
  companyId: string
  number: number
  /** The one who acts now: the deputy while there is one, else the Company POC. Permissions ask for this one. */
  companyPocId: string | null
  /** The Company POC who was assigned, also while a deputy acts. */
  assignedPocId: string | null
  version: number
}

/** A complaint that the actor's company received; not found when it did not. */
export async function findDelivery(tx: Tx, complaintId: string): Promise<Delivery> {
  const row = await deliveryQuery(tx, complaintId).executeTakeFirst()
  if (row === undefined) throw notFound('complaint')
  return toDelivery(row)
}

/** Permits what depends on who acts; until the transaction ends nobody else becomes the one who does. */
export async function permitActing(tx: Tx, actor: CompanyActor, action: Action, complaintId: string): Promise<Delivery> {
  const found = await findDelivery(tx, complaintId)
  permit(actor, action, { companyId: found.companyId, companyPocId: found.companyPocId })
  const row = await deliveryQuery(tx, complaintId).forShare().executeTakeFirst()
  if (row === undefined) throw notFound('complaint')
  const held = toDelivery(row)
  permit(actor, action, { companyId: held.companyId, companyPocId: held.companyPocId })
  return held
}

function deliveryQuery(tx: Tx, complaintId: string) {
  return tx.db.selectFrom('complaint_delivery').select(['complaint_id', 'agency_id', 'company_id', 'number', 'company_poc_id', 'acting_poc_id', 'version']).where('complaint_id', '=', complaintId)
}

function toDelivery(row: { complaint_id: string; agency_id: string; company_id: string; number: number; company_poc_id: string | null; acting_poc_id: string | null; version: number }): Delivery {
  return {
    complaintId: row.complaint_id,
    agencyId: row.agency_id,
    companyId: row.company_id,
    number: row.number,
    companyPocId: row.acting_poc_id ?? row.company_poc_id,
    assignedPocId: row.company_poc_id,
    version: row.version,
  }
}

export function agencyOnly(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

export function companyOnly(actor: Actor): CompanyActor {
  if (actor.kind !== 'company') throw notFound('page')
  return actor
}

function toState(row: { id: string; number: number; complaint_id: string; agency_id: string; company_id: string; status: string; round: number; due_on: string | null; quick_look_at: Date | null; version: number }): RequestState {
  return {
    id: row.id,
    number: row.number,
    complaintId: row.complaint_id,
    agencyId: row.agency_id,
    companyId: row.company_id,
    status: oneOf(requestStatuses, row.status),
    round: row.round,
    dueOn: row.due_on,
    quickLookAt: row.quick_look_at,
    version: row.version,
  }
}
