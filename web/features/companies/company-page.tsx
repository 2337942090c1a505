import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CompanyRecord } from '#src/modules/companies/contract.ts'
import { EnrollmentTag } from '../../agency/enrollment-tag.tsx'
import { companyQuery } from '../../agency/queries.ts'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'

const route = getRouteApi('/signed-in/companies/$id')

/** A company as agencies see it. */
export function CompanyPage(): ReactNode {
  const { id } = route.useParams()
  const { data: company } = useSuspenseQuery(companyQuery(id))
  return (
    <Page
      title={`${company.sesId} ${company.name}`}
      heading={
        <>
          <span className="num">{company.sesId}</span> <span className="light">{company.name}</span>
        </>
      }
      tags={
        <>
          <EnrollmentTag enrollment={company.enrollment} />
          {company.standing === 'to_be_confirmed' ? <Tag tone="yellow">To be confirmed</Tag> : null}
        </>
      }
      breadcrumb={[
        <Link key="companies" to="/companies">
          Companies
        </Link>,
        company.sesId,
      ]}
      aside={<Aside company={company} />}
    >
      <Section title="Details">
        <Facts
          columns={2}
          items={[
            { label: 'SES ID', value: company.sesId },
            { label: 'NMLS ID', value: company.nmlsId ?? 'None' },
            { label: 'Kind', value: company.kind === 'depository' ? 'Depository' : 'Non-depository' },
            { label: 'Business types', value: company.businessTypes.join(', ') },
            { label: 'Address', value: company.address },
            { label: 'Phone', value: company.phone },
            { label: 'Website', value: <Website address={company.website} /> },
          ]}
        />
      </Section>
      <Section title="Users in this system" count={company.users.length}>
        <StaticTable caption="Users of the company" columns={userColumns} rows={company.users} rowId={(user) => user.id} empty="Nobody of this company has an account yet." />
      </Section>
      <Section title="Branches" count={company.branches.length}>
        <StaticTable caption="Branches" columns={placeColumns} rows={company.branches} rowId={(branch) => branch.id} empty="No branch is known." />
      </Section>
      <Section title="Individuals" count={company.individuals.length}>
        <StaticTable caption="Individuals" columns={placeColumns} rows={company.individuals} rowId={(person) => person.id} empty="No individual is known." />
      </Section>
    </Page>
  )
}

type User = CompanyRecord['users'][number]
const user = columnsFor<User>()
const roleWords: Readonly<Record<string, string>> = { account_administrator: 'Account Administrator', leader: 'Leader', contributor: 'Contributor', manage: 'Complaints: Manage', view: 'Complaints: View only' }
const userColumns = user.columns([
  user.display({ id: 'name', header: 'Name', meta: { card: 'title' }, cell: ({ row }) => <TwoLines main={row.original.name} under={row.original.title} /> }),
  user.display({ id: 'email', header: 'E-mail', meta: { card: 'more' }, cell: ({ row }) => <a href={`mailto:${row.original.email}`}>{row.original.email}</a> }),
  user.display({ id: 'roles', header: 'Roles', meta: { card: 'more' }, cell: ({ row: { original } }) => [...original.systemRoles, ...(original.complaintsRole ? [original.complaintsRole] : [])].map((role) => roleWords[role] ?? role).join(', ') }),
])

type Place = CompanyRecord['branches'][number]
const place = columnsFor<Place>()
const placeColumns = place.columns([
  place.accessor('name', { header: 'Name', meta: { card: 'title' } }),
  place.display({ id: 'nmls', header: 'NMLS ID', meta: { card: 'more', nowrap: true }, cell: ({ row }) => row.original.nmlsId ?? <span className="muted">None</span> }),
  place.accessor('place', { header: 'Place', meta: { card: 'more' } }),
])

const contactWords = { contact_person: 'NMLS Contact Person', complaints_contact: 'NMLS Complaints Contact' } as const

function Aside({ company }: { company: CompanyRecord }): ReactNode {
  return (
    <>
      <section>
        <h2 className="aside-title">Complaints</h2>
        <p>
          <Link to="/complaints" search={{ view: 'all_agencies', companyId: company.id }}>
            {`${company.openComplaints >= 1000 ? '1,000+' : String(company.openComplaints)} open at all agencies`}
          </Link>
        </p>
        <p>
          <Link to="/complaints" search={{ view: 'all', companyId: company.id }}>
            All of your agency
          </Link>
        </p>
      </section>
      <section>
        <h2 className="aside-title">Contacts</h2>
        <div className="stack">
          <Facts items={[{ label: 'Complaints Contact', value: company.complaintsContact?.name ?? <span className="muted">None in this system yet</span> }]} />
          {company.nmlsContacts.map((contact) => (
            <div key={contact.kind}>
              <h3 className="contact-title">{contactWords[contact.kind]}</h3>
              <p>
                {contact.name}
                {contact.title ? <span className="muted">{`, ${contact.title}`}</span> : null}
              </p>
              {contact.email ? (
                <p>
                  <a href={`mailto:${contact.email}`}>{contact.email}</a>
                </p>
              ) : null}
              {contact.phone ? <p className="num">{contact.phone}</p> : null}
            </div>
          ))}
          {company.nmlsContacts.length === 0 ? <p className="muted">NMLS names no contact.</p> : null}
        </div>
      </section>
    </>
  )
}

/** Only web addresses become links: the directory's text is not trusted to be one. */
function Website({ address }: { address: string | null }): ReactNode {
  if (!address) return null
  const full = /^https?:\/\//i.test(address) ? address : /^[\w-]+(\.[\w-]+)+$/.test(address) ? `https://${address}` : null
  return full ? (
    <a href={full} target="_blank" rel="noreferrer noopener">
      {address}
    </a>
  ) : (
    address
  )
}
