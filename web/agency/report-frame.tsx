import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../app/api.ts'
import { useMay } from '../app/session.tsx'
import { useClock } from '../app/zone.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { ExportMenu } from '../ui/export-menu.tsx'
import { formatDate } from '../ui/format-date.ts'
import { ListFilters, type FilterField } from '../ui/list-filters.tsx'
import { announce } from '../ui/live-region.tsx'
import { Skeleton } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { useFileSaving } from '../ui/save-file.ts'
import { ReportTabs } from './report-tabs.tsx'
import './report-frame.scss'

type Props<Data> = {
  title: string
  lead: string
  focusKey: string
  fields: readonly FilterField[]
  /** As the address has it: what is printed, and what a file is asked for. */
  asked: Readonly<Record<string, unknown>>
  file: { path: string; name: string }
  query: UseQueryResult<Data>
  /** After the numbers: what counts, and who sees it. */
  foot: ReactNode
  children: (data: Data) => ReactNode
}

/** The page of a report, an agency's own or the market: tabs, files, filters, of which moment the numbers are, and the numbers. */
export function ReportFrame<Data extends { countedAt: string }>({ title, lead, focusKey, fields, asked, file, query, foot, children }: Props<Data>): ReactNode {
  const { data, error, refetch, isPlaceholderData, isFetching } = query
  return (
    <Page title={title} lead={lead} focusKey={focusKey} tabs={<ReportTabs />} actions={<Files file={file} asked={asked} />}>
      <ListFilters fields={fields} />
      <ul className="report-print-filters" aria-hidden="true">
        {wordsOf(fields, asked).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      {error ? <ErrorState error={error} retry={() => void refetch()} title="The numbers could not be counted" /> : null}
      {data ? (
        <div className="report-numbers" aria-busy={isPlaceholderData}>
          <Freshness at={data.countedAt} busy={isFetching} again={refetch} />
          {children(data)}
        </div>
      ) : error ? null : (
        <Skeleton lines={3} height={120} label="Counting" />
      )}
      {foot}
    </Page>
  )
}

function Freshness({ at, busy, again }: { at: string; busy: boolean; again: () => Promise<unknown> }): ReactNode {
  const clock = useClock()
  return (
    <p className="muted small report-freshness">
      {`As things stood on ${clock.moment(at)}. `}
      <button type="button" className="link-button" aria-disabled={busy} onClick={() => void again().then(() => announce('Counted again'))}>
        Count again
      </button>
    </p>
  )
}

function Files({ file, asked }: { file: Props<unknown>['file']; asked: Props<unknown>['asked'] }): ReactNode {
  const mayExport = useMay('complaint.export')
  const exporting = useFileSaving()
  return (
    <>
      <button type="button" className="usa-button usa-button--quiet" onClick={() => window.print()}>
        Print
      </button>
      {mayExport ? <ExportMenu formats={['csv', 'xlsx', 'pdf']} working={exporting.working} onChoose={(format) => exporting.save(`${file.name}.${format}`, () => api.download(file.path, { ...asked, format }))} /> : null}
      {exporting.problem ? <Notice tone="error">{exporting.problem}</Notice> : null}
    </>
  )
}

/** What is filtered, in words for paper, where the fields themselves are left out. */
function wordsOf(fields: readonly FilterField[], asked: Readonly<Record<string, unknown>>): string[] {
  return fields.flatMap((field) => {
    if (field.kind === 'words') return []
    const given = asked[field.name]
    const value = typeof given === 'string' || typeof given === 'number' ? String(given) : ''
    if (value === '') return []
    if (field.kind === 'select') return [`${field.label}: ${field.options.find((option) => option.value === value)?.label ?? value}`]
    if (field.kind === 'custom') return [`${field.label}: ${field.chip?.(value) ?? value}`]
    return [`${field.label}: ${field.kind === 'date' ? formatDate(value, 'year') : value}`]
  })
}
