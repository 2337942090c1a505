import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RequestSet, RequestTemplate } from '#src/modules/information-requests/library-contract.ts'
import { requestLibraryQuery } from '../../agency/request-library.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { StaticTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { Page, Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'

const template = columnsFor<RequestTemplate>()
const templateColumns = template.columns([
  template.display({
    id: 'name',
    header: 'Template',
    meta: { card: 'title' },
    cell: ({ row: { original } }) => (
      <span className="two-lines">
        <Link data-row-link to="/request-library/templates/$templateId" params={{ templateId: original.id }}>
          {original.name}
        </Link>
        <small>{original.title}</small>
      </span>
    ),
  }),
  template.display({ id: 'asks', header: 'Asks for', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.acknowledgeOnly ? 'Receipt only' : 'An answer') }),
  template.display({ id: 'due', header: 'Due', meta: { card: 'more', nowrap: true }, cell: ({ row: { original } }) => (original.dueDays ? `In ${String(original.dueDays)} days` : 'Asked when sending') }),
  template.display({ id: 'state', header: 'State', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.retired ? <Tag tone="gray">Retired</Tag> : 'In use') }),
  template.display({ id: 'changed', header: 'Changed', meta: { card: 'more' }, cell: ({ row }) => <Changed kept={row.original} /> }),
])

const set = columnsFor<RequestSet>()
const setColumns = set.columns([
  set.display({
    id: 'name',
    header: 'Set',
    meta: { card: 'title' },
    cell: ({ row: { original } }) => (
      <span className="two-lines">
        <Link data-row-link to="/request-library/sets/$setId" params={{ setId: original.id }}>
          {original.name}
        </Link>
        <small>{original.templates.map((one) => one.name).join(', ')}</small>
      </span>
    ),
  }),
  set.display({ id: 'count', header: 'Requests', meta: { card: 'more', nowrap: true }, cell: ({ row }) => <RequestCount set={row.original} /> }),
  set.display({ id: 'state', header: 'State', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.retired ? <Tag tone="gray">Retired</Tag> : 'In use') }),
  set.display({ id: 'changed', header: 'Changed', meta: { card: 'more' }, cell: ({ row }) => <Changed kept={row.original} /> }),
])

/** What the agency asks companies again and again. */
export function LibraryPage(): ReactNode {
  const { data } = useSuspenseQuery(requestLibraryQuery)
  const addTemplate = data.canManage ? (
    <Link className="usa-button" to="/request-library/templates/$templateId" params={{ templateId: 'new' }}>
      Add a template
    </Link>
  ) : null
  const canGather = data.canManage && data.templates.some((one) => !one.retired)
  return (
    <Page
      title="Request library"
      lead="What your agency asks companies again and again"
      breadcrumb={[
        <Link key="list" to="/information-requests">
          Information requests
        </Link>,
        'Request library',
      ]}
      actions={addTemplate}
    >
      <Section title="Templates" count={data.templates.length} hint={<AudienceHint who="own">Your agency’s own. A request written from a template is a copy: changing the template changes nothing that was written.</AudienceHint>}>
        <StaticTable caption="Templates of requests" columns={templateColumns} rows={data.templates} rowId={(row) => row.id} empty={<EmptyState title="No template yet.">A template fills title, text and due date of a request.</EmptyState>} />
      </Section>
      <Section
        title="Sets"
        count={data.sets.length}
        side={
          canGather ? (
            <Link className="usa-button usa-button--outline" to="/request-library/sets/$setId" params={{ setId: 'new' }}>
              Add a set
            </Link>
          ) : null
        }
      >
        <StaticTable caption="Sets of templates" columns={setColumns} rows={data.sets} rowId={(row) => row.id} empty={<EmptyState title="No set yet.">A set writes several requests at once, such as “Mortgage servicing: first request”.</EmptyState>} />
      </Section>
    </Page>
  )
}

function Changed({ kept }: { kept: Pick<RequestTemplate, 'updatedAt' | 'updatedBy'> }): ReactNode {
  const { timeZone } = useSession()
  return (
    <span className="two-lines">
      <span>
        <span className="on-card">Changed </span>
        {formatDate(todayIn(timeZone, kept.updatedAt))}
      </span>
      <small>{kept.updatedBy.name}</small>
    </span>
  )
}

/** Of a retired template none is written. */
function RequestCount({ set }: { set: RequestSet }): ReactNode {
  const count = set.templates.filter((one) => !one.retired).length
  return (
    <>
      {count}
      <span className="on-card">{count === 1 ? ' request' : ' requests'}</span>
    </>
  )
}
