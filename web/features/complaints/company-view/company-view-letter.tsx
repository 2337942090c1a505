import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { companyWord } from '../../../agency/complaint-words.ts'
import { ApiProblem } from '../../../app/api.ts'
import { NotFound } from '../../../app/not-found.tsx'
import { LetterToRead } from '../../../company/letter-to-read.tsx'
import { ReceivedLetterTag } from '../../../company/received-letters-table.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Page } from '../../../ui/page.tsx'
import { CompanyBand } from './company-band.tsx'
import { companyViewLettersQuery, companyViewQuery } from './company-view-queries.ts'

const route = getRouteApi('/signed-in/complaints/$id/company-view/letters/$letterId')

/** One letter as the company reads it. */
export function CompanyViewLetter(): ReactNode {
  const { id, letterId } = route.useParams()
  const view = useQuery(companyViewQuery(id))
  const letters = useQuery(companyViewLettersQuery(id))
  const error = letters.error ?? view.error
  if (error instanceof ApiProblem && error.status === 404) return <NotFound />
  if (!letters.data || !view.data)
    return (
      <Page title="As the company sees it" roomy>
        {error ? <ErrorState error={error} retry={() => Promise.all([letters.refetch(), view.refetch()])} title="The page could not be loaded" /> : <Skeleton lines={10} height={60} label="Loading what the company sees" />}
      </Page>
    )
  const letter = letters.data.items.find((item) => item.id === letterId)
  if (letter === undefined) return <NotFound />
  const { complaint, company } = view.data
  const name = company ? companyWord(company.name) : 'the company'
  return (
    <Page
      title={`Letter as ${name} sees it`}
      heading={letter.subject}
      roomy
      breadcrumb={[
        <Link key="record" to="/complaints/$id" params={{ id: complaint.id }}>
          {complaint.number}
        </Link>,
        <Link key="view" to="/complaints/$id/company-view" params={{ id: complaint.id }}>
          {`As ${name} sees it`}
        </Link>,
        'Letter',
      ]}
      tags={<ReceivedLetterTag letter={letter} />}
      top={<CompanyBand id={complaint.id} company={name} />}
    >
      <LetterToRead letter={letter} />
    </Page>
  )
}
