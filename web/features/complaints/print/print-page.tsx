import { keepPreviousData, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { printParts, printPartWords, type PrintPart } from '#src/modules/complaints/domain/print-parts.ts'
import { PrintView, type PrintBlock } from '#src/modules/complaints/print-contract.ts'
import { complaintQuery } from '../../../agency/queries.ts'
import { api, apiPath } from '../../../app/api.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Page } from '../../../ui/page.tsx'
import './print.scss'

const route = getRouteApi('/signed-in/complaints/$id/print')

const printViewQuery = (id: string, parts: readonly PrintPart[]) =>
  queryOptions({
    queryKey: ['complaints', id, 'print-view', parts],
    queryFn: ({ signal }) => api.get(`/complaints/${id}/print-view`, PrintView, { signal, search: { parts } }),
    placeholderData: keepPreviousData,
    enabled: parts.length > 0,
  })

/** The complaint as it stands on paper, by chosen parts: printed by the browser, or saved as PDF. */
export function PrintPage(): ReactNode {
  const { id } = route.useParams()
  const chosen = route.useSearch().parts ?? printParts
  const parts = printParts.filter((part) => chosen.includes(part))
  const navigate = useNavigate()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const view = useQuery(printViewQuery(id, parts))
  const choose = (next: readonly PrintPart[]) =>
    navigate({ to: '/complaints/$id/print', params: { id }, search: { parts: next.length === printParts.length ? undefined : [...next] }, replace: true, resetScroll: false })

  return (
    <div className="print-page">
      <Page
        title={`Print ${record.number}`}
        breadcrumb={[
          <Link key="record" to="/complaints/$id" params={{ id }}>
            {`${record.number} ${record.subjectName}`}
          </Link>,
          'Print or PDF',
        ]}
        actions={
          parts.length === 0 ? null : (
            <>
              <button type="button" className="usa-button usa-button--outline" onClick={() => window.print()}>
                Print
              </button>
              <a className="usa-button" href={apiPath(`/complaints/${id}/record.pdf`, { parts })} download={`${record.number}.pdf`}>
                Save as PDF
              </a>
            </>
          )
        }
        layout="lead"
      >
        <div className="stack no-print">
          <fieldset className="fieldset fieldset--small">
            <legend>Parts</legend>
            {printParts.map((part) => (
              <div className="check" key={part}>
                <input id={`part-${part}`} type="checkbox" checked={parts.includes(part)} onChange={(event) => void choose(event.target.checked ? [...parts, part] : parts.filter((one) => one !== part))} />
                <label htmlFor={`part-${part}`}>{printPartWords[part]}</label>
              </div>
            ))}
            <div className="row">
              <button type="button" className="link-button" onClick={() => void choose(printParts)}>
                All
              </button>
              <button type="button" className="link-button" onClick={() => void choose([])}>
                None
              </button>
            </div>
          </fieldset>
          <AudienceHint who="own">It holds what you may see here. Who printed it, and when, stands on it; saving the PDF is recorded in the history.</AudienceHint>
        </div>
        <div>
          {parts.length === 0 ? <EmptyState title="Nothing is chosen.">Choose at least one part.</EmptyState> : null}
          {view.error ? <ErrorState error={view.error} retry={view.refetch} /> : null}
          {view.isPending && parts.length > 0 ? <Skeleton lines={12} height={18} /> : null}
          {view.data && parts.length > 0 ? <OnPaper view={view.data} /> : null}
        </div>
      </Page>
    </div>
  )
}

function OnPaper({ view }: { view: PrintView }): ReactNode {
  return (
    <div className="print-view" role="region" aria-label="The complaint on paper">
      {view.warning ? <p className="late">{view.warning}</p> : null}
      {view.blocks.map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </div>
  )
}

function Block({ block }: { block: PrintBlock }): ReactNode {
  switch (block.kind) {
    case 'heading': {
      // The page itself has the first heading.
      const Heading = block.level === 1 ? 'h2' : block.level === 2 ? 'h3' : 'h4'
      return <Heading>{block.text}</Heading>
    }
    case 'paragraph':
      return <p className={block.tone === 'quiet' ? 'prose muted small' : block.tone === 'strong' ? 'prose strong' : 'prose'}>{block.text}</p>
    case 'facts':
      return <Facts items={block.items.map(({ label, value }) => ({ label, value: <span className="prose">{value}</span> }))} />
    case 'table':
      return (
        <div className="print-table" tabIndex={0} role="region" aria-label={`Table: ${block.head.join(', ')}`}>
          <table className="table">
            <thead>
              <tr>
                {block.head.map((cell) => (
                  <th scope="col" key={cell}>
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, line) => (
                <tr key={line}>
                  {row.map((cell, index) => (
                    <td key={index}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )
  }
}
