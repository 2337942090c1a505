import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet, useMatch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { EnrollmentTag } from '../../agency/enrollment-tag.tsx'
import { companyQuery } from '../../agency/queries.ts'
import { Page } from '../../ui/page.tsx'
import { TabCount, Tabs } from '../../ui/tabs.tsx'
import { Tag } from '../../ui/tag.tsx'
import { CompanyAside } from './company-aside.tsx'
import { EnrollmentLink } from './enrollment-link.tsx'
import { countWords } from './company-words.ts'

const route = getRouteApi('/signed-in/companies/$id')

/** Title line, tabs and right column of a company as agencies see it; the tabs' pages stand inside. */
export function CompanyFrame(): ReactNode {
  const { id } = route.useParams()
  const { data: company } = useSuspenseQuery(companyQuery(id))
  // There the panel has the button.
  const isSummary = useMatch({ from: '/signed-in/companies/$id/', shouldThrow: false }) !== undefined
  const params = { id }
  const listed = company.branchCount + company.individualCount
  return (
    <Page
      title={`${company.sesId} ${company.name}`}
      heading={
        <>
          <span className="num">{company.sesId}</span> <span className="light">{company.name}</span>
        </>
      }
      focusKey={id}
      tags={
        <>
          <EnrollmentTag enrollment={company.enrollment} />
          {company.standing === 'to_be_confirmed' ? <Tag tone="yellow">To be confirmed</Tag> : null}
          {company.missingSince ? <Tag tone="outlined">No longer in NMLS</Tag> : null}
        </>
      }
      breadcrumb={[
        <Link key="companies" to="/companies">
          Companies
        </Link>,
        company.sesId,
      ]}
      actions={isSummary ? undefined : <EnrollmentLink company={company} quiet />}
      tabs={
        <Tabs label="Parts of the company">
          <Link to="/companies/$id" params={params} activeOptions={{ exact: true }}>
            Summary
          </Link>
          <Link to="/companies/$id/branches-and-individuals" params={params}>
            Branches and individuals {listed > 0 ? <TabCount>{countWords(listed)}</TabCount> : null}
          </Link>
          <Link to="/companies/$id/complaints" params={params}>
            Complaints {company.openComplaints > 0 ? <TabCount>{`${countWords(company.openComplaints)} open`}</TabCount> : null}
          </Link>
          <Link to="/companies/$id/users" params={params}>
            Users {company.users.length > 0 ? <TabCount>{company.users.length}</TabCount> : null}
          </Link>
        </Tabs>
      }
      aside={<CompanyAside company={company} />}
    >
      <Outlet />
    </Page>
  )
}
