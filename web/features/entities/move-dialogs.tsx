import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { EntityRecord, MergeEntity, TurnEntity } from '#src/modules/entities/contract.ts'
import { countWords } from '../../agency/complaint-words.ts'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { FormDialog } from '../../ui/ask-dialog.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { showEntity } from './entity-queries.ts'

type Props = { entity: EntityRecord; onClose: () => void }

/** Merge of a duplicate into the record that stays. */
export function MergeDialog({ entity, onClose }: Props): ReactNode {
  const navigate = useNavigate()
  const form = useContractForm(MergeEntity, { defaultValues: { version: entity.version, into: '' } })
  async function merge(input: MergeEntity) {
    const stays = await api.post(`/entities/${entity.id}/merges`, input, EntityRecord)
    await afterMove()
    announce(`${entity.etn} was merged into ${stays.etn}`)
    // The page stays, for the record that stays: the dialog must not ask about that one.
    onClose()
    await navigate({ to: '/entities/$id', params: { id: stays.id } })
    await showEntity(stays)
  }
  return (
    <FormDialog title={`Merge ${entity.etn} into another entity?`} submit={`Merge ${entity.etn}`} keep="Keep it" form={form} onSubmit={merge} onClose={onClose}>
      <Consequences entity={entity}>{`${entity.etn} then leads to the record that stays. This cannot be undone.`}</Consequences>
      <TextField form={form} name="into" label="ETN of the record that stays" hint="Such as ETN-000012. It may be kept by another agency." autoComplete="off" />
    </FormDialog>
  )
}

/** The entity got an NMLS account, or turned out to have one. */
export function TurnDialog({ entity, onClose }: Props): ReactNode {
  const navigate = useNavigate()
  const form = useContractForm(TurnEntity, { defaultValues: { version: entity.version, company: '' } })
  async function turn(input: TurnEntity) {
    const { companyId } = await api.post(`/entities/${entity.id}/companies`, input, z.object({ companyId: z.string() }))
    await afterMove()
    announce(`${entity.etn} became a company`)
    onClose()
    await navigate({ to: '/companies/$id', params: { id: companyId } })
  }
  return (
    <FormDialog title={`Turn ${entity.etn} into a company?`} submit="Turn into a company" keep="Keep it" form={form} onSubmit={turn} onClose={onClose}>
      <Consequences entity={entity}>They can then take information requests. This cannot be undone.</Consequences>
      <TextField form={form} name="company" label="SES ID of the company" hint="Such as SES-001187. Look it up under Companies." autoComplete="off" />
      <p>
        Not there? <Link to="/company-account-requests/new">Request a company account</Link> first, and come back when it is approved.
      </p>
    </FormDialog>
  )
}

function Consequences({ entity, children }: { entity: EntityRecord; children: ReactNode }): ReactNode {
  return (
    <Notice tone="warning" title="The complaints of all agencies go along">
      {`${countWords(entity.openComplaints)} open, the closed ones and drafts too. Each agency reads it in the history of its complaint. `}
      {children}
    </Notice>
  )
}

/** Complaints have another subject now. */
async function afterMove(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ['complaints'] }), queryClient.invalidateQueries({ queryKey: ['complaint-lists'] }), queryClient.invalidateQueries({ queryKey: ['entity-lists'] }), queryClient.invalidateQueries({ queryKey: ['companies'] })])
}
