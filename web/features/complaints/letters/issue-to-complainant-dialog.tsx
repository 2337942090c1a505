import { useState, type ReactNode } from 'react'
import { z } from 'zod'
import { IssueLetter, type Letter } from '#src/modules/letters/contract.ts'
import { newIdempotencyKey } from '../../../app/api.ts'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { RadioGroup } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { takeStep } from './letter-steps.ts'

const Issue = z.object({ sentVia: IssueLetter.shape.sentVia.unwrap() })

/** `settle`: saves the text first and says which version stands; throws where that, or what the letter lacks, stands in the way. */
export function IssueToComplainantDialog({ letter, settle, onClose }: { letter: Letter; settle: () => Promise<number>; onClose: () => void }): ReactNode {
  const form = useContractForm(Issue, { defaultValues: { sentVia: 'mail' } })
  const [key] = useState(newIdempotencyKey)
  async function issue({ sentVia }: z.infer<typeof Issue>) {
    await takeStep(letter, 'issues', { version: await settle(), sentVia }, key, 'The letter is issued')
    onClose()
  }
  return (
    <FormDialog title="Issue this letter?" submit="Issue the letter" keep="Not yet" form={form} onSubmit={issue} onClose={onClose}>
      <div className="stack">
        <p>It can then not be changed any more. Its PDF is kept with the documents, and it is noted under Research/Communication.</p>
        <RadioGroup
          form={form}
          name="sentVia"
          label="How it goes out"
          options={[
            { value: 'mail', label: 'By post', hint: 'You print the PDF and post it.' },
            { value: 'email', label: 'By e-mail', hint: 'You attach the PDF to an e-mail of your agency. The system sends nothing.' },
          ]}
        />
      </div>
    </FormDialog>
  )
}
