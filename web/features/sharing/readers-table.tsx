import type { ReactNode } from 'react'
import type { AccessRequest, ComplaintSight, Reader } from '#src/modules/sharing/access-contract.ts'
import { useSession } from '../../app/session.tsx'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { columnsFor } from '../../ui/table-columns.ts'

const column = columnsFor<Reader>()
type Props = { sight: ComplaintSight; onRevoke: (access: AccessRequest) => void }

/** Who, what of it, since when, why. */
export function ReadersTable({ sight, onRevoke }: Props): ReactNode {
  const { timeZone } = useSession()
  const day = (instant: string | null) => (instant ? formatDate(todayIn(timeZone, instant), 'year') : '')
  const columns = column.columns([
    column.display({ id: 'who', header: 'Who', meta: { card: 'title' }, cell: ({ row: { original } }) => <TwoLines main={nameOf(original)} under={whoUnder(original)} /> }),
    column.display({ id: 'sees', header: 'Sees', meta: { card: 'more' }, cell: ({ row: { original } }) => seesWords(original, sight.restricted) }),
    column.display({ id: 'since', header: 'Since', meta: { card: 'due', nowrap: true }, cell: ({ row: { original } }) => <Since from={day(original.since)} until={day(original.until)} /> }),
    column.display({ id: 'why', header: 'Why', meta: { card: 'more' }, cell: ({ row: { original } }) => whyWords(original) }),
    column.display({
      id: 'action',
      header: () => <span className="sr-only">Act</span>,
      meta: { card: 'action', align: 'end' },
      cell: ({ row: { original } }) => {
        const access = sight.requests.find((request) => request.id === original.accessId && request.can.includes('revoke'))
        return access ? (
          <button type="button" className="usa-button usa-button--outline usa-button--small" aria-label={`Remove access of ${access.requester.name}`} onClick={() => onRevoke(access)}>
            Remove access
          </button>
        ) : null
      },
    }),
  ])
  return <StaticTable caption="Who can see the complaint" rows={sight.readers} columns={columns} rowId={(row) => `${row.reason}-${row.agency?.id ?? row.company?.id ?? ''}-${row.since ?? ''}`} empty="A draft is seen by your agency alone." />
}

/** On a card, where no head says so, the word stands before the day. */
function Since({ from, until }: { from: string; until: string }): ReactNode {
  if (!from) return null
  return until ? `${from} – ${until}` : <><span className="readers__since">Since </span>{from}</>
}

function nameOf(reader: Reader): string {
  return reader.agency?.name ?? reader.company?.name ?? 'Every agency that takes part'
}

function whoUnder(reader: Reader): string {
  switch (reader.reason) {
    case 'company':
      return reader.company?.poc ? `The company; Point of Contact ${reader.company.poc}` : 'The company; no Point of Contact yet'
    default:
      return reader.isReader ? 'Your agency’s complaints users' : 'Complaints users'
  }
}

function seesWords(reader: Reader, restricted: boolean | null): string {
  switch (reader.sees) {
    case 'all':
      return restricted === true ? 'Everything, the restricted complainant included' : 'Everything'
    case 'detail':
      return restricted === true ? 'Everything but who complained' : 'Everything'
    case 'company_part':
      return 'What was sent to it: requests, its answers, letters, what was shared'
    case 'basic':
      return 'Basic information'
  }
}

function whyWords(reader: Reader): string {
  switch (reader.reason) {
    case 'owner':
      if (!reader.since) return 'Owner of the complaint'
      return reader.from ? `Owner by referral from ${reader.from.name}${reader.by ? `, accepted by ${reader.by}` : ''}` : 'Owner: entered it'
    case 'access':
      return reader.by ? `Asked for access, let in by ${reader.by}` : 'Has access'
    case 'former_owner':
      return `Owner before; referred it to ${reader.from?.name ?? 'another agency'}. Sees the basic information now`
    case 'company':
      return 'Supervised company: the first request was sent to it'
    case 'every_agency':
      return 'Basic information is for all agencies’ complaints users'
  }
}
