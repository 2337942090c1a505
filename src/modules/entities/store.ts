import { AppError, notFound } from '../../kernel/errors.ts'
import type { Actor, AgencyActor } from '../../access/actor.ts'
import { nameKey } from '../../kernel/text.ts'
import type { Tx } from '../../platform/ports.ts'
import type { CreateEntity } from './contract.ts'

/** An entity as a command needs it: who keeps it, and where it went. */
export type EntityState = { id: string; number: number; agencyId: string; mergedInto: string | null; companyId: string | null; version: number }

const columns = ['id', 'number', 'agency_id', 'merged_into', 'company_id', 'version'] as const
type Row = { id: string; number: number; agency_id: string; merged_into: string | null; company_id: string | null; version: number }

/** The entity if the actor may see it at all, else not found. */
export async function findEntity(tx: Tx, id: string): Promise<EntityState> {
  const row = await tx.db.selectFrom('entity').select(columns).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('entity')
  return toState(row)
}

/** Holds the record of the actor's own agency until the transaction ends. Call after `permit`. */
export async function lockEntity(tx: Tx, id: string): Promise<EntityState> {
  const row = await tx.db.selectFrom('entity').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined) throw new AppError('forbidden', 'Your role does not allow this action.')
  return toState(row)
}

/** Refuses what is done to a record that went into another one. */
export function requirePresent(entity: EntityState): void {
  if (entity.mergedInto !== null) throw new AppError('conflict', 'This record was merged into another one. Go on there.')
  if (entity.companyId !== null) throw new AppError('conflict', 'This entity became a company. Go on with the company’s record.')
}

/** Every column that the form fills. */
export function entityColumns(input: CreateEntity) {
  return {
    name: input.name.trim(),
    name_key: nameKey(input.name),
    other_names: input.otherNames.trim(),
    other_names_key: linesKey(input.otherNames),
    business_type: input.businessType,
    street: input.street.trim(),
    city: input.city.trim(),
    state: input.state,
    zip: input.zip.trim(),
    phone: input.phone.trim(),
    email: input.email.trim(),
    website: input.website.trim(),
    people: input.people.trim(),
    people_key: linesKey(input.people),
    description: input.description.trim(),
  }
}

export function agencyOf(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

function linesKey(lines: string): string {
  return lines.split('\n').map(nameKey).filter(Boolean).join(' | ')
}

function toState(row: Row): EntityState {
  return { id: row.id, number: row.number, agencyId: row.agency_id, mergedInto: row.merged_into, companyId: row.company_id, version: row.version }
}
