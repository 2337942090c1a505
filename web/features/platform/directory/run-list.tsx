import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { DirectoryRun } from '#src/modules/directory/contract.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useSession } from '../../../app/session.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { directorySettingsQuery, runsQuery } from './directory-queries.ts'
import { RunState } from './run-words.tsx'

const column = columnsFor<DirectoryRun>()
const counted = [
  ['added', 'Added'],
  ['changed', 'Changed'],
  ['missing', 'Missing'],
  ['rejected', 'Rejected'],
] as const

/** Imports of the NMLS directory: when, whence, and what each changed. */
export function DirectoryPage(): ReactNode {
  const { timeZone } = useSession()
  const navigate = useNavigate()
  const settings = useQuery(directorySettingsQuery)
  const list = useInfiniteQuery(runsQuery)
  const [problem, setProblem] = useState('')
  const url = settings.data?.url ?? null

  async function importNow() {
    setProblem('')
    try {
      const run = await api.post('/directory-runs', {}, DirectoryRun)
      announce('The import has begun')
      await queryClient.invalidateQueries({ queryKey: runsQuery.queryKey })
      await navigate({ to: '/directory/$id', params: { id: run.id } })
    } catch (error) {
      setProblem(sentenceOf(error))
    }
  }

  const columns = column.columns([
    column.display({
      id: 'at',
      header: 'Begun',
      meta: { card: 'lead', nowrap: true },
      cell: ({ row: { original } }) => (
        <Link data-row-link to="/directory/$id" params={{ id: original.id }}>
          {formatMoment(original.startedAt, timeZone)}
        </Link>
      ),
    }),
    column.accessor('source', { header: 'From', meta: { card: 'title' } }),
    column.display({ id: 'by', header: 'By', meta: { card: 'more' }, cell: ({ row: { original } }) => original.begunBy?.name ?? 'Schedule or operator' }),
    column.display({ id: 'state', header: 'State', meta: { card: 'tag' }, cell: ({ row: { original } }) => <RunState run={original} /> }),
    ...counted.map(([key, header]) => column.display({ id: key, header, meta: { align: 'end' as const }, cell: ({ row: { original } }) => <span className="num">{original[key].toLocaleString('en-US')}</span> })),
  ])
  return (
    <Page
      title="NMLS directory"
      lead={url === null ? undefined : `Read from ${url} every ${String(settings.data?.everyHours ?? 24)} hours`}
      actions={
        url === null ? undefined : (
          <button type="button" className="usa-button" onClick={() => void importNow()}>
            Import now
          </button>
        )
      }
    >
      <p role="alert" className="late">
        {problem}
      </p>
      {settings.data && url === null ? (
        <Notice tone="info" title="No address is set">
          Set NMLS_DIRECTORY_URL to read the directory by itself, or import a file at the server: npm run ses -- import-directory companies.csv
        </Notice>
      ) : null}
      <DataTable caption="Imports of the NMLS directory" query={list} columns={columns} rowId={(row) => row.id} empty={<EmptyState title="Nothing was imported yet.">Each import is listed here with what it changed.</EmptyState>} />
    </Page>
  )
}
