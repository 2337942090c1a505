import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { startRun } from './commands/start-run.ts'
import { DirectoryRun, DirectoryRunPage, DirectoryRunReport, DirectorySettingsView, ListDirectoryRuns, ReadDirectoryRun } from './contract.ts'
import { listRuns, readRun } from './queries/list-runs.ts'
import { withoutQuery } from './source/open-source.ts'

const tags = ['NMLS directory']
const config = { permission: 'platform.run-directory' } as const

export function directoryRoutes(app: App, deps: Deps, settings: { url: string | null; everyHours: number }): void {
  const url = settings.url === null ? null : withoutQuery(settings.url)

  app.get('/directory-runs', { config, schema: { tags, summary: 'Imports of the NMLS directory', description: 'Newest first.', querystring: ListDirectoryRuns, response: { 200: DirectoryRunPage } } }, (request) =>
    listRuns(deps, request.actor, request.query),
  )

  app.get('/directory-runs/:id', { config, schema: { tags, summary: 'An import and what it changed', params: ById, querystring: ReadDirectoryRun, response: { 200: DirectoryRunReport } } }, (request) =>
    readRun(deps, request.actor, request.params.id, request.query),
  )

  app.post(
    '/directory-runs',
    { config, schema: { tags, summary: 'Import the directory now', description: 'From the address of the settings, by a job. Refused while one waits or is under way, and where no address is set.', response: { 201: DirectoryRun } } },
    async (request, reply) => reply.code(201).send(await startRun(deps, request.actor, url)),
  )

  app.get('/directory-settings', { config, schema: { tags, summary: 'Whence and how often the directory is imported', response: { 200: DirectorySettingsView } } }, () => ({ url, everyHours: settings.everyHours }))
}
