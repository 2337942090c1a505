import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { invalid, notFound } from '../../../kernel/errors.ts'
import { parseDisplayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findDetailed } from '../../complaints/index.ts'
import type { LetterTemplate, PreviewTemplate, TemplatePreview } from '../contract.ts'
import { letterSides } from '../domain/letter-lifecycle.ts'
import { letterKinds, missingIn, sampleValues, type MergeValues } from '../domain/merge-fields.ts'
import { agencyOf } from '../store.ts'
import { fillTemplate } from '../template-engine.ts'
import { mergeValues } from './merge-values.ts'

/** What the agency writes letters from: its own templates, and the shipped ones that it has not replaced. Retired ones stand at the end. */
export async function listTemplates(deps: Deps, actor: Actor): Promise<{ items: LetterTemplate[]; canManage: boolean }> {
  permit(actor, 'complaint.view')
  return deps.transaction(agencyOf(actor), async (tx) => {
    const rows = (await templateQuery(tx).orderBy('t.retired').orderBy('t.side').orderBy('t.kind').orderBy('t.name').orderBy('t.id').limit(500).execute()).map(present)
    const replaced = new Set(rows.filter((row) => !row.retired).map((row) => row.replaces))
    // A given-up copy of a shipped one is no template any more: the shipped text stands there again.
    return { items: rows.filter((row) => !replaced.has(row.id) && !(row.retired && row.replaces !== null)), canManage: may(actor, 'letter-template.manage') }
  })
}

export async function readTemplate(tx: Tx, id: string): Promise<LetterTemplate> {
  const row = await templateQuery(tx).where('t.id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('template')
  return present(row)
}

/** How a letter would read, before the template is saved: of an invented complaint, or of a real one that the actor may see. */
export async function previewTemplate(deps: Deps, actor: Actor, { complaint: wanted, side = 'complainant', ...template }: PreviewTemplate): Promise<TemplatePreview> {
  permit(actor, 'complaint.view')
  const reader = agencyOf(actor)
  const values = await deps.transaction(reader, async (tx) => {
    if (wanted === undefined || wanted.trim() === '') return inventedFor(tx, reader)
    const complaint = await findDetailed(tx, await idOf(tx, wanted))
    await tx.auditRead({ action: 'complaint.read', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: complaint.id })
    return mergeValues(tx, reader, complaint.id, side)
  })
  const filled = fillTemplate(template, values, side)
  return { ...filled, missing: missingIn(`${filled.subject}\n${filled.body}`) }
}

/** An invented complaint, of the agency that looks: its own name stands at the end of its letters. */
async function inventedFor(tx: Tx, { agencyId }: AgencyActor): Promise<MergeValues> {
  const { name, phone, email } = await tx.db.selectFrom('agency').select(['name', 'phone', 'email']).where('id', '=', agencyId).executeTakeFirstOrThrow()
  return { ...sampleValues, agency_name: name, agency_phone: phone || sampleValues.agency_phone, agency_email: email || sampleValues.agency_email }
}

/** The complaint of an ID as people write it, where its detail is visible. */
async function idOf(tx: Tx, text: string): Promise<string> {
  const number = parseDisplayId('complaint', text)
  if (number === null) throw invalid({ complaint: 'Enter an ID such as C-001234.' })
  const row = await tx.db.selectFrom('complaint as c').innerJoin('complaint_detail as d', 'd.complaint_id', 'c.id').select('c.id').where('c.number', '=', number).executeTakeFirst()
  if (row === undefined) throw invalid({ complaint: 'This complaint was not found.' })
  return row.id
}

function templateQuery(tx: Tx) {
  return tx.db
    .selectFrom('letter_template as t')
    .leftJoin('person as p', 'p.id', 't.updated_by')
    .select(['t.id', 't.agency_id', 't.side', 't.kind', 't.name', 't.subject', 't.body', 't.replaces', 't.retired', 't.updated_by', 'p.name as updater', 't.updated_at', 't.version'])
}

function present(row: Awaited<ReturnType<ReturnType<typeof templateQuery>['execute']>>[number]): LetterTemplate {
  return {
    id: row.id,
    side: oneOf(letterSides, row.side),
    kind: oneOf(letterKinds, row.kind),
    name: row.name,
    subject: row.subject,
    body: row.body,
    origin: row.agency_id === null ? 'shipped' : row.replaces === null ? 'own' : 'changed',
    replaces: row.replaces,
    retired: row.retired,
    updatedBy: row.updated_by === null ? null : { id: row.updated_by, name: row.updater ?? '' },
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  }
}
