import { useState, type ReactNode } from 'react'
import { z } from 'zod'
import type { AnswerWork } from '#src/modules/information-requests/answer-contract.ts'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { CheckGroup } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { announce } from '../../../ui/live-region.tsx'
import { Section } from '../../../ui/page.tsx'
import { useChangeWork } from './use-work.ts'

/** Who was asked to write the answer. */
export function Drafters({ record, work }: { record: ReceivedRequestRecord; work: AnswerWork }): ReactNode {
  const { user } = useSession()
  const [choosing, setChoosing] = useState(false)
  const mayAssign = record.can.includes('response.assign-drafters')
  if (record.status !== 'to_answer' || (work.drafters.length === 0 && !mayAssign)) return null
  const names = work.drafters.map((person) => (person.id === user.id ? 'you' : person.name))
  return (
    <Section title="Drafters" level={3}>
      <p>
        {names.length > 0 ? `Asked to write this answer: ${names.join(', ')}.` : 'Nobody in particular was asked. Every colleague who manages complaints may write it.'}{' '}
        {mayAssign && work.colleagues.length > 0 ? (
          <button type="button" className="usa-button usa-button--quiet" onClick={() => setChoosing(true)}>
            {names.length > 0 ? 'Change drafters' : 'Ask colleagues to draft'}
          </button>
        ) : null}
      </p>
      {choosing ? <Choose record={record} work={work} onClose={() => setChoosing(false)} /> : null}
    </Section>
  )
}

const Choice = z.object({ userIds: z.array(z.string()).max(20, 'Ask at most 20 colleagues.') })

function Choose({ record, work, onClose }: { record: ReceivedRequestRecord; work: AnswerWork; onClose: () => void }): ReactNode {
  const change = useChangeWork(record.id)
  // Those that this page showed, whoever changes them meanwhile.
  const [seen] = useState(() => work.drafters.map((person) => person.id))
  const form = useContractForm(Choice, { defaultValues: { userIds: seen } })
  return (
    <FormDialog
      title={`Who drafts the answer to ${record.number}?`}
      submit="Save"
      keep="Leave as it is"
      form={form}
      onClose={onClose}
      onSubmit={async ({ userIds }) => {
        await change.put('drafters', { userIds, seen })
        announce('Drafters saved')
        onClose()
      }}
    >
      <CheckGroup form={form} name="userIds" label="Colleagues" hint="Each gets a task and an e-mail. Others who manage complaints may still write." optional options={work.colleagues.map((person) => ({ value: person.id, label: person.name }))} />
    </FormDialog>
  )
}
