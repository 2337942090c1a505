import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { AcknowledgeLetter, ReceivedLetter } from '#src/modules/letters/contract.ts'
import { letterNoteLimit } from '#src/modules/letters/domain/letter-lifecycle.ts'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { useLive } from '../../../app/live/live.tsx'
import { queryClient } from '../../../app/query-client.ts'
import { receivedKey, receivedLetterQuery, tasksKey } from '../../../company/queries.ts'
import { LetterToRead } from '../../../company/letter-to-read.tsx'
import { ReceivedLetterTag } from '../../../company/received-letters-table.tsx'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Page, useKeptFocus } from '../../../ui/page.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { Loaded } from '../components/loaded.tsx'

const route = getRouteApi('/signed-in/received/$id/letters/$letterId')

/** A letter of the agency, to be read and acknowledged. */
export function ReceivedLetterPage(): ReactNode {
  const { id, letterId } = route.useParams()
  useLive('complaint', id)
  const query = useQuery(receivedLetterQuery(letterId))
  return (
    <Loaded query={query} title="Letter">
      {(letter) => <ReadLetter letter={letter} />}
    </Loaded>
  )
}

function ReadLetter({ letter }: { letter: ReceivedLetter }): ReactNode {
  const [isAsking, setAsking] = useState(false)
  useKeptFocus()
  const { agency } = letter
  const may = letter.can.includes('received.acknowledge-letter')
  const params = { id: letter.complaintId }
  return (
    <Page
      title={letter.subject}
      roomy
      breadcrumb={[
        <Link key="list" to="/received">
          Complaints
        </Link>,
        <Link key="record" to="/received/$id" params={params}>
          {letter.complaintNumber}
        </Link>,
        <Link key="letters" to="/received/$id/letters" params={params}>
          Letters
        </Link>,
        'Letter',
      ]}
      tags={<ReceivedLetterTag letter={letter} />}
      foot={
        may ? (
          <StickyBar note={<AudienceHint who="sent">{`${agency.shortName} sees who acknowledged, and when`}</AudienceHint>}>
            <button type="button" className="usa-button main-action" onClick={() => setAsking(true)}>
              Acknowledge receipt
            </button>
          </StickyBar>
        ) : undefined
      }
    >
      <LetterToRead letter={letter} />
      {isAsking ? <AcknowledgeDialog letter={letter} onClose={() => setAsking(false)} /> : null}
    </Page>
  )
}

function AcknowledgeDialog({ letter, onClose }: { letter: ReceivedLetter; onClose: () => void }): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(AcknowledgeLetter, { defaultValues: { version: letter.version, words: '' } })
  async function acknowledge(input: { version: number; words: string }) {
    const next = await api.post(`/received-letters/${letter.id}/acknowledgments`, input, ReceivedLetter, { idempotencyKey: key })
    queryClient.setQueryData(receivedLetterQuery(letter.id).queryKey, next)
    announce('Receipt is acknowledged')
    onClose()
    await Promise.all([queryClient.invalidateQueries({ queryKey: receivedKey }), queryClient.invalidateQueries({ queryKey: tasksKey })])
  }
  return (
    <FormDialog title="Acknowledge receipt?" submit="Acknowledge receipt" keep="Not yet" form={form} onSubmit={acknowledge} onClose={onClose}>
      <p>It says that your company received the letter, not that it agrees. It cannot be undone.</p>
      <TextArea form={form} name="words" label="Words to the agency" optional max={letterNoteLimit} rows={3} />
      <AudienceHint who="sent">{`${letter.agency.name} is told and reads this.`}</AudienceHint>
    </FormDialog>
  )
}
