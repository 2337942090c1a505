import { z } from 'zod'
import { Id, Person, requiredText, Version } from '../../kernel/shapes.ts'
import { ListComplaints } from './contract.ts'

/** What lists of complaints can do besides showing: kept filter sets, bulk actions, exports. */

/** The columns that a list can show and an export can have, in their usual order. */
export const listColumnNames = ['id', 'status', 'agency', 'subject', 'kind', 'product', 'issue', 'waiting', 'requests', 'due', 'received', 'entered', 'closed', 'days', 'poc'] as const
export type ListColumn = (typeof listColumnNames)[number]
export const ListColumns = z.array(z.enum(listColumnNames)).min(1).max(listColumnNames.length)
export const mostSelected = 200

const { cursor: _cursor, limit: _limit, view, sort, direction, ...filters } = ListComplaints.shape

// ── Kept filter sets

/** Ranges of due dates that mean the same tomorrow. */
export const dueWithin = ['late', 'today', 'week', 'month'] as const
export const KeptFilters = z
  .strictObject({ view: view.unwrap().optional(), sort: sort.unwrap().optional(), direction: direction.unwrap().optional(), ...filters, dueWithin: z.enum(dueWithin).optional().describe('Instead of dueFrom and dueTo: counted from the day on which the set is used'), columns: ListColumns.optional() })
  .describe("What stands in a list's address. Searched words are not kept")
export type KeptFilters = z.infer<typeof KeptFilters>

export const SavedFilter = z
  .object({
    id: Id,
    name: z.string(),
    shared: z.boolean().describe('Everybody in the agency who reads complaints can use it; only its owner changes it'),
    owner: Person,
    filters: KeptFilters,
    version: Version,
    can: z.array(z.string()),
  })
  .meta({ id: 'SavedFilter' })
export type SavedFilter = z.infer<typeof SavedFilter>
export const SavedFilterList = z.object({ items: z.array(SavedFilter) })

const Name = requiredText(80, 'Enter a name for the set.').transform((name) => name.trim())
export const KeepFilter = z.strictObject({ name: Name, shared: z.boolean().default(false), filters: KeptFilters })
export type KeepFilter = z.infer<typeof KeepFilter>
export const ChangeFilter = z.strictObject({ version: Version, name: Name.optional(), shared: z.boolean().optional(), filters: KeptFilters.optional() })
export type ChangeFilter = z.infer<typeof ChangeFilter>

/** By whose complaints a list of several agencies can be filtered. */
export const AgencyChoices = z.object({ items: z.array(z.object({ id: Id, name: z.string(), shortName: z.string() })) })

// ── Bulk actions

const Chosen = z.array(Id).min(1, 'Choose at least one complaint.').max(mostSelected, `Choose at most ${String(mostSelected)} complaints.`)
export const ChosenComplaints = z.strictObject({ complaintIds: Chosen })
export const PreviewAssignment = z.strictObject({ complaintIds: Chosen, userId: Id.describe('Who shall be Agency POC') })
export type PreviewAssignment = z.infer<typeof PreviewAssignment>
export const AssignComplaints = z.strictObject({
  userId: Id.describe('Who shall be Agency POC: a Complaint Supervisor or Complaint Manager of the agency'),
  complaints: z.array(z.strictObject({ id: Id, version: Version })).min(1, 'Choose at least one complaint.').max(mostSelected, `Choose at most ${String(mostSelected)} complaints.`),
})
export type AssignComplaints = z.infer<typeof AssignComplaints>

export const BulkResult = z
  .object({
    id: Id,
    number: z.string().nullable().describe('null: not found'),
    subjectName: z.string(),
    version: Version.nullable(),
    done: z.boolean().describe('In a preview: it would be done'),
    what: z.string().describe('What happens, or why nothing does').meta({ example: 'Closed. The Agency POC can be changed until closure.' }),
  })
  .meta({ id: 'BulkResult' })
export type BulkResult = z.infer<typeof BulkResult>
export const BulkResults = z.object({ items: z.array(BulkResult).describe('In the order of the request'), done: z.number().int(), refused: z.number().int() })
export type BulkResults = z.infer<typeof BulkResults>

// ── Export

export const ExportComplaints = z.strictObject({
  view, sort, direction, ...filters,
  words: requiredText(200, 'Enter words to search for.').optional(),
  ids: Chosen.optional().describe('Only these of the list'),
  columns: ListColumns.optional().describe('Left out: all'),
  format: z.enum(['csv', 'xlsx']).default('csv'),
})
export type ExportComplaints = z.infer<typeof ExportComplaints>
