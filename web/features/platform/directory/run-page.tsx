import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DirectoryChange, DirectoryRun } from '#src/modules/directory/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { DataTable, TwoLines } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { runQuery } from './directory-queries.ts'
import { changeWords, RunState } from './run-words.tsx'

const route = getRouteApi('/signed-in/directory/$id')
const column = columnsFor<DirectoryChange>()
const columns = column.columns([
  column.display({ id: 'kind', header: 'What', meta: { card: 'tag', nowrap: true }, cell: ({ row: { original } }) => changeWords[original.kind] }),
  column.display({ id: 'company', header: 'Company', meta: { card: 'title' }, cell: ({ row: { original } }) => (original.company === null ? '' : <TwoLines main={original.company.name} under={original.company.sesId} />) }),
  column.accessor('what', { header: 'How', meta: { card: 'more' } }),
])

export function DirectoryRunPage(): ReactNode {
  const { id } = route.useParams()
  const { timeZone } = useSession()
  const query = useInfiniteQuery(runQuery(id))
  const run = query.data?.pages[0]?.run
  const title = run ? `Import of ${formatMoment(run.startedAt, timeZone)}` : 'Import'
  const changes = { ...query, data: query.data && { pages: query.data.pages.map((page) => page.changes) } }
  return (
    <Page
      title={title}
      tags={run ? <RunState run={run} /> : undefined}
      focusKey={id}
      breadcrumb={[
        <Link key="list" to="/directory">
          NMLS directory
        </Link>,
        title,
      ]}
      aside={run ? <Numbers run={run} timeZone={timeZone} /> : undefined}
    >
      {query.error && !run ? <ErrorState error={query.error} retry={query.refetch} title="The import could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={8} height={32} /> : null}
      {run?.problem ? (
        <Notice tone="error" title="The import failed">
          {run.problem} What it had written stays; the next import goes on from there.
        </Notice>
      ) : null}
      {run ? (
        <Section title="What it changed">
          <DataTable caption="Changes" query={changes} columns={columns} rowId={(row) => String(row.position)} pageSize={100} empty={<EmptyState title="Nothing has changed.">Every company was as the directory said before.</EmptyState>} />
        </Section>
      ) : null}
    </Page>
  )
}

function Numbers({ run, timeZone }: { run: DirectoryRun; timeZone: string }): ReactNode {
  const number = (value: number) => value.toLocaleString('en-US')
  return (
    <Section title="In numbers" level={3}>
      <Facts
        items={[
          { label: 'From', value: run.source },
          { label: 'Finished', value: run.finishedAt === null ? 'Not yet' : formatMoment(run.finishedAt, timeZone) },
          { label: 'Rows read', value: number(run.read) },
          { label: 'Companies added', value: number(run.added) },
          { label: 'Companies changed', value: number(run.changed) },
          { label: 'Companies as before', value: number(run.unchanged) },
          { label: 'Companies no longer listed', value: number(run.missing) },
          { label: 'Rows rejected', value: number(run.rejected) },
        ]}
      />
    </Section>
  )
}
