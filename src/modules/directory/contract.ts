import { z } from 'zod'
import { Id, Instant, pageOf, Paging, Person } from '../../kernel/shapes.ts'

export const runStates = ['waiting', 'running', 'finished', 'failed'] as const
export const changeKinds = ['added', 'changed', 'missing', 'rejected'] as const

export const DirectoryRun = z
  .object({
    id: Id,
    source: z.string().describe("A file's name, or an address without its query"),
    begunBy: Person.nullable().describe('Who began it by hand; null: the schedule or an operator'),
    startedAt: Instant,
    finishedAt: Instant.nullable(),
    state: z.enum(runStates).describe("'waiting': its job has not started. A run that was cut off is marked as failed when the next one begins"),
    problem: z.string().nullable().describe('Why it failed'),
    read: z.number().int().describe('Rows: companies, licenses, contacts, branches, individuals'),
    added: z.number().int().describe('Companies'),
    changed: z.number().int().describe('Companies'),
    unchanged: z.number().int().describe('Companies'),
    rejected: z.number().int().describe('Rows'),
    missing: z.number().int().describe('Companies that the directory named before and does not name now'),
  })
  .meta({ id: 'DirectoryRun' })
export type DirectoryRun = z.infer<typeof DirectoryRun>

export const ListDirectoryRuns = z.object({ ...Paging })
export type ListDirectoryRuns = z.infer<typeof ListDirectoryRuns>
export const DirectoryRunPage = pageOf(DirectoryRun)

export const DirectoryChange = z.object({
  position: z.number().int(),
  kind: z.enum(changeKinds),
  company: z.object({ id: Id, sesId: z.string(), name: z.string() }).nullable(),
  what: z.string().describe("In words: a company's facts with their values; of people only field names and NMLS IDs"),
})
export type DirectoryChange = z.infer<typeof DirectoryChange>

export const ReadDirectoryRun = z.object({ kind: z.enum(changeKinds).optional(), ...Paging })
export type ReadDirectoryRun = z.infer<typeof ReadDirectoryRun>
export const DirectoryRunReport = z.object({ run: DirectoryRun, changes: pageOf(DirectoryChange).describe('One page of them') }).meta({ id: 'DirectoryRunReport' })
export type DirectoryRunReport = z.infer<typeof DirectoryRunReport>

export const DirectorySettingsView = z
  .object({ url: z.string().nullable().describe('Without its query; null: the directory is imported by hand only'), everyHours: z.number().int() })
  .meta({ id: 'DirectorySettings' })
export type DirectorySettingsView = z.infer<typeof DirectorySettingsView>
