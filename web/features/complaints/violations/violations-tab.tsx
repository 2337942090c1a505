import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { AllegedViolation } from '#src/modules/violations/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { complaintQuery, refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { announce } from '../../../ui/live-region.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { AddViolationsForm } from './add-violations-form.tsx'
import { UpdateViolationDialog } from './update-violation-dialog.tsx'
import { violationsQuery } from './violation-queries.ts'
import { levelWords } from './violation-words.ts'
import '../../../agency/entries.scss'

const route = getRouteApi('/signed-in/complaints/$id')
const tabRoute = getRouteApi('/signed-in/complaints/$id/violations')

/** What the company may have broken, each with what it cites and how it stands. */
export function ViolationsTab(): ReactNode {
  const { id } = route.useParams()
  const { add } = tabRoute.useSearch()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const violations = useInfiniteQuery(violationsQuery(id))
  const [asked, setAsked] = useState<{ what: 'update' | 'remove'; violation: AllegedViolation } | null>(null)
  const items = violations.data?.pages.flatMap((page) => page.items)
  const mayAdd = record.can.includes('violation.add')
  const company = record.subject ? companyWord(record.subject.name) : 'the company'
  if (add && mayAdd) return <AddViolationsForm complaintId={id} company={company} />
  return (
    <Section
      title="Alleged violations"
      side={
        <span className="row">
          <Link to="/citations">Citations</Link>
          {mayAdd ? (
            <Link className="usa-button usa-button--outline" to="/complaints/$id/violations" params={{ id }} search={{ add: true }}>
              Add Alleged Violations
            </Link>
          ) : null}
        </span>
      }
      hint={<AudienceHint who="hidden">{`Agencies with access. Never ${company}.`}</AudienceHint>}
    >
      {violations.error && !items ? <ErrorState error={violations.error} retry={violations.refetch} /> : null}
      {violations.isPending ? <Skeleton lines={6} height={20} label="Loading the alleged violations" /> : null}
      {items?.length === 0 ? <EmptyState title="No violation is alleged.">{mayAdd ? 'Add what the company may have broken, with the statute or regulation if you know it.' : undefined}</EmptyState> : null}
      {items && items.length > 0 ? (
        <ol className="entries">
          {items.map((violation) => (
            <li key={violation.id} id={`violation-${violation.id}`}>
              <Violation violation={violation} onAsk={(what) => setAsked({ what, violation })} />
            </li>
          ))}
        </ol>
      ) : null}
      {violations.hasNextPage ? (
        <button type="button" className="usa-button usa-button--outline" disabled={violations.isFetchingNextPage} onClick={() => void violations.fetchNextPage()}>
          {violations.isFetchingNextPage ? 'Loading…' : 'Load more'}
        </button>
      ) : null}
      {asked?.what === 'update' ? <UpdateViolationDialog violation={asked.violation} onClose={() => setAsked(null)} /> : null}
      {asked?.what === 'remove' ? <RemoveDialog violation={asked.violation} onClose={() => setAsked(null)} /> : null}
    </Section>
  )
}

function Violation({ violation, onAsk }: { violation: AllegedViolation; onAsk: (what: 'update' | 'remove') => void }): ReactNode {
  const { timeZone } = useSession()
  const { citation, level, description, addedBy, addedAt, updatedBy, updatedAt } = violation
  return (
    <article className="entry" aria-label={citation || 'Without a citation'}>
      <div className="entry__head">
        <h3>{citation || <span className="muted">No citation</span>}</h3>
        {level ? <span className="muted small">{levelWords[level]}</span> : null}
        <StandingTag violation={violation} />
      </div>
      <p className="prose">{description}</p>
      <div className="entry__foot">
        <span className="muted small">
          {`Added by ${addedBy.name}, ${formatMoment(addedAt, timeZone)}`}
          {updatedBy && updatedAt ? `. Changed by ${updatedBy.name}, ${formatMoment(updatedAt, timeZone)}` : ''}
        </span>
        <span className="row">
          {violation.canChange ? (
            <button type="button" className="link-button" onClick={() => onAsk('update')}>
              Update<span className="sr-only"> {citation || 'this alleged violation'}</span>
            </button>
          ) : null}
          {violation.canRemove ? (
            <button type="button" className="link-button danger" onClick={() => onAsk('remove')}>
              Remove<span className="sr-only"> {citation || 'this alleged violation'}</span>
            </button>
          ) : null}
        </span>
      </div>
    </article>
  )
}

function StandingTag({ violation: { standing } }: { violation: AllegedViolation }): ReactNode {
  switch (standing) {
    case 'alleged':
      return <span>Alleged</span>
    case 'substantiated':
      return (
        <Tag tone="navy" icon="check">
          Substantiated
        </Tag>
      )
    case 'not_substantiated':
      return <Tag tone="outlined">Not substantiated</Tag>
  }
}

function RemoveDialog({ violation, onClose }: { violation: AllegedViolation; onClose: () => void }): ReactNode {
  return (
    <ConfirmDialog
      title="Remove this alleged violation?"
      confirm="Remove it"
      danger
      onClose={onClose}
      onConfirm={async () => {
        try {
          await api.delete(`/alleged-violations/${violation.id}?version=${String(violation.version)}`)
        } catch (error) {
          // What stands behind the dialog is then what is there now.
          await refreshComplaint(violation.complaintId)
          throw error
        }
        announce('The alleged violation is removed')
        onClose()
        await refreshComplaint(violation.complaintId)
      }}
    >
      <p>
        <strong>{violation.citation || 'Without a citation'}</strong>
      </p>
      <p className="prose">{violation.description}</p>
      <p>The history keeps who added it and who removed it.</p>
    </ConfirmDialog>
  )
}
