import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ChangeAgencyPoc, ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { colleaguesQuery, complaintQuery, refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { RadioGroup } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Skeleton } from '../../../ui/loading.tsx'

/** Names another Agency POC, each candidate with the open complaints that they have already. */
export function PocDialog({ record, onClose }: { record: ComplaintRecord; onClose: () => void }): ReactNode {
  return (
    <ChoosePoc
      record={record}
      onClose={onClose}
      title="Change the Agency POC"
      submit="Make this person POC"
      save={(userId) => api.post(`/complaints/${record.id}/agency-pocs`, { version: record.version, userId }, ComplaintRecord)}
      done={(next) => `${next.agencyPoc?.name ?? 'The new POC'} is Agency POC`}
    />
  )
}

/** Preliminary review is done: the complaint proceeds to whom the reviewer names. */
export function ReviewDialog({ record, onClose }: { record: ComplaintRecord; onClose: () => void }): ReactNode {
  return (
    <ChoosePoc
      record={record}
      onClose={onClose}
      title="Complete Preliminary Review"
      submit="Proceed to Processing"
      save={(agencyPocId) => api.post(`/complaints/${record.id}/reviews`, { version: record.version, agencyPocId }, ComplaintRecord)}
      done={(next) => `Review completed. ${next.agencyPoc?.name ?? 'The chosen colleague'} is Agency POC`}
    />
  )
}

type Choosing = { record: ComplaintRecord; onClose: () => void; title: string; submit: string; save: (userId: string) => Promise<ComplaintRecord>; done: (next: ComplaintRecord) => string }

function ChoosePoc({ record, onClose, title, submit, save, done }: Choosing): ReactNode {
  const colleagues = useQuery(colleaguesQuery)
  const form = useContractForm(ChangeAgencyPoc, { defaultValues: { version: record.version, userId: record.agencyPoc?.id ?? '' } })
  const candidates = colleagues.data?.items.filter((person) => person.complaintsRole !== 'viewer') ?? []
  const formId = 'choose-poc'
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <SubmitButton form={form} formId={formId}>
            {submit}
          </SubmitButton>
          <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
            Leave it
          </button>
        </>
      }
    >
      {colleagues.error ? <ErrorState error={colleagues.error} retry={colleagues.refetch} /> : null}
      {colleagues.isPending ? <Skeleton lines={4} height={10} /> : null}
      <Form
        form={form}
        id={formId}
        onSubmit={async ({ userId }) => {
          const next = await save(userId)
          queryClient.setQueryData(complaintQuery(record.id).queryKey, next)
          announce(done(next))
          onClose()
          await Promise.all([refreshComplaint(record.id), queryClient.invalidateQueries({ queryKey: colleaguesQuery.queryKey })])
        }}
      >
        <RadioGroup
          form={form}
          name="userId"
          label={`Who handles ${record.number}?`}
          options={candidates.map(({ id, name, title: position, openComplaints }) => ({ value: id, label: name, hint: [position, `${String(openComplaints)} open ${openComplaints === 1 ? 'complaint' : 'complaints'}`].filter(Boolean).join(' · ') }))}
        />
      </Form>
    </Dialog>
  )
}
