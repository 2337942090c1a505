import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { subjectsQuery } from '../../agency/queries.ts'
import { SubjectTable } from '../../agency/subject-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ListFilters } from '../../ui/list-filters.tsx'
import { useWords } from '../../ui/list-search.ts'
import { Skeleton } from '../../ui/loading.tsx'
import { Page } from '../../ui/page.tsx'

const most = 50

/** Finds companies, their branches and individuals. The words stand in the fragment, which no server sees. */
export function CompanySearch(): ReactNode {
  const words = useWords()
  const found = useQuery(subjectsQuery(words, most))
  const items = found.data?.items
  return (
    <Page title="Companies" lead="By SES ID, NMLS ID or name; branches and individuals too" focusKey="companies">
      <ListFilters fields={[{ kind: 'words', label: 'ID or name', placeholder: 'SES-001187, 1904412 or Brightwater; press Enter' }]} />
      {words === '' ? <EmptyState title="Search for a company.">Type an SES ID, an NMLS ID or the beginning of a name, then press Enter. Small typing errors are forgiven.</EmptyState> : null}
      {found.error ? <ErrorState error={found.error} retry={found.refetch} title="The search did not answer" /> : null}
      {words !== '' && found.isPending ? <Skeleton lines={8} height={20} label="Searching" /> : null}
      {items ? (
        <>
          <SubjectTable matches={items} empty={<EmptyState title="Nothing was found.">Check the ID, or type only the beginning of the name.</EmptyState>} />
          {items.length === most ? <p className="muted">The first 50 are shown. Type more of the name to find fewer.</p> : null}
        </>
      ) : null}
    </Page>
  )
}
