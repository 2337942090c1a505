import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { DuplicateList, type Duplicate } from '#src/modules/complaints/duplicate-contract.ts'
import { RelatedList } from '#src/modules/complaints/related-contract.ts'
import { statusWords } from '../../../agency/complaint-words.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { Icon } from '../../../ui/icon.tsx'
import { announce } from '../../../ui/live-region.tsx'
import './duplicates-panel.scss'

/** Asked again after each saving: the version is that of what was saved. */
const duplicatesQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['complaints', id, 'duplicates', version],
    queryFn: (context) => api.get(`/complaints/${id}/duplicates`, DuplicateList, inBackground(context)),
    placeholderData: keepPreviousData,
  })

const certaintyWords: Record<Duplicate['certainty'], string> = { almost_certain: 'Almost certain', likely: 'Likely', possible: 'Possible' }

/** What may be the same as the draft, with why: to open, to relate, or to pass over. Nothing of it blocks the entry. */
export function DuplicatesPanel({ record }: { record: ComplaintRecord }): ReactNode {
  const person = record.detail?.complainant
  const asks = record.cfpbId !== null || record.detail?.narrative !== '' || (record.subject !== null && person?.lastName !== '') || person?.email !== ''
  const { data, error } = useQuery({ ...duplicatesQuery(record.id, record.version), enabled: asks })
  const count = data?.items.length ?? 0
  useEffect(() => {
    if (count > 0) announce(count === 1 ? 'One likely duplicate was found' : `${String(count)} likely duplicates were found`)
  }, [count])
  if (!asks) return null
  if (error) return <section><h2 className="aside-title">Likely duplicates</h2><p className="muted small">They could not be looked for: {sentenceOf(error)}</p></section>
  if (data === undefined) return null
  if (count === 0) return <section><h2 className="aside-title">Likely duplicates</h2><p className="muted small">None found with what is entered so far.</p></section>
  return (
    <section className="duplicates">
      <h2 className="aside-title">{count === 1 ? 'May be a duplicate' : `${String(count)} may be duplicates`}</h2>
      <p className="muted small">Open one to compare, relate it, or simply go on.</p>
      <ul>
        {data.items.map((item) => (
          <Line key={item.id} item={item} record={record} />
        ))}
      </ul>
    </section>
  )
}

function Line({ item, record }: { item: Duplicate; record: ComplaintRecord }): ReactNode {
  const [working, setWorking] = useState(false)
  const [problem, setProblem] = useState('')
  const link = useRef<HTMLAnchorElement>(null)
  async function relate() {
    setWorking(true)
    setProblem('')
    try {
      await api.post(`/complaints/${record.id}/related-records`, { kind: 'complaint', reference: item.number }, RelatedList)
      announce(`${item.number} is related to ${record.number}`)
      await refreshComplaint(record.id)
      // The button has gone, with the focus.
      link.current?.focus()
    } catch (failure) {
      setProblem(sentenceOf(failure))
    } finally {
      setWorking(false)
    }
  }
  return (
    <li className="duplicate">
      <div>
        <a ref={link} href={`/complaints/${item.id}`} target="_blank" rel="noreferrer">
          <span className="num">{item.number}</span> {item.subjectName || 'Subject not entered yet'}
          <span className="sr-only"> (opens in a new tab)</span>
        </a>
      </div>
      <div className="muted small">{[statusWords[item.status], item.isOwn ? null : item.agency.shortName, item.receivedOn === null ? null : `received ${formatDate(item.receivedOn, 'year')}`].filter(Boolean).join(' · ')}</div>
      <div className="small">
        <strong>{certaintyWords[item.certainty]}.</strong> {item.reasons.map(({ words }) => words).join('; ')}.
      </div>
      {item.related ? (
        <span className="small duplicate__related">
          <Icon name="check" size={1} /> Related
        </span>
      ) : (
        <button type="button" className="link-button" aria-disabled={working} onClick={() => (working ? undefined : void relate())}>
          {working ? 'Relating…' : 'Relate'} <span className="sr-only">{item.number}</span>
        </button>
      )}
      {problem ? <p className="small" role="alert">{problem}</p> : null}
    </li>
  )
}
