import type { ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { relatedKinds, RelatedList, type AddRelated, type RelatedKind } from '#src/modules/complaints/related-contract.ts'
import { complaintQuery, findSubjects } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { SelectField } from '../../../ui/form/choice-fields.tsx'
import { ComboField } from '../../../ui/form/combo-field.tsx'
import { useContractForm, type ContractForm } from '../../../ui/form/contract-form.ts'
import { TextField } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { RelatedForm, type RelatedInput } from './related-form.ts'
import { relatedQuery } from './related-query.ts'
import { relatedWords } from './related-words.ts'

const kinds = relatedKinds.map((value) => ({ value, label: relatedWords[value] }))

/** Relates a record of any kind: by the ID that people know, or by its name. */
export function AddRelatedDialog({ complaintId, onClose }: { complaintId: string; onClose: () => void }): ReactNode {
  const form = useContractForm(RelatedForm, { defaultValues: { kind: 'complaint', reference: '', nmlsId: '', name: '', address: '', contact: '' } })
  const kind = useWatch({ control: form.control, name: 'kind' })
  return (
    <FormDialog
      title="Relate a record"
      submit="Relate it"
      keep="Leave it"
      form={form}
      onClose={onClose}
      onSubmit={async (input) => {
        const next = await api.post(`/complaints/${complaintId}/related-records`, input, RelatedList)
        queryClient.setQueryData(relatedQuery(complaintId).queryKey, next)
        announce(`${relatedWords[input.kind]} related`)
        onClose()
        await queryClient.invalidateQueries({ queryKey: complaintQuery(complaintId).queryKey })
      }}
    >
      <SelectField form={form} name="kind" label="What is related?" options={kinds} />
      {/* The list's first entry is none of the kinds. */}
      {relatedKinds.includes(kind) ? <Fields form={form} kind={kind} key={kind} /> : null}
    </FormDialog>
  )
}

const references: Record<Exclude<RelatedKind, 'company' | 'individual' | 'agent_location'>, { label: string; hint: string }> = {
  activity: { label: 'ID of the supervisory activity', hint: 'Such as SA-000078.' },
  complaint: { label: 'Complaint ID', hint: 'Such as C-001234. The relation stands at both complaints.' },
  entity: { label: 'Entity Tracking Number', hint: 'Such as ETN-000012.' },
}

function Fields({ form, kind }: { form: ContractForm<RelatedInput, AddRelated>; kind: RelatedKind }): ReactNode {
  switch (kind) {
    case 'company':
      return (
        <ComboField
          form={form}
          name="reference"
          label="Company"
          hint="Type an SES ID, an NMLS ID or a name, and choose."
          placeholder="ID or name"
          none="Nothing was found. Check the ID, or type the beginning of the name."
          search={async (words, signal) =>
            (await findSubjects(words, signal)).flatMap((match) =>
              match.kind === 'company' && match.sesId ? [{ value: match.sesId, label: match.name, detail: [match.sesId, match.nmlsId ? `NMLS ${match.nmlsId}` : null, match.place].filter(Boolean).join(' · ') }] : [],
            )
          }
        />
      )
    case 'individual':
      return (
        <>
          <TextField form={form} name="nmlsId" label="NMLS ID" inputMode="numeric" autoComplete="off" hint="If it is known." optional />
          <TextField form={form} name="name" label="First and last name" autoComplete="off" hint="Required where the NMLS ID is not known." optional />
        </>
      )
    case 'agent_location':
      return (
        <>
          <TextField form={form} name="name" label="Agent’s name" autoComplete="off" />
          <TextField form={form} name="address" label="Address" autoComplete="off" optional />
          <TextField form={form} name="contact" label="Contact" autoComplete="off" hint="Phone, e-mail, or whom to ask for." optional />
        </>
      )
    default:
      return <TextField form={form} name="reference" label={references[kind].label} hint={references[kind].hint} autoComplete="off" />
  }
}
