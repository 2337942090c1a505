import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { RelatedRecord } from '#src/modules/complaints/related-contract.ts'
import { StatusTag } from '../../../agency/complaint-tags.tsx'
import { complaintQuery, documentsQuery } from '../../../agency/queries.ts'
import { ComplaintFiles } from '../../../agency/stored-files.tsx'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { AddRelatedDialog } from './add-related.tsx'
import { relatedQuery } from './related-query.ts'
import { relatedDetail, relatedWords } from './related-words.ts'
import './related.scss'

type Asking = { kind: 'add' } | { kind: 'remove'; record: RelatedRecord } | null

/** Related records of a complaint, added and removed where the actor may; with what belongs to agent locations. */
export function RelatedSection({ complaintId, level = 2, title = 'Related records' }: { complaintId: string; level?: 2 | 3; title?: ReactNode }): ReactNode {
  const related = useQuery(relatedQuery(complaintId))
  const documents = useQuery(documentsQuery(complaintId)).data?.items ?? []
  const [asking, setAsking] = useState<Asking>(null)
  const items = related.data?.items
  const mayAdd = related.data?.can.includes('add') ?? false
  const hasLocation = items?.some((record) => record.kind === 'agent_location') ?? false
  return (
    <Section
      title={title}
      level={level}
      count={items?.length || undefined}
      hint={<AudienceHint who="hidden">Agencies with access. Never the company.</AudienceHint>}
      side={
        mayAdd ? (
          <button type="button" className="usa-button usa-button--quiet usa-button--small" onClick={() => setAsking({ kind: 'add' })}>
            Relate a record
          </button>
        ) : undefined
      }
    >
      {related.error ? <ErrorState error={related.error} retry={related.refetch} /> : null}
      {related.isPending ? <Skeleton lines={2} height={16} /> : null}
      {items?.length === 0 ? <p className="muted">None. Supervisory activities, complaints, companies, Non-NMLS entities, individuals and agent locations can be related.</p> : null}
      {items && items.length > 0 ? (
        <ul className="related">
          {items.map((record) => (
            <li key={record.id} className="related__row">
              <span className="related__kind muted">{relatedWords[record.kind]}</span>
              <span className="related__what">
                <RelatedName record={record} />
                {record.complaint ? <StatusTag status={record.complaint.status} /> : null}
                {relatedDetail(record) ? <span className="muted"> {relatedDetail(record)}</span> : null}
                {record.isReverse ? <span className="muted">(related there)</span> : null}
              </span>
              {related.data?.can.includes('remove') && !record.isReverse ? (
                <button type="button" className="icon-button" aria-label={`Remove ${relatedWords[record.kind].toLowerCase()} ${record.label}`} onClick={() => setAsking({ kind: 'remove', record })}>
                  <Icon name="close" />
                </button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {hasLocation && (mayAdd || documents.some(({ purpose }) => purpose === 'agent_location')) ? <ComplaintFiles complaintId={complaintId} purpose="agent_location" label="Documents of the agent locations" level={3} /> : null}
      {asking?.kind === 'add' ? <AddRelatedDialog complaintId={complaintId} onClose={() => setAsking(null)} /> : null}
      {asking?.kind === 'remove' ? <RemoveDialog complaintId={complaintId} record={asking.record} onClose={() => setAsking(null)} /> : null}
    </Section>
  )
}

export function RelatedName({ record: { label, complaint, company, entity, individual } }: { record: RelatedRecord }): ReactNode {
  if (complaint)
    return (
      <Link to="/complaints/$id" params={{ id: complaint.id }} className="num">
        {complaint.number}
      </Link>
    )
  const companyId = company?.id ?? individual?.companyId
  if (companyId)
    return (
      <Link to="/companies/$id" params={{ id: companyId }}>
        {label}
      </Link>
    )
  // null where the reader may not open it, or where it is gone.
  if (entity)
    return (
      <Link to="/entities/$id" params={{ id: entity.id }}>
        {label}
      </Link>
    )
  return <strong>{label}</strong>
}

function RemoveDialog({ complaintId, record, onClose }: { complaintId: string; record: RelatedRecord; onClose: () => void }): ReactNode {
  async function remove() {
    await api.delete(`/complaints/${complaintId}/related-records/${record.id}`)
    announce(`${record.label} is no longer related`)
    onClose()
    await Promise.all([queryClient.invalidateQueries({ queryKey: relatedQuery(complaintId).queryKey }), queryClient.invalidateQueries({ queryKey: complaintQuery(complaintId).queryKey })])
  }
  return (
    <ConfirmDialog title={`Remove ${record.label}?`} confirm="Remove the relation" danger onConfirm={remove} onClose={onClose}>
      <p>{`${relatedWords[record.kind]} ${record.label} is no longer shown as related${record.kind === 'complaint' ? ', here and there' : ''}. The record itself stays.`}</p>
    </ConfirmDialog>
  )
}
