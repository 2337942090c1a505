import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { ImportDetail, previewRows, type ImportPreview, type PreviewComplaint } from '#src/modules/imports/contract.ts'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { StaticTable, TwoLines } from '../../../ui/data-table.tsx'
import { ErrorState, sentenceOf } from '../../../ui/error-state.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { Facts } from '../../../ui/facts.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Meter } from '../../../ui/meter.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { previewQuery, showImport } from './import-queries.ts'
import { counted, LettersNotice, number } from './import-words.tsx'

const reasonColumn = columnsFor<ImportPreview['reasons'][number]>()
const reasonColumns = reasonColumn.columns([
  reasonColumn.accessor('reason', { header: 'Why', meta: { card: 'title' } }),
  reasonColumn.display({ id: 'count', header: 'Rows', meta: { align: 'end', card: 'tag' }, cell: ({ row: { original } }) => <span className="num">{number(original.count)}</span> }),
  reasonColumn.display({ id: 'rows', header: 'Which', meta: { card: 'more' }, cell: ({ row: { original } }) => <span className="num">{rowWords(original.rows, original.count)}</span> }),
  reasonColumn.display({ id: 'example', header: 'For example', meta: { card: 'more' }, cell: ({ row: { original } }) => (original.example === null ? '' : <q className="wrap-anywhere">{original.example}</q>) }),
])
const column = columnsFor<PreviewComplaint>()
const complaintColumns = column.columns([
  column.display({ id: 'row', header: 'Row', meta: { align: 'end', card: 'lead' }, cell: ({ row: { original } }) => <span className="num">{number(original.row)}</span> }),
  column.display({ id: 'company', header: 'Subject', meta: { card: 'title' }, cell: ({ row: { original } }) => <TwoLines main={original.company} under={original.isNewCompany ? 'New, to be confirmed' : (original.cfpbId ?? '')} /> }),
  column.display({ id: 'received', header: 'Received', meta: { card: 'more', nowrap: true }, cell: ({ row: { original } }) => formatDate(original.receivedOn, 'year') }),
  column.display({ id: 'categories', header: 'Product, issue', meta: { card: 'more' }, cell: ({ row: { original } }) => <TwoLines main={original.product} under={original.issue} /> }),
  column.display({ id: 'complainant', header: 'Complainant', meta: { card: 'more' }, cell: ({ row: { original } }) => original.complainant }),
  column.display({ id: 'narrative', header: 'Description', cell: ({ row: { original } }) => <span className="small">{original.narrative}</span> }),
])

/** What would happen: of the first rows at once, of all of them by a job. */
export function PreviewStep({ run, back }: { run: ImportDetail; back: () => void }): ReactNode {
  const quick = useQuery(previewQuery(run.id, run.version))
  const [problem, setProblem] = useState('')
  const [working, setWorking] = useState(false)
  const [key] = useState(newIdempotencyKey)
  const { check } = run
  const preview = check?.preview && (check.state === 'done' || !quick.data || check.preview.rows > quick.data.rows) ? check.preview : quick.data

  async function act(path: string, said: string) {
    if (working) { announce('Still working'); return; }
    setProblem('')
    setWorking(true)
    try {
      showImport(await api.post(`/imports/${run.id}/${path}`, { version: run.version }, ImportDetail, { idempotencyKey: `${key}-${path}` }))
      announce(said)
    } catch (error) {
      setProblem(sentenceOf(error))
    } finally {
      setWorking(false)
    }
  }

  if (quick.error) return <ErrorState error={quick.error} retry={quick.refetch} title="The rows could not be looked at" />
  if (!preview) return <Skeleton lines={8} height={32} label="Looking at the rows" />
  return (
    <div className="stack">
      <LettersNotice encoding={run.file?.encoding} />
      <Section title="What will happen" lead={preview.isWhole ? `All ${counted(preview.rows, 'row')} were looked at. Nothing is imported yet.` : `The first ${counted(preview.rows, 'row')} were looked at. Nothing is imported yet.`}>
        <div className="import-facts">
          <Facts
            items={[
              { label: 'Become complaints', value: <strong className="num">{number(preview.imported)}</strong> },
              { label: 'Known already', value: preview.known === 0 ? <span className="num">0</span> : `${number(preview.known)}, passed over: your agency has their CFPB ID, or it comes twice` },
              { label: 'Rejected', value: preview.rejected === 0 ? <span className="num">0</span> : `${number(preview.rejected)}, for you to mend afterwards` },
              { label: 'New companies', value: preview.newCompanies.count === 0 ? '' : `${number(preview.newCompanies.count)}, to be confirmed: ${listOf(preview.newCompanies.names, preview.newCompanies.count)}` },
              { label: 'Unknown categories', value: preview.unknownCategories.count === 0 ? '' : `${number(preview.unknownCategories.count)}, kept as retired: ${listOf(preview.unknownCategories.labels, preview.unknownCategories.count)}` },
            ]}
          />
        </div>
      </Section>
      {preview.stoppedBy ? (
        <Notice tone="warning" title="The file cannot be read to its end">
          {preview.stoppedBy}
        </Notice>
      ) : null}
      {preview.isWhole ? null : <WholeFile check={check} onCheck={() => void act('checks', 'The whole file is being looked through')} working={working} />}
      {preview.reasons.length > 0 ? (
        <Section title="Why rows are rejected" count={preview.rejected}>
          <StaticTable caption="Reasons" columns={reasonColumns} rows={preview.reasons} rowId={(row) => row.reason} empty="" />
        </Section>
      ) : null}
      <Section title="As complaints" lead={preview.complaints.length === 0 ? undefined : `The first ${number(preview.complaints.length)}. Each comes in progress, without an Agency POC; nothing is sent to a company.`}>
        <StaticTable caption="The first rows as complaints" columns={complaintColumns} rows={preview.complaints} rowId={(row) => String(row.row)} empty="No row would become a complaint." />
      </Section>
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      <div className="row">
        <button type="button" className="usa-button" aria-disabled={working} onClick={() => void act('starts', 'The import has begun')}>
          {working ? 'Working…' : preview.isWhole ? `Import ${counted(preview.imported, 'complaint')}` : 'Import the whole file'}
        </button>
        <button type="button" className="usa-button usa-button--outline" onClick={back}>
          Back to the columns
        </button>
        <span className="small muted">It runs on without you; you are told when it is done.</span>
      </div>
    </div>
  )
}

function WholeFile({ check, onCheck, working }: { check: ImportDetail['check']; onCheck: () => void; working: boolean }): ReactNode {
  if (check === null)
    return (
      <Notice
        tone="info"
        title={`The file has more than ${number(previewRows)} rows`}
        actions={
          <button type="button" className="usa-button usa-button--outline usa-button--small" aria-disabled={working} onClick={onCheck}>
            Look through the whole file
          </button>
        }
      >
        You can have all of them looked through before you import.
      </Notice>
    )
  return (
    <div className="import-sending">
      <Meter wide value={Math.round(check.share * 100)} max={100} label="The whole file is being looked through" />
      <p className="small muted num">Looking through the whole file: {Math.round(check.share * 100)} %. You can begin the import without waiting.</p>
    </div>
  )
}

function rowWords(rows: readonly number[], count: number): string {
  return `${rows.map(number).join(', ')}${count > rows.length ? ' …' : ''}`
}

function listOf(names: readonly string[], count: number): string {
  const shown = names.slice(0, 8)
  return `${shown.join(', ')}${count > shown.length ? ` and ${number(count - shown.length)} more` : ''}`
}
