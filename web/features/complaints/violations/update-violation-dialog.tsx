import { useState, type ReactNode } from 'react'
import { AllegedViolation, UpdateViolation } from '#src/modules/violations/contract.ts'
import { standings } from '#src/modules/violations/domain/violation-words.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { api, ApiProblem } from '../../../app/api.ts'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { RadioGroup } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { CitationFields } from './citation-fields.tsx'
import { standingWords } from './violation-words.ts'

export function UpdateViolationDialog({ violation, onClose }: { violation: AllegedViolation; onClose: () => void }): ReactNode {
  const { id, complaintId, version, description, citationId, citation, level, standing } = violation
  const [theirs, setTheirs] = useState<AllegedViolation | null>(null)
  const isListed = citationId !== null
  const form = useContractForm(UpdateViolation, { defaultValues: { version, description, citationId: citationId ?? undefined, citation: isListed ? '' : citation, level: isListed ? undefined : (level ?? undefined), standing } })
  return (
    <FormDialog
      title="Update the alleged violation"
      submit={theirs ? 'Save mine over it' : 'Save Alleged Violation'}
      keep={theirs ? 'Leave what is there' : 'Leave it'}
      form={form}
      onClose={onClose}
      onSubmit={async (input) => {
        try {
          await api.patch(`/alleged-violations/${id}`, input, AllegedViolation)
        } catch (error) {
          const current = error instanceof ApiProblem && error.code === 'stale_version' ? AllegedViolation.safeParse(error.current) : null
          if (current?.success) {
            setTheirs(current.data)
            form.setValue('version', current.data.version)
          }
          throw error
        }
        announce('The alleged violation is updated')
        onClose()
        await refreshComplaint(complaintId)
      }}
    >
      {theirs ? (
        <Notice tone="warning" title={`What ${theirs.updatedBy?.name ?? 'somebody else'} wrote meanwhile`}>
          <p>{[standingWords[theirs.standing], theirs.citation].filter(Boolean).join(' · ')}</p>
          <p className="prose">{theirs.description}</p>
        </Notice>
      ) : null}
      <RadioGroup form={form} name="standing" label="How it stands" options={standings.map((value) => ({ value, label: standingWords[value] }))} />
      <TextArea form={form} name="description" label="Description" max={10_000} rows={5} />
      <CitationFields form={form} names={{ citationId: 'citationId', citation: 'citation', level: 'level' }} chosen={isListed ? citation : ''} typed={!isListed && citation !== ''} />
    </FormDialog>
  )
}
