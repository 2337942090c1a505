import type { ReactNode } from 'react'
import { EntityRecord, RequestChange } from '#src/modules/entities/contract.ts'
import { api } from '../../app/api.ts'
import { FormDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { TextArea } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { showEntity } from './entity-queries.ts'

/** Request Info Change: to the agency that keeps the record. */
export function RequestChangeDialog({ entity, onClose }: { entity: EntityRecord; onClose: () => void }): ReactNode {
  const form = useContractForm(RequestChange, { defaultValues: { wish: '' } })
  async function ask(input: RequestChange) {
    await showEntity(await api.post(`/entities/${entity.id}/change-requests`, input, EntityRecord))
    announce('The request was sent')
    onClose()
  }
  return (
    <FormDialog title={`Request a change of ${entity.etn}`} submit="Request Info Change" keep="Not now" form={form} onSubmit={ask} onClose={onClose}>
      <AudienceHint who="sent">{`${entity.agency.name} is told and decides. Every agency can read the request.`}</AudienceHint>
      <TextArea form={form} name="wish" label="What should be changed, and how you know" max={4_000} rows={5} />
    </FormDialog>
  )
}
