import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { complaintColumns } from '../../agency/complaint-columns.tsx'
import { complaintsQuery, subjectsQuery } from '../../agency/queries.ts'
import { SubjectTable } from '../../agency/subject-table.tsx'
import { useSession } from '../../app/session.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ListFilters } from '../../ui/list-filters.tsx'
import { hashFor, useWords } from '../../ui/list-search.ts'
import { Skeleton } from '../../ui/loading.tsx'
import { Page, Section } from '../../ui/page.tsx'

const pageSize = 10

/** One search over complaints of every agency, as far as they may be seen, and over companies. */
export function SearchPage(): ReactNode {
  const words = useWords()
  return (
    <Page title={words ? `Search: ${words}` : 'Search'} heading="Search" lead={words ? `for “${words}”` : undefined} focusKey="search">
      <ListFilters fields={[{ kind: 'words', label: 'Words', placeholder: 'ID, name or text; press Enter' }]} />
      {words ? <Results words={words} /> : <EmptyState title="Search for complaints and companies.">Type an ID such as C-001234, IR-000456 or SES-001187, a name, or words of a description; then press Enter.</EmptyState>}
    </Page>
  )
}

function Results({ words }: { words: string }): ReactNode {
  const { today, timeZone } = useSession()
  const complaints = useInfiniteQuery({ ...complaintsQuery({ view: 'all_agencies', sort: 'received', direction: 'desc', limit: pageSize }, words), placeholderData: keepPreviousData })
  const subjects = useQuery(subjectsQuery(words, pageSize))
  return (
    <>
      <Section
        title="Complaints"
        side={
          <Link to="/complaints" search={{ view: 'all' }} hash={hashFor(words)}>
            In your agency’s list
          </Link>
        }
      >
        <DataTable
          caption="Complaints found"
          query={complaints}
          columns={complaintColumns(['id', 'subject', 'status', 'agency', 'received', 'days', 'poc'], { today, timeZone, sortable: false })}
          rowId={(row) => row.id}
          pageSize={pageSize}
          empty={<EmptyState title="No complaint holds these words.">Of other agencies’ complaints only the basic information is searched.</EmptyState>}
        />
      </Section>
      <Section
        title="Companies"
        side={
          <Link to="/companies" hash={hashFor(words)}>
            All companies found
          </Link>
        }
      >
        {subjects.error ? <ErrorState error={subjects.error} retry={subjects.refetch} /> : null}
        {subjects.isPending ? <Skeleton lines={4} height={10} /> : null}
        {subjects.data ? <SubjectTable matches={subjects.data.items} empty={<EmptyState title="No company was found." />} /> : null}
      </Section>
    </>
  )
}
