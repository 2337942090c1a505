import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { ResearchEntry } from '#src/modules/research/contract.ts'
import { channels, researchKinds } from '#src/modules/research/domain/research-words.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { complaintQuery } from '../../../agency/queries.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { ListFilters, type FilterField } from '../../../ui/list-filters.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { RemoveNoteDialog } from './remove-note-dialog.tsx'
import { ResearchDialog } from './research-dialog.tsx'
import { ResearchNote } from './research-note.tsx'
import { researchQuery } from './research-queries.ts'
import { channelWords, kindWords } from './research-words.ts'
import '../../../agency/entries.scss'

const route = getRouteApi('/signed-in/complaints/$id')
const tabRoute = getRouteApi('/signed-in/complaints/$id/research')

const filters: readonly FilterField[] = [
  { kind: 'select', name: 'kind', label: 'Kind', any: 'Both', options: researchKinds.map((value) => ({ value, label: kindWords[value] })) },
  { kind: 'select', name: 'channel', label: 'Channel', any: 'Any channel', options: channels.map((value) => ({ value, label: channelWords[value] })) },
]

type Asked = { what: 'add' } | { what: 'update' | 'remove'; note: ResearchEntry }

/** What was found out, and what was said and written outside of the system. */
export function ResearchTab(): ReactNode {
  const { id } = route.useParams()
  const search = tabRoute.useSearch()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const notes = useInfiniteQuery(researchQuery(id, search))
  const [asked, setAsked] = useState<Asked | null>(null)
  const items = notes.data?.pages.flatMap((page) => page.items)
  const mayAdd = record.can.includes('research.add')
  const isFiltered = search.kind !== undefined || search.channel !== undefined
  const company = record.subject ? companyWord(record.subject.name) : 'the company'
  const close = () => setAsked(null)
  return (
    <Section
      title="Research/Communication"
      side={
        mayAdd ? (
          <button type="button" className="usa-button usa-button--outline" onClick={() => setAsked({ what: 'add' })}>
            Add Research/Communication
          </button>
        ) : undefined
      }
      hint={<AudienceHint who="hidden">{`Agencies with access. Never ${company}.`}</AudienceHint>}
    >
      {items && (items.length > 0 || isFiltered) ? <ListFilters fields={filters} /> : null}
      {notes.error && !items ? <ErrorState error={notes.error} retry={notes.refetch} /> : null}
      {notes.isPending ? <Skeleton lines={8} height={20} label="Loading the notes" /> : null}
      {items?.length === 0 ? (
        isFiltered ? (
          <EmptyState title="No note matches these filters." />
        ) : (
          <EmptyState title="Nothing is noted yet.">
            {mayAdd ? 'Note calls, letters and e-mails that took place outside of this system, and what you found out. This goes on after closing.' : 'Calls, letters and e-mails outside of this system, and what was found out, stand here.'}
          </EmptyState>
        )
      ) : null}
      {items && items.length > 0 ? (
        <ul className="entries" aria-busy={notes.isPlaceholderData}>
          {items.map((note) => (
            <li key={note.id} id={`note-${note.id}`}>
              <ResearchNote note={note} onUpdate={() => setAsked({ what: 'update', note })} onRemove={() => setAsked({ what: 'remove', note })} />
            </li>
          ))}
        </ul>
      ) : null}
      {notes.hasNextPage ? (
        <button type="button" className="usa-button usa-button--outline" disabled={notes.isFetchingNextPage} onClick={() => void notes.fetchNextPage()}>
          {notes.isFetchingNextPage ? 'Loading…' : 'Load earlier notes'}
        </button>
      ) : null}
      {asked?.what === 'add' ? <ResearchDialog complaintId={id} onClose={close} /> : null}
      {asked?.what === 'update' ? <ResearchDialog complaintId={id} note={asked.note} onClose={close} /> : null}
      {asked?.what === 'remove' ? <RemoveNoteDialog note={asked.note} onClose={close} /> : null}
    </Section>
  )
}
