import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReceivedLetter } from '#src/modules/letters/contract.ts'
import { receivedLettersQuery } from '../../../company/queries.ts'
import { ReceivedLettersTable } from '../../../company/received-letters-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { useContent } from '../components/use-received.ts'

/** The letters that the agency issued to the company. */
export function LettersTab(): ReactNode {
  const loaded = useContent()
  return loaded ? <Letters id={loaded.record.id} agency={loaded.record.agency.shortName} /> : null
}

function Letters({ id, agency }: { id: string; agency: string }): ReactNode {
  const query = useQuery(receivedLettersQuery(id))
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} title="The letters could not be loaded" />
  if (!query.data) return <Skeleton lines={4} height={32} label="Loading the letters" />
  return (
    <Section title="Letters" lead={`From ${agency}. The newest first`}>
      <ReceivedLettersTable letters={query.data.items} linkTo={linkTo} empty={<EmptyState title="No letter yet.">When {agency} issues one, it stands here and we tell you by e-mail.</EmptyState>} />
    </Section>
  )
}

function linkTo(letter: ReceivedLetter): ReactNode {
  return (
    <Link data-row-link to="/received/$id/letters/$letterId" params={{ id: letter.complaintId, letterId: letter.id }}>
      {letter.subject}
    </Link>
  )
}
