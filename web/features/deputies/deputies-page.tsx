import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { z } from 'zod'
import { DeputyList, NameDeputy, type DeputyItem } from '#src/modules/information-requests/deputy-contract.ts'
import { api, ApiProblem, newIdempotencyKey } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { SelectField } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { DateField } from '../../ui/form/text-fields.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Tag } from '../../ui/tag.tsx'
import { deputiesQuery, receivedKey } from '../../company/queries.ts'
import './deputies.scss'

/** Who acts for whom, and naming somebody for days of absence. */
export function DeputiesPage(): ReactNode {
  const query = useQuery(deputiesQuery)
  return (
    <Page title="Deputies" breadcrumb={[<Link to="/received">Complaints</Link>, 'Deputies']} aside={<WhatADeputyDoes />} roomy>
      {query.data ? <Body list={query.data} /> : query.error ? <ErrorState error={query.error} retry={query.refetch} title="The deputies could not be loaded" /> : <Skeleton lines={8} height={32} label="Loading the deputies" />}
    </Page>
  )
}

function WhatADeputyDoes(): ReactNode {
  return (
    <section>
      <h2 className="aside-title">What a deputy does</h2>
      <ul className="bullets">
        <li>Acts as Company POC for all complaints of the colleague who is away: submits answers, sees restricted ones, asks the agency.</li>
        <li>During these days the deputy acts, and the colleague who is away does not. Exactly one person acts at any time.</li>
        <li>Receipts say for whom the deputy submitted.</li>
      </ul>
    </section>
  )
}

function Body({ list }: { list: DeputyList }): ReactNode {
  const now = list.items.filter((item) => item.state === 'acting' || item.state === 'coming')
  const over = list.items.filter((item) => item.state === 'over' || item.state === 'ended')
  return (
    <>
      <Section title="Now and soon">{now.length > 0 ? <Deputies items={now} /> : <EmptyState title="Nobody has a deputy.">Whoever is Company POC acts alone.</EmptyState>}</Section>
      {list.mayNameFor.length > 0 && list.colleagues.length > 1 ? (
        <Section title="Name a deputy" hint={<AudienceHint who="shared">The deputy is told by e-mail. Agencies see who acts on their complaints.</AudienceHint>}>
          <NameForm list={list} />
        </Section>
      ) : (
        <p className="muted">{list.colleagues.length > 1 ? 'An Account Administrator, or the Company POC, names deputies.' : 'A deputy needs the complaints access Manage, which no other colleague has.'}</p>
      )}
      {over.length > 0 ? (
        <Section title="Over" level={2}>
          <Deputies items={over} />
        </Section>
      ) : null}
    </>
  )
}

function Deputies({ items }: { items: readonly DeputyItem[] }): ReactNode {
  const { user, today } = useSession()
  const client = useQueryClient()
  const [ending, setEnding] = useState<DeputyItem | null>(null)
  const nameOf = (person: { id: string; name: string }) => (person.id === user.id ? `${person.name} (you)` : person.name)
  return (
    <>
      <ul className="plain-list stack">
        {items.map((item) => (
          <li key={item.id}>
            <p className="row">
              <strong>
                {nameOf(item.deputy)} for {nameOf(item.user)}
              </strong>
              {item.state === 'acting' ? <Tag tone="green">Acts now</Tag> : item.state === 'coming' ? <Tag tone="blue">From {formatDate(item.from, 'short', today)}</Tag> : <Tag tone="outlined">{item.state === 'ended' ? 'Ended early' : 'Over'}</Tag>}
              {item.canEnd ? (
                <button type="button" className="usa-button usa-button--outline" onClick={() => setEnding(item)}>
                  {item.state === 'acting' ? 'End now' : 'Take back'}
                  <span className="sr-only">{`: ${item.deputy.name} for ${item.user.name}`}</span>
                </button>
              ) : null}
            </p>
            <p className="muted small">
              {formatDate(item.from, 'weekday', today)} to {formatDate(item.until, 'weekday', today)}. Named by {item.namedBy.name}
              {item.endedBy ? `, ended by ${item.endedBy.name}` : ''}.
            </p>
          </li>
        ))}
      </ul>
      {ending ? (
        <ConfirmDialog
          title={ending.state === 'acting' ? `End the days of ${ending.deputy.name} as deputy?` : `Take back ${ending.deputy.name} as deputy?`}
          confirm={ending.state === 'acting' ? 'End now' : 'Take back'}
          onClose={() => setEnding(null)}
          onConfirm={async () => {
            try {
              client.setQueryData(deputiesQuery.queryKey, await api.post(`/deputies/${ending.id}/endings`, { version: ending.version }, DeputyList, { idempotencyKey: newIdempotencyKey() }))
            } catch (problem) {
              if (problem instanceof ApiProblem && problem.status < 500) void client.invalidateQueries({ queryKey: deputiesQuery.queryKey })
              throw problem
            }
            announce('Ended')
            setEnding(null)
            await client.invalidateQueries({ queryKey: receivedKey })
          }}
        >
          {ending.state === 'acting' ? `${ending.user.name} acts as Company POC again at once.` : 'It has not begun, and nothing changes.'}
        </ConfirmDialog>
      ) : null}
    </>
  )
}

/** The contract's own words for an ID would mean nothing to a person who chose nobody. */
const Choice = NameDeputy.extend({
  userId: z.string().min(1, 'Choose who is away.'),
  deputyId: z.string().min(1, 'Choose who acts meanwhile.'),
})

function NameForm({ list }: { list: DeputyList }): ReactNode {
  const { user } = useSession()
  const client = useQueryClient()
  const onlyMe = list.mayNameFor.length === 1 && list.mayNameFor[0]?.id === user.id
  const empty = { userId: onlyMe ? user.id : '', deputyId: '', from: list.today, until: '' }
  const form = useContractForm(Choice, { defaultValues: empty })
  const options = (people: readonly { id: string; name: string }[]) => people.map((person) => ({ value: person.id, label: person.id === user.id ? `${person.name} (you)` : person.name }))
  return (
    <Form
      form={form}
      label="Name a deputy"
      onSubmit={async (input) => {
        client.setQueryData(deputiesQuery.queryKey, await api.post('/deputies', input, DeputyList, { idempotencyKey: newIdempotencyKey() }))
        form.reset(empty)
        announce('The deputy is named and was told')
        await client.invalidateQueries({ queryKey: receivedKey })
      }}
    >
      {onlyMe ? <p>For the days on which you are away.</p> : <SelectField form={form} name="userId" label="Who is away?" options={options(list.mayNameFor)} />}
      <SelectField form={form} name="deputyId" label="Who acts as Company POC meanwhile?" hint="Colleagues with the complaints access Manage" options={options(onlyMe ? list.colleagues.filter((person) => person.id !== user.id) : list.colleagues)} />
      <div className="columns">
        <DateField form={form} name="from" label="First day" hint="Today or later" min={list.today} />
        <DateField form={form} name="until" label="Last day" hint="Included" min={list.today} />
      </div>
      <div className="row">
        <SubmitButton form={form}>Name the deputy</SubmitButton>
      </div>
    </Form>
  )
}
