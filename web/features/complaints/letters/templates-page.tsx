import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { LetterTemplate } from '#src/modules/letters/contract.ts'
import { letterKindWords } from '#src/modules/letters/domain/merge-fields.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { StaticTable } from '../../../ui/data-table.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Page, Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { Tag } from '../../../ui/tag.tsx'
import { templatesQuery } from './letter-queries.ts'

const column = columnsFor<LetterTemplate>()
export const originWords: Record<LetterTemplate['origin'], string> = { shipped: 'Shipped', changed: 'Your agency’s text of a shipped one', own: 'Your agency’s own' }

const columns = column.columns([
  column.display({
    id: 'name',
    header: 'Template',
    meta: { card: 'title' },
    cell: ({ row: { original: template } }) => (
      <span className="two-lines">
        <Link data-row-link to="/letter-templates/$templateId" params={{ templateId: template.id }}>
          {template.name}
        </Link>
        <small>{template.subject}</small>
      </span>
    ),
  }),
  column.display({ id: 'kind', header: 'Kind', meta: { card: 'more', nowrap: true }, cell: ({ row }) => letterKindWords[row.original.kind] }),
  column.display({ id: 'side', header: 'To', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.side === 'company' ? 'The company' : 'The complainant') }),
  column.display({ id: 'origin', header: 'Whose', meta: { card: 'tag' }, cell: ({ row: { original: template } }) => (template.retired ? <Tag tone="gray">Retired</Tag> : originWords[template.origin]) }),
  column.display({ id: 'changed', header: 'Changed', meta: { card: 'more' }, cell: ({ row }) => <Changed template={row.original} /> }),
])

/** What the agency writes its letters from. */
export function TemplatesPage(): ReactNode {
  const { data } = useSuspenseQuery(templatesQuery)
  return (
    <Page
      title="Letter templates"
      lead="For letters to companies and complainants"
      breadcrumb={[
        <Link key="list" to="/complaints">
          Complaints
        </Link>,
        'Letter templates',
      ]}
      actions={
        data.canManage ? (
          <Link className="usa-button" to="/letter-templates/$templateId" params={{ templateId: 'new' }}>
            Add a template
          </Link>
        ) : null
      }
    >
      <Section title="Templates" count={data.items.length} hint={<AudienceHint who="own">Your agency’s own texts are seen by your agency only.</AudienceHint>}>
        <StaticTable caption="Letter templates" columns={columns} rows={data.items} rowId={(template) => template.id} empty="No template yet." />
      </Section>
    </Page>
  )
}

function Changed({ template }: { template: LetterTemplate }): ReactNode {
  const { timeZone } = useSession()
  if (!template.updatedBy) return <span className="muted">With the system</span>
  return (
    <span className="two-lines">
      {formatDate(todayIn(timeZone, template.updatedAt))}
      <small>{template.updatedBy.name}</small>
    </span>
  )
}
