import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { UserItem, UserView } from '#src/modules/users/contract.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { DataTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { Icon } from '../../ui/icon.tsx'
import { ListFilters } from '../../ui/list-filters.tsx'
import { useListSearch } from '../../ui/list-search.ts'
import { Page } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { TabCount, Tabs } from '../../ui/tabs.tsx'
import { RefusedAddressesNotice } from './refused-addresses.tsx'
import { userCountsQuery, usersQuery } from './user-queries.ts'
import { firmInWords, rolesInWords, UserTags } from './user-words.tsx'

const route = getRouteApi('/signed-in/users')
const pageSize = 50
const viewWords: Readonly<Record<UserView, string>> = { active: 'Users', third_party: 'Third Party Users', invited: 'Invited', removed: 'Removed', all: 'All' }

/** Manage Users: everybody of the own organisation, and the way to each. */
export function UsersPage(): ReactNode {
  const search = route.useSearch()
  const { words, setSearch } = useListSearch()
  const session = useSession()
  const counts = useQuery(userCountsQuery).data
  const isCompany = session.kind === 'company'
  const view = search.view ?? 'active'
  const sort = search.sort ?? 'name'
  const direction = search.direction ?? 'asc'
  const list = useInfiniteQuery({ ...usersQuery({ view, sort, direction, limit: pageSize }, words), placeholderData: keepPreviousData })
  const views: UserView[] = isCompany ? ['active', 'third_party', 'invited', 'removed'] : ['active', 'invited', 'removed']
  return (
    <Page
      title="Manage Users"
      lead={counts ? `${String(counts.administrators.all)} of at most ${String(counts.administrators.most)} Account Administrators` : ''}
      focusKey="users"
      roomy={isCompany}
      actions={
        <>
          {isCompany ? (
            <Link className="usa-button usa-button--quiet" to="/users/new" search={{ kind: 'third_party' }}>
              Create Third Party User
            </Link>
          ) : null}
          <Link className="usa-button" to="/users/new">
            <Icon name="add" />
            Create New User
          </Link>
        </>
      }
      tabs={
        <Tabs label="Kinds of users">
          {views.map((one) => (
            <Link key={one} to="/users" search={one === 'active' ? {} : { view: one }} aria-current={one === view ? 'page' : undefined} activeProps={{}} activeOptions={{ exact: true, includeSearch: true }}>
              {viewWords[one]} {counts ? <TabCount>{counts.counts[one]}</TabCount> : null}
            </Link>
          ))}
        </Tabs>
      }
    >
      <RefusedAddressesNotice />
      <ListFilters fields={[{ kind: 'words', label: 'Name or e-mail address', placeholder: 'Press Enter to search' }]} />
      <DataTable
        caption={`${viewWords[view]} of your organization`}
        query={list}
        columns={columnsOf(view, session.timeZone, session.today)}
        rowId={(user) => user.id}
        sort={{ key: sort, direction, onChange: (next) => setSearch({ ...next }) }}
        total={words ? undefined : counts?.counts[view]}
        pageSize={pageSize}
        empty={<Nothing view={view} words={words} />}
        foot={<AudienceHint who="own">{isCompany ? 'Your administrators’ list. Agencies see names, e-mail addresses and roles of active users.' : 'Your administrators’ list. Other agencies and companies see names, titles and phones.'}</AudienceHint>}
      />
    </Page>
  )
}

const column = columnsFor<UserItem>()

function columnsOf(view: UserView, timeZone: string, today: string) {
  const day = (instant: string | null) => (instant ? formatDate(todayIn(timeZone, instant), 'short', today) : null)
  return column.columns([
    column.accessor('name', {
      header: 'Name',
      meta: { card: 'lead', sort: 'name' },
      cell: ({ row: { original } }) => (
        <TwoLines
          main={
            <Link data-row-link to="/users/$id" params={{ id: original.id }}>
              {original.name}
            </Link>
          }
          under={firmInWords(original) ?? original.title}
        />
      ),
    }),
    column.accessor('email', { header: 'E-mail', meta: { card: 'more' } }),
    column.display({ id: 'roles', header: 'Roles', meta: { card: 'title' }, cell: ({ row }) => rolesInWords(row.original) || <span className="muted">None</span> }),
    column.display({ id: 'tags', header: 'State', meta: { card: 'tag' }, cell: ({ row }) => <span className="row"><UserTags user={view === 'third_party' ? { ...row.original, thirdParty: null } : row.original} timeZone={timeZone} /></span> }),
    view === 'removed'
      ? column.accessor('removedAt', { header: 'Removed', meta: { card: 'due', nowrap: true }, cell: ({ row }) => day(row.original.removedAt) })
      : column.accessor('lastSignInAt', {
          header: 'Last sign-in',
          meta: { card: 'due', nowrap: true, sort: 'last_sign_in' },
          cell: ({ row: { original } }) => day(original.lastSignInAt) ?? <span className="muted">{original.standing === 'invited' ? `Invited ${day(original.invitedAt) ?? ''}` : 'Never'}</span>,
        }),
  ])
}

function Nothing({ view, words }: { view: UserView; words: string }): ReactNode {
  if (words) return <EmptyState title="Nobody here has such a name or address.">Try a part of the name, or look under another tab.</EmptyState>
  switch (view) {
    case 'third_party':
      return <EmptyState title="There is no third-party user.">Counsel and consultants who work for you on supervisory activities are created here. They never see complaints.</EmptyState>
    case 'invited':
      return <EmptyState title="No invitation is open.">Whoever you create appears here until they activate their account.</EmptyState>
    case 'removed':
      return <EmptyState title="Nobody was removed." />
    case 'active':
    case 'all':
      return <EmptyState title="There is no user." />
  }
}
