import { useState, type ReactNode } from 'react'
import type { BulkResult, BulkResults } from '#src/modules/complaints/list-contract.ts'
import { StaticTable } from '../../../ui/data-table.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorState, sentenceOf } from '../../../ui/error-state.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'

type Preview = { data: BulkResults | undefined; error: unknown; isFetching: boolean; refetch: () => unknown }
type BulkDialogProps = {
  title: string
  /** "Remind of 3 complaints" */
  submit: (count: number) => string
  /** "3 companies were reminded" */
  done: (count: number) => string
  /** null: something must be chosen first */
  preview: Preview | null
  run: (preview: BulkResults) => Promise<BulkResults>
  /** After the work, when the dialog is left. */
  onDone: () => void
  onClose: () => void
  children?: ReactNode
}

/** An action on many complaints: what will happen to each, then what did. */
export function BulkDialog({ title, submit, done, preview, run, onDone, onClose, children }: BulkDialogProps): ReactNode {
  const [results, setResults] = useState<BulkResults | null>(null)
  const [problem, setProblem] = useState('')
  const [working, setWorking] = useState(false)
  const planned = preview?.data
  const leave = () => {
    if (results) onDone()
    onClose()
  }
  async function go() {
    if (working || !planned || planned.done === 0) return
    setWorking(true)
    setProblem('')
    try {
      const next = await run(planned)
      setResults(next)
      announce(outcome(next, done))
    } catch (error) {
      setProblem(sentenceOf(error))
    } finally {
      setWorking(false)
    }
  }
  return (
    <Dialog
      title={title}
      wide
      onClose={leave}
      actions={
        results ? (
          <button type="button" className="usa-button" onClick={leave}>
            Back to the list
          </button>
        ) : (
          <>
            <button type="button" className="usa-button" aria-disabled={working || !planned || planned.done === 0} onClick={() => void go()}>
              {working ? 'Working…' : submit(planned?.done ?? 0)}
            </button>
            <button type="button" className="usa-button usa-button--outline" onClick={leave}>
              Leave all as it is
            </button>
          </>
        )
      }
    >
      <div className="stack">
        {problem ? <Notice tone="error">{problem}</Notice> : null}
        {results ? <Notice tone={results.done > 0 ? 'success' : 'warning'}>{outcome(results, done)}</Notice> : children}
        {!results && preview?.error ? <ErrorState error={preview.error} retry={preview.refetch} /> : null}
        {!results && preview?.isFetching && !planned ? <Skeleton lines={4} height={8} /> : null}
        {results ? <ResultTable caption="What was done" items={results.items} /> : planned ? <ResultTable caption={plan(planned)} items={planned.items} /> : null}
      </div>
    </Dialog>
  )
}

function outcome(results: BulkResults, done: (count: number) => string): string {
  const refused = results.refused === 0 ? '' : ` ${String(results.refused)} ${results.refused === 1 ? 'was' : 'were'} left as ${results.refused === 1 ? 'it is' : 'they are'}.`
  return `${done(results.done)}.${refused}`
}

function plan({ done, refused }: BulkResults): string {
  return `What will happen: ${String(done)} of ${String(done + refused)} ${done + refused === 1 ? 'complaint' : 'complaints'}`
}

const column = columnsFor<BulkResult>()
const columns = column.columns([
  column.display({ id: 'number', header: 'Complaint', meta: { card: 'lead', nowrap: true }, cell: ({ row }) => row.original.number ?? 'Not found' }),
  column.display({ id: 'subject', header: 'Subject', meta: { card: 'title' }, cell: ({ row }) => row.original.subjectName }),
  column.display({
    id: 'what',
    header: 'Result',
    meta: { card: 'action' },
    cell: ({ row: { original } }) => (
      <span className="bulk-result">
        <Icon name={original.done ? 'check' : 'close'} className={original.done ? 'good' : undefined} />
        <span>
          <span className="sr-only">{original.done ? 'Yes: ' : 'No: '}</span>
          {original.what}
        </span>
      </span>
    ),
  }),
])

/** What is refused comes first: it is what one did not expect. */
function ResultTable({ caption, items }: { caption: string; items: readonly BulkResult[] }): ReactNode {
  return (
    <div className="bulk-results" tabIndex={0} role="region" aria-label={caption}>
      <StaticTable caption={caption} captionShown rows={items.toSorted((a, b) => Number(a.done) - Number(b.done))} columns={columns} rowId={(row) => row.id} empty="No complaint." />
    </div>
  )
}
