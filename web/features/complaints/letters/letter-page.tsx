import { useQuery, useSuspenseQueries } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { Letter } from '#src/modules/letters/contract.ts'
import { complaintQuery } from '../../../agency/queries.ts'
import { contentOf } from '../../../agency/document-table.tsx'
import { useLive } from '../../../app/live/live.tsx'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { formatDate, formatMoment, todayIn } from '../../../ui/format-date.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { Paper } from '../../../ui/paper.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { letterCrumbs } from './letter-crumbs.tsx'
import { CompanyLetter } from './company-letter.tsx'
import { LetterEditor } from './letter-editor.tsx'
import { letterQuery, lettersQuery } from './letter-queries.ts'

const route = getRouteApi('/signed-in/complaints/$id/letters/$letterId')

/** One letter: its editor while it is a draft, the letter as it went out afterwards. */
export function LetterPage(): ReactNode {
  const { id, letterId } = route.useParams()
  useLive('complaint', id)
  const [{ data: record }, { data: letter }, { data: letters }] = useSuspenseQueries({ queries: [complaintQuery(id), letterQuery(id, letterId), lettersQuery(id)] })
  if (letter.status === 'draft' && letters.can.includes('letter.write')) return <LetterEditor key={letter.id} record={record} letter={letter} />
  return <ReadLetter record={record} letter={letter} />
}

function ReadLetter({ record, letter: first }: { record: ComplaintRecord; letter: Letter }): ReactNode {
  // Asked again until its PDF is there.
  const letter = useQuery(letterQuery(first.complaintId, first.id)).data ?? first
  const { timeZone } = useSession()
  if (letter.toCompany) return <CompanyLetter record={record} letter={letter} toCompany={letter.toCompany} />
  const isDraft = letter.status === 'draft'
  return (
    <Page title={letter.subject} breadcrumb={letterCrumbs(record, isDraft ? 'Draft' : 'Issued letter')} tags={isDraft ? <Tag tone="dashed">Draft</Tag> : <Tag tone="green">Issued</Tag>}>
      <div className="stack">
        {isDraft ? null : <IssuedNotice letter={letter} zone={timeZone} />}
        <AudienceHint who={letter.ownerOnly ? 'own' : 'hidden'}>{letter.ownerOnly ? 'Only the owning agency: the complainant’s details are restricted.' : 'The owning agency and agencies with access. Never the company.'}</AudienceHint>
        <Paper {...(letter.issuedAt ? { date: formatDate(todayIn(timeZone, letter.issuedAt), 'year') } : {})} addressee={letter.addressee} subject={letter.subject} body={letter.body} />
      </div>
    </Page>
  )
}

function IssuedNotice({ letter, zone }: { letter: Letter; zone: string }): ReactNode {
  const { document } = letter
  const next = letter.sentVia === 'mail' ? 'Print the PDF and post it.' : 'Attach the PDF to an e-mail of your agency; the system does not send it.'
  return (
    <Notice
      tone="success"
      title={`Issued ${letter.issuedAt ? formatMoment(letter.issuedAt, zone) : ''} by ${letter.issuedBy?.name ?? ''}`}
      actions={
        document?.canOpen ? (
          <a className="usa-button usa-button--outline" href={contentOf(document)} download={document.name}>
            Save the PDF
          </a>
        ) : undefined
      }
    >
      {next} It is noted under Research/Communication and stays as it is.{document ? (document.canOpen ? '' : ' The PDF is being checked for malware.') : ' The PDF is being made.'}
    </Notice>
  )
}
