import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { Letter } from '#src/modules/letters/contract.ts'
import { letterKinds, letterKindWords } from '#src/modules/letters/domain/merge-fields.ts'
import { complaintQuery, refreshComplaint } from '../../../agency/queries.ts'
import { contentOf } from '../../../agency/document-table.tsx'
import { api } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { StaticTable } from '../../../ui/data-table.tsx'
import { SelectField } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { Tag } from '../../../ui/tag.tsx'
import { lettersQuery, templatesQuery } from './letter-queries.ts'

const route = getRouteApi('/signed-in/complaints/$id')
const column = columnsFor<Letter>()

const columns = column.columns([
  column.display({
    id: 'subject',
    header: 'Letter',
    meta: { card: 'title' },
    cell: ({ row: { original: letter } }) => (
      <span className="two-lines">
        <Link data-row-link to="/complaints/$id/letters/$letterId" params={{ id: letter.complaintId, letterId: letter.id }}>
          {letter.subject}
        </Link>
        <small>{letterKindWords[letter.kind]}</small>
      </span>
    ),
  }),
  column.display({ id: 'status', header: 'Status', meta: { card: 'tag', nowrap: true }, cell: ({ row: { original: letter } }) => (letter.status === 'draft' ? <Tag tone="dashed">Draft</Tag> : <Tag tone="green">Issued</Tag>) }),
  column.display({ id: 'when', header: 'Last change', meta: { card: 'more' }, cell: ({ row: { original: letter } }) => <When letter={letter} /> }),
  column.display({ id: 'pdf', header: 'PDF', meta: { card: 'action', nowrap: true, align: 'end' }, cell: ({ row: { original: letter } }) => <PdfLink letter={letter} /> }),
])

/** The letters to the complainant: what was issued, drafts, and a new one from a template. */
export function LettersTab(): ReactNode {
  const { id } = route.useParams()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const { data: letters } = useSuspenseQuery(lettersQuery(id))
  const isRestricted = record.detail?.complainant?.restricted === true
  return (
    <div className="stack stack--wide">
      <Section
        title="Letters to the complainant"
        count={letters.items.length}
        hint={<AudienceHint who={isRestricted ? 'own' : 'hidden'}>{isRestricted ? 'Only your agency: the complainant’s details are restricted.' : 'Your agency and agencies with access. Never the company.'}</AudienceHint>}
      >
        <StaticTable caption="Letters to the complainant" columns={columns} rows={letters.items} rowId={(letter) => letter.id} empty="No letter yet." />
      </Section>
      {letters.can.includes('letter.write') ? <NewLetter complaintId={id} isClosed={record.status === 'closed'} /> : null}
    </div>
  )
}

const Choice = z.object({ templateId: z.string() })

function NewLetter({ complaintId, isClosed }: { complaintId: string; isClosed: boolean }): ReactNode {
  const navigate = useNavigate()
  const templates = useQuery(templatesQuery)
  const form = useContractForm(Choice, { defaultValues: { templateId: '' } })
  const usable = (templates.data?.items ?? []).filter((template) => !template.retired)
  const options = letterKinds
    .map((kind) => ({ label: letterKindWords[kind], options: usable.filter((template) => template.kind === kind).map((template) => ({ value: template.id, label: template.name })) }))
    .filter((group) => group.options.length > 0)

  async function begin({ templateId }: { templateId: string }) {
    const letter = await api.post(`/complaints/${complaintId}/letters`, templateId === '' ? {} : { templateId }, Letter)
    await refreshComplaint(complaintId)
    await navigate({ to: '/complaints/$id/letters/$letterId', params: { id: complaintId, letterId: letter.id } })
  }

  return (
    <Section
      title="Write a letter"
      side={
        <Link to="/letter-templates">{templates.data?.canManage ? 'Edit templates' : 'See templates'}</Link>
      }
      lead={isClosed ? 'To tell the outcome' : undefined}
    >
      <Form form={form} label="Write a letter" onSubmit={begin}>
        <div className="field-grid">
          <SelectField form={form} name="templateId" label="Template" optional options={options} choose="An empty letter" hint="Its fields are filled in from this complaint. You can change every word before it is issued." className="two-thirds" />
        </div>
        <div className="row">
          <SubmitButton form={form}>Begin the letter</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}

function When({ letter }: { letter: Letter }): ReactNode {
  const { timeZone } = useSession()
  if (letter.status === 'draft' || !letter.issuedAt) return <span className="two-lines">{formatMoment(letter.updatedAt, timeZone)}<small>Begun by {letter.createdBy.name}</small></span>
  return (
    <span className="two-lines">
      {formatMoment(letter.issuedAt, timeZone)}
      <small>{`${letter.issuedBy?.name ?? ''}, ${letter.sentVia === 'mail' ? 'by post' : 'by e-mail'}`}</small>
    </span>
  )
}

export function PdfLink({ letter }: { letter: Letter }): ReactNode {
  const { document } = letter
  if (letter.status === 'draft') return <span className="muted">When issued</span>
  if (!document) return <span className="muted">Being made…</span>
  if (!document.canOpen) return <span className="muted">Being checked…</span>
  return (
    <a href={contentOf(document)} download={document.name} aria-label={`Save PDF of ${letter.subject}`}>
      Save PDF
    </a>
  )
}
