import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ImportRun } from '#src/modules/imports/contract.ts'
import { useMay, useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { Steps } from '../../../ui/steps.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { GiveFile } from './give-file.tsx'
import { importsQuery } from './import-queries.ts'
import { importSteps, ImportState, number } from './import-words.tsx'
import './import.scss'

const column = columnsFor<ImportRun>()

/** The first step, and what was imported before. */
export function ImportList(): ReactNode {
  const mayImport = useMay('complaint.import')
  const breadcrumb = [
    <Link key="list" to="/complaints">
      Complaints
    </Link>,
    'Import',
  ]
  if (!mayImport)
    return (
      <Page title="Import complaints" breadcrumb={breadcrumb}>
        <Notice tone="info" title="Your role does not import complaints">
          Complaint Supervisors and Managers of your agency do.
        </Notice>
      </Page>
    )
  return (
    <Page title="Import complaints" breadcrumb={breadcrumb} top={<Steps labels={importSteps} current={0} />}>
      <Section title="Choose a file" hint={<AudienceHint who="own">Nothing is imported before you have seen what will happen. The file is forgotten once it is imported, or after 7 days.</AudienceHint>}>
        <GiveFile />
      </Section>
      <Section title="Imports of your agency">
        <Imports />
      </Section>
    </Page>
  )
}

function Imports(): ReactNode {
  const { timeZone } = useSession()
  const list = useInfiniteQuery(importsQuery)
  const columns = column.columns([
    column.display({
      id: 'file',
      header: 'File',
      meta: { card: 'title' },
      cell: ({ row: { original } }) => (
        <Link data-row-link className="wrap-anywhere" to="/complaints/import/$id" params={{ id: original.id }}>
          {original.fileName}
        </Link>
      ),
    }),
    column.display({ id: 'at', header: 'Begun', meta: { card: 'lead', nowrap: true }, cell: ({ row: { original } }) => formatMoment(original.startedAt, timeZone) }),
    column.display({ id: 'by', header: 'By', meta: { card: 'more' }, cell: ({ row: { original } }) => original.startedBy?.name ?? '' }),
    column.display({ id: 'state', header: 'State', meta: { card: 'tag' }, cell: ({ row: { original } }) => <ImportState run={original} /> }),
    column.display({ id: 'imported', header: 'Imported', meta: { align: 'end', card: 'more' }, cell: ({ row: { original } }) => <span className="num">{original.state === 'uploaded' ? '' : number(original.rowsImported)}</span> }),
    column.display({ id: 'rejected', header: 'Rejected', meta: { align: 'end' }, cell: ({ row: { original } }) => <span className="num">{original.state === 'uploaded' ? '' : number(original.rowsRejected)}</span> }),
  ])
  return <DataTable caption="Imports of your agency" query={list} columns={columns} rowId={(row) => row.id} empty={<EmptyState title="Nothing was imported yet.">Each import is listed here with what became of its rows.</EmptyState>} />
}
