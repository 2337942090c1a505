import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { complaintColumns } from '../../agency/complaint-columns.tsx'
import { complaintsQuery } from '../../agency/queries.ts'
import { useMay, useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/page.tsx'

const route = getRouteApi('/signed-in/companies/$id')
const pageSize = 20

/** Complaints of all agencies about the company, newest first, in basic information. */
export function ComplaintsTab(): ReactNode {
  const { id } = route.useParams()
  const { today, timeZone } = useSession()
  const mayEnter = useMay('complaint.enter')
  const list = useInfiniteQuery(complaintsQuery({ view: 'all_agencies', companyId: id, sort: 'number', direction: 'desc', limit: pageSize }))
  return (
    <Section
      title="Complaints of all agencies"
      side={
        mayEnter ? (
          <Link className="usa-button usa-button--outline" to="/complaints/new" search={{ companyId: id }}>
            Enter complaint
          </Link>
        ) : undefined
      }
      hint={<AudienceHint who="shared">Basic information, as every agency’s complaints users see it. The detail is each agency’s own.</AudienceHint>}
    >
      <DataTable
        caption="Complaints about the company, newest first"
        query={list}
        columns={complaintColumns(['id', 'subject', 'status', 'agency', 'received', 'days', 'poc'], { today, timeZone, sortable: false })}
        rowId={(row) => row.id}
        pageSize={pageSize}
        empty={<EmptyState title="No agency has a complaint about this company." />}
      />
    </Section>
  )
}
