import { useMemo, type ReactNode } from 'react'
import type { FoundSubject } from '#src/modules/complaints/subject-contract.ts'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'
import { countWords } from '../complaint-words.ts'
import { kindWords, subjectKey } from './subject-queries.ts'

const column = columnsFor<FoundSubject>()

/** What a search found, best first, each with why. */
export function SubjectResults({ caption, found, onChoose, empty }: { caption: string; found: readonly FoundSubject[]; onChoose: (subject: FoundSubject) => void; empty: ReactNode }): ReactNode {
  // The same columns as long as they lead to the same: new ones are new cells, and what has the focus in them would lose it.
  const columns = useMemo(() => columnsOf(onChoose), [onChoose])
  return <StaticTable caption={caption} columns={columns} rows={found} rowId={subjectKey} empty={empty} />
}

function columnsOf(onChoose: (subject: FoundSubject) => void) {
  return column.columns([
    column.display({
      id: 'name',
      header: 'Name',
      meta: { card: 'title' },
      cell: ({ row: { original } }) => <TwoLines main={<strong>{original.name}</strong>} under={[original.companyName ? `of ${original.companyName}` : '', original.address].filter(Boolean).join(' · ')} />,
    }),
    column.display({ id: 'kind', header: 'Kind', meta: { card: 'tag' }, cell: ({ row: { original } }) => <KindTag subject={original} /> }),
    column.display({
      id: 'ids',
      header: 'IDs',
      meta: { card: 'lead', nowrap: true },
      cell: ({ row: { original } }) => <TwoLines main={<span className="num">{original.number}</span>} under={original.nmlsId ? `NMLS ${original.nmlsId}` : null} />,
    }),
    column.display({ id: 'why', header: 'Why it matches', meta: { card: 'more' }, cell: ({ row }) => row.original.why.join(' · ') }),
    column.display({ id: 'open', header: 'Open complaints', meta: { align: 'end' }, cell: ({ row }) => countWords(row.original.openComplaints) }),
    column.display({
      id: 'choose',
      header: () => <span className="sr-only">Choose</span>,
      meta: { card: 'action', name: 'Choose' },
      cell: ({ row: { original } }) => (
        <button type="button" className="usa-button usa-button--outline" onClick={() => onChoose(original)}>
          Choose<span className="sr-only"> {original.name}</span>
        </button>
      ),
    }),
  ])
}

export function KindTag({ subject }: { subject: FoundSubject }): ReactNode {
  if (subject.standing === 'to_be_confirmed') return <Tag tone="yellow">To be confirmed</Tag>
  if (subject.standing === 'delisted') return <Tag tone="outlined">No longer in NMLS</Tag>
  if (subject.kind === 'entity') return <Tag tone="violet" icon="help_outline">Non-NMLS entity</Tag>
  return kindWords[subject.kind]
}
