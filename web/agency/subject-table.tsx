import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SubjectMatch } from '#src/modules/companies/contract.ts'
import { StaticTable, TwoLines } from '../ui/data-table.tsx'
import { columnsFor } from '../ui/table-columns.ts'
import { Tag } from '../ui/tag.tsx'

const column = columnsFor<SubjectMatch>()
const kindWords: Record<SubjectMatch['kind'], string> = { company: 'Company', branch: 'Branch', individual: 'Individual' }

const columns = column.columns([
  column.display({
    id: 'name',
    header: 'Name',
    meta: { card: 'title' },
    cell: ({ row: { original } }) => (
      <TwoLines
        main={
          <Link data-row-link to="/companies/$id" params={{ id: original.companyId }}>
            {original.name}
          </Link>
        }
        under={original.kind === 'company' ? null : `of ${original.companyName}`}
      />
    ),
  }),
  column.display({ id: 'kind', header: 'Kind', meta: { card: 'lead' }, cell: ({ row }) => kindWords[row.original.kind] }),
  column.accessor('sesId', { header: 'SES ID', meta: { card: 'more', nowrap: true } }),
  column.display({ id: 'nmls', header: 'NMLS ID', meta: { card: 'more', nowrap: true }, cell: ({ row }) => row.original.nmlsId ?? <span className="muted">None</span> }),
  column.accessor('place', { header: 'Place', meta: { card: 'more' } }),
  column.display({ id: 'why', header: 'Found by', meta: {}, cell: ({ row }) => <span className="muted">{row.original.why}</span> }),
  column.display({ id: 'standing', header: 'Standing', meta: { card: 'tag' }, cell: ({ row }) => (row.original.standing === 'confirmed' ? <span className="muted">Confirmed</span> : <Tag tone="yellow">To be confirmed</Tag>) }),
])

/** Companies, branches and individuals that were found, each leading to its company's record. */
export function SubjectTable({ matches, empty }: { matches: readonly SubjectMatch[]; empty: ReactNode }): ReactNode {
  return <StaticTable caption="Companies, branches and individuals" columns={columns} rows={matches} rowId={(match) => [match.kind, match.individualId ?? match.branchId ?? match.companyId].join()} empty={empty} />
}
