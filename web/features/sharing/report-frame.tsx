import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { sharingTabs, type SharingTab } from '#src/modules/sharing/access-contract.ts'
import { useMay } from '../../app/session.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ListFilters, type FilterField } from '../../ui/list-filters.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { TabCount, Tabs } from '../../ui/tabs.tsx'
import { agenciesQuery, sharingCountsQuery, useSheet } from './sharing-queries.ts'

type Props = {
  kind: 'access' | 'referrals'
  tab: SharingTab
  /** The filters as they stand in the address. */
  filters: { agencyId?: string; from?: string; to?: string; state?: string }
  stateOptions: readonly { value: string; label: string }[]
  children: ReactNode
}
const kinds = {
  access: { title: 'Access requests', path: '/access-requests', lead: 'Agencies that ask to read the details of one another’s complaints.', history: 'My Request History', other: 'Referrals' },
  referrals: { title: 'Referrals', path: '/referrals', lead: 'Complaints that agencies hand to one another before anything was sent to the company.', history: 'My Referral History', other: 'Access requests' },
} as const

/** What the reports on access and on referrals have in common: four tabs, filters, CSV and Excel. */
export function ReportFrame({ kind, tab, filters, stateOptions, children }: Props): ReactNode {
  const { title, path, lead, history, other } = kinds[kind]
  const counts = useQuery(sharingCountsQuery).data?.[kind]
  const agencies = useQuery(agenciesQuery).data?.items ?? []
  const sheet = useSheet(`${path}/exports`, kind === 'access' ? 'access-requests' : 'referrals')
  const words: Record<SharingTab, string> = { incoming: 'Incoming Requests', decisions: 'My Agency’s Decisions', outgoing: 'Outgoing Requests', history }
  const isDecided = tab === 'decisions' || tab === 'history'
  const fields: FilterField[] = [
    { kind: 'select', name: 'agencyId', label: 'Other agency', any: 'Any agency', options: agencies.map(({ id, name }) => ({ value: id, label: name })) },
    ...(isDecided ? [{ kind: 'select' as const, name: 'state', label: 'State', any: 'Any state', options: stateOptions }] : []),
    { kind: 'date', name: 'from', label: isDecided ? 'Changed from' : 'Asked from' },
    { kind: 'date', name: 'to', label: isDecided ? 'Changed to' : 'Asked to' },
  ]
  return (
    <Page
      title={title}
      lead={lead}
      focusKey={kind}
      breadcrumb={[
        <Link key="list" to="/complaints">
          Complaints
        </Link>,
        title,
      ]}
      actions={
        <>
          <Link to={kind === 'access' ? '/referrals' : '/access-requests'}>{other}</Link>
          <ExportMenu sheet={sheet} input={{ tab, ...filters }} />
        </>
      }
      tabs={
        <Tabs label="Which requests">
          {sharingTabs.map((one) => {
            const count = one === 'incoming' ? counts?.incoming : one === 'outgoing' ? counts?.outgoing : undefined
            return (
              <Link key={one} to={path} search={{ ...(one === 'incoming' ? {} : { tab: one }), agencyId: filters.agencyId }} aria-current={one === tab ? 'page' : undefined} activeProps={{}} activeOptions={{ exact: true, includeSearch: true }}>
                {words[one]} {count ? <TabCount>{count}</TabCount> : null}
              </Link>
            )
          })}
        </Tabs>
      }
    >
      <ListFilters fields={fields} />
      {sheet.problem ? <Notice tone="error">{sheet.problem}</Notice> : null}
      {children}
    </Page>
  )
}

function ExportMenu({ sheet, input }: { sheet: ReturnType<typeof useSheet>; input: object }): ReactNode {
  if (!useMay('complaint.export')) return null
  return (
    <MenuButton
      label="Export"
      face={
        <>
          <Icon name="file_download" />
          {sheet.working ? 'Making the file…' : 'Export'}
        </>
      }
    >
      <button type="button" onClick={() => void sheet.save('csv', input)}>
        CSV
      </button>
      <button type="button" onClick={() => void sheet.save('xlsx', input)}>
        Excel
      </button>
    </MenuButton>
  )
}
