import { z } from 'zod'
import { Id, Instant, pageOf, Paging, Person, Version } from '../../kernel/shapes.ts'
import { dateFormats } from './domain/dates.ts'
import { encodings } from './domain/encodings.ts'
import { fieldKeys } from './domain/fields.ts'

export const maxImportBytes = 200 * 2 ** 20
/** Files of one agency that were given and are not imported to their end. */
export const filesThatWait = 5
export const importStates = ['uploaded', 'waiting', 'running', 'finished', 'failed', 'canceled'] as const
/** So many rows are looked through at once; all of them by a job. */
export const previewRows = 2_000

export const FieldName = z.enum(fieldKeys)
export const DateFormatName = z.enum(dateFormats)
export const ColumnMapping = z.strictObject({
  columns: z.array(FieldName.nullable()).max(400).describe('For each column of the file, in its order, the field that it becomes; null is left aside'),
  dates: z.strictObject({ receivedOn: DateFormatName.optional(), transactionDate: DateFormatName.optional() }).describe('How the dates of a field are written'),
})
export type ColumnMapping = z.infer<typeof ColumnMapping>

export const ImportAction = z.enum(['map', 'start', 'cancel', 'discard', 'download-rejected'])

export const ImportRun = z.object({
  id: Id,
  version: Version,
  fileName: z.string(),
  format: z.enum(['csv', 'xlsx']),
  fileSize: z.number().nullable().describe('Bytes; null once the file is forgotten, or of an import from the command line'),
  state: z.enum(importStates),
  startedBy: Person.nullable(),
  startedAt: Instant.describe('When the file was given; once the import began, when it began'),
  finishedAt: Instant.nullable(),
  rowsRead: z.number(),
  rowsImported: z.number(),
  rowsKnown: z.number(),
  rowsRejected: z.number(),
  companiesAdded: z.number(),
  categoriesAdded: z.number(),
  share: z.number().describe('How much of the file was read, 0 to 1'),
  rowsPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  isInterrupted: z.boolean().describe('Nothing was stored for half a minute: the server stopped, or is busy. The import goes on by itself'),
  failure: z.string().nullable(),
  rejectedUntil: Instant.nullable().describe('Until when the rejected rows can be downloaded'),
  can: z.array(ImportAction),
})
export type ImportRun = z.infer<typeof ImportRun>
export const ImportRunPage = pageOf(ImportRun)
export const ListImports = z.object(Paging)
export type ListImports = z.infer<typeof ListImports>

export const PreviewComplaint = z.object({
  row: z.number(),
  company: z.string(),
  isNewCompany: z.boolean(),
  receivedOn: z.string(),
  receivedVia: z.string().nullable(),
  product: z.string(),
  issue: z.string(),
  complainant: z.string(),
  narrative: z.string().describe('Its beginning'),
  cfpbId: z.string().nullable(),
})
export type PreviewComplaint = z.infer<typeof PreviewComplaint>

export const ImportPreview = z.object({
  rows: z.number(),
  imported: z.number(),
  known: z.number(),
  rejected: z.number(),
  isWhole: z.boolean().describe('The whole file was looked through'),
  reasons: z.array(z.object({ reason: z.string(), count: z.number(), rows: z.array(z.number()).describe('The first of them'), example: z.string().nullable() })),
  otherReasons: z.number().describe('Rejected rows with reasons beyond these'),
  newCompanies: z.object({ count: z.number(), names: z.array(z.string()) }),
  unknownCategories: z.object({ count: z.number(), labels: z.array(z.string()) }),
  complaints: z.array(PreviewComplaint),
  stoppedBy: z.string().nullable().describe('Why the rest of the file cannot be read'),
})
export type ImportPreview = z.infer<typeof ImportPreview>

export const ImportCheck = z.object({ state: z.enum(['waiting', 'running', 'done']), share: z.number(), version: z.number(), preview: ImportPreview.nullable() })
export type ImportCheck = z.infer<typeof ImportCheck>

export const ImportDetail = ImportRun.extend({
  file: z
    .object({
      sheets: z.array(z.string()),
      sheet: z.string().nullable(),
      columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
      mapping: ColumnMapping,
      ambiguousDates: z.array(z.enum(['receivedOn', 'transactionDate'])).describe('Month first or day first: these dates could be either'),
      isKept: z.boolean().describe('The mapping is the one that the agency keeps for this header'),
      isMended: z.boolean().describe('Rejected rows of an earlier import: columns and dates are as they were there'),
      encoding: z.enum(encodings).nullable().describe('Of a CSV file. windows-1252 is taken where it is no UTF-8: names should be checked'),
      importedBefore: Instant.nullable().describe('When the agency imported a file with exactly these bytes'),
    })
    .nullable()
    .describe('Until the import has ended'),
  check: ImportCheck.nullable(),
})
export type ImportDetail = z.infer<typeof ImportDetail>

export const ChooseColumns = z.strictObject({ version: Version, sheet: z.string().max(100).nullable(), mapping: ColumnMapping, keep: z.boolean().describe('Offer it again for files with this header') })
export type ChooseColumns = z.infer<typeof ChooseColumns>
export const ChooseSheet = z.strictObject({ version: Version, sheet: z.string().max(100) })
export type ChooseSheet = z.infer<typeof ChooseSheet>
export const AtVersion = z.strictObject({ version: Version })
