import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { Letter } from '#src/modules/letters/contract.ts'
import { letterSides } from '#src/modules/letters/domain/letter-lifecycle.ts'
import { letterKindsOf, letterKindWords } from '#src/modules/letters/domain/merge-fields.ts'
import { complaintQuery, refreshComplaint } from '../../../agency/queries.ts'
import { contentOf } from '../../../agency/document-table.tsx'
import { api } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { StaticTable } from '../../../ui/data-table.tsx'
import { SelectField } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { formatDate, formatMoment } from '../../../ui/format-date.ts'
import { Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { LetterTag } from './letter-tag.tsx'
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
  column.display({ id: 'status', header: 'Status', meta: { card: 'tag', nowrap: true }, cell: ({ row: { original: letter } }) => <LetterTag letter={letter} /> }),
  column.display({ id: 'when', header: 'Last change', meta: { card: 'more' }, cell: ({ row: { original: letter } }) => <When letter={letter} /> }),
  column.display({ id: 'pdf', header: 'PDF', meta: { card: 'action', nowrap: true, align: 'end' }, cell: ({ row: { original: letter } }) => <PdfLink letter={letter} /> }),
])

/** The letters to the company and to the complainant: what was issued, drafts, and a new one from a template. */
export function LettersTab(): ReactNode {
  const { id } = route.useParams()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const { data: letters } = useSuspenseQuery(lettersQuery(id))
  const isRestricted = record.detail?.complainant?.restricted === true
  const toCompany = letters.items.filter((letter) => letter.side === 'company')
  const toComplainant = letters.items.filter((letter) => letter.side === 'complainant')
  return (
    <div className="stack stack--wide">
      <Section title="Letters to the company" count={toCompany.length} hint={<AudienceHint who={isRestricted ? 'own' : 'shared'}>Your agency{isRestricted ? ', as the complainant’s details are restricted' : ' and agencies with access'}. The company sees a letter once it is issued, never a draft.</AudienceHint>}>
        <StaticTable caption="Letters to the company" columns={columns} rows={toCompany} rowId={(letter) => letter.id} empty="No letter yet." />
      </Section>
      <Section
        title="Letters to the complainant"
        count={toComplainant.length}
        hint={<AudienceHint who={isRestricted ? 'own' : 'hidden'}>{isRestricted ? 'Only your agency: the complainant’s details are restricted.' : 'Your agency and agencies with access. Never the company.'}</AudienceHint>}
      >
        <StaticTable caption="Letters to the complainant" columns={columns} rows={toComplainant} rowId={(letter) => letter.id} empty="No letter yet." />
      </Section>
      {letters.can.includes('letter.write') ? <NewLetter complaintId={id} hasCompany={Boolean(record.subject?.companyId)} isClosed={record.status === 'closed'} /> : null}
    </div>
  )
}

const Choice = z.object({ templateId: z.string().min(1, 'Choose to whom you write, and from which template.') })
const toWords = { company: 'To the company', complainant: 'To the complainant' } as const

function NewLetter({ complaintId, hasCompany, isClosed }: { complaintId: string; hasCompany: boolean; isClosed: boolean }): ReactNode {
  const navigate = useNavigate()
  const templates = useQuery(templatesQuery)
  const form = useContractForm(Choice, { defaultValues: { templateId: '' } })
  const usable = (templates.data?.items ?? []).filter((template) => !template.retired)
  const sides = letterSides.filter((side) => side !== 'company' || hasCompany).toReversed()
  const options = sides.flatMap((side) => [
    ...letterKindsOf(side)
      .map((kind) => ({ label: `${toWords[side]}: ${letterKindWords[kind].toLowerCase()}`, options: usable.filter((template) => template.side === side && template.kind === kind).map((template) => ({ value: template.id, label: template.name })) }))
      .filter((group) => group.options.length > 0),
    { label: `${toWords[side]}: without a template`, options: [{ value: side, label: `An empty letter to the ${side}` }] },
  ])

  async function begin({ templateId }: { templateId: string }) {
    const letter = await api.post(`/complaints/${complaintId}/letters`, templateId === 'company' || templateId === 'complainant' ? { side: templateId } : { templateId }, Letter)
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
          <SelectField form={form} name="templateId" label="Letter" options={options} hint="A template’s fields are filled in from this complaint. You can change every word before the letter is issued." className="two-thirds" />
        </div>
        <div className="row">
          <SubmitButton form={form}>Begin the letter</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}

function When({ letter }: { letter: Letter }): ReactNode {
  const { timeZone, today } = useSession()
  const { toCompany } = letter
  if (!letter.issuedAt) return <span className="two-lines">{formatMoment(letter.updatedAt, timeZone)}<small>Begun by {letter.createdBy.name}</small></span>
  if (toCompany)
    return (
      <span className="two-lines">
        {`Issued ${formatMoment(letter.issuedAt, timeZone)}`}
        <small>{toCompany.withdrawn ? `Withdrawn ${formatMoment(toCompany.withdrawn.at, timeZone)}` : toCompany.acknowledged ? `Acknowledged by ${toCompany.acknowledged.by.name}` : `Acknowledgment due ${toCompany.dueOn ? formatDate(toCompany.dueOn, 'weekday', today) : ''}`}</small>
      </span>
    )
  return (
    <span className="two-lines">
      {formatMoment(letter.issuedAt, timeZone)}
      <small>{`${letter.issuedBy?.name ?? ''}, ${letter.sentVia === 'mail' ? 'by post' : 'by e-mail'}`}</small>
    </span>
  )
}

export function PdfLink({ letter }: { letter: Letter }): ReactNode {
  const { document } = letter
  if (!letter.issuedAt) return <span className="muted">When issued</span>
  if (!document) return <span className="muted">Being made…</span>
  if (!document.canOpen) return <span className="muted">Being checked…</span>
  return (
    <a href={contentOf(document)} download={document.name} aria-label={`Save PDF of ${letter.subject}`}>
      Save PDF
    </a>
  )
}
