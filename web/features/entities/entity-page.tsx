import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { EntityRecord } from '#src/modules/entities/contract.ts'
import { complaintColumns } from '../../agency/complaint-columns.tsx'
import { countWords } from '../../agency/complaint-words.ts'
import { DiscussionBoard } from '../../agency/discussion/board.tsx'
import { stateName } from '../../agency/states.ts'
import { useLive } from '../../app/live/live.tsx'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { MenuButton } from '../../ui/menu-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Tag } from '../../ui/tag.tsx'
import { ChangeRequests } from './change-requests.tsx'
import { EntityHistory } from './entity-history.tsx'
import { entityComplaintsQuery, entityQuery } from './entity-queries.ts'
import { MergeDialog, TurnDialog } from './move-dialogs.tsx'
import { RequestChangeDialog } from './request-change-dialog.tsx'

const route = getRouteApi('/signed-in/entities/$id')
type DialogName = 'change' | 'merge' | 'turn'

/** A Non-NMLS entity: what is known of it, its complaints at all agencies, what others ask to change. */
export function EntityPage(): ReactNode {
  const { id } = route.useParams()
  useLive('entity', id)
  const { post } = route.useSearch()
  const { data: entity } = useSuspenseQuery(entityQuery(id))
  const [dialog, setDialog] = useState<DialogName | null>(null)
  const close = () => setDialog(null)
  const navigate = useNavigate()
  const newest = () => navigate({ to: '/entities/$id', params: { id }, search: {}, replace: true, resetScroll: false })
  return (
    <Page
      title={`${entity.etn} ${entity.name}`}
      heading={
        <>
          <span className="num">{entity.etn}</span> <span className="light">{entity.name}</span>
        </>
      }
      focusKey={id}
      tags={<Standing entity={entity} />}
      breadcrumb={[
        <Link key="entities" to="/entities">
          Non-NMLS entities
        </Link>,
        entity.etn,
      ]}
      actions={<Actions entity={entity} onDialog={setDialog} />}
      aside={<Aside entity={entity} />}
    >
      <div className="stack stack--wide">
        <MovedTo entity={entity} />
        <Known entity={entity} />
        <ChangeRequests entity={entity} onAsk={() => setDialog('change')} />
        <DiscussionBoard key={id} board={{ kind: 'entities', id }} led={post} onNewest={() => void newest()} />
        <Complaints entity={entity} />
        <EntityHistory id={id} />
      </div>
      {dialog === 'change' ? <RequestChangeDialog entity={entity} onClose={close} /> : null}
      {dialog === 'merge' ? <MergeDialog entity={entity} onClose={close} /> : null}
      {dialog === 'turn' ? <TurnDialog entity={entity} onClose={close} /> : null}
    </Page>
  )
}

function Standing({ entity }: { entity: EntityRecord }): ReactNode {
  if (entity.movedTo) return <Tag tone="gray">{entity.movedTo.kind === 'company' ? 'Became a company' : 'Merged'}</Tag>
  return (
    <Tag tone="violet" icon="help_outline">
      Non-NMLS entity
    </Tag>
  )
}

function Actions({ entity, onDialog }: { entity: EntityRecord; onDialog: (dialog: DialogName) => void }): ReactNode {
  const may = (action: EntityRecord['can'][number]) => entity.can.includes(action)
  const more = [
    may('merge') ? (
      <button key="merge" type="button" onClick={() => onDialog('merge')}>
        Merge into another entity
      </button>
    ) : null,
    may('turn') ? (
      <button key="turn" type="button" onClick={() => onDialog('turn')}>
        Turn into a company
      </button>
    ) : null,
  ].filter(Boolean)
  return (
    <>
      {may('complain') ? (
        <Link className="usa-button" to="/complaints/new" search={{ entityId: entity.id }}>
          Enter complaint
        </Link>
      ) : null}
      {may('update') ? (
        <Link className="usa-button usa-button--outline" to="/entities/$id/update" params={{ id: entity.id }}>
          Update
        </Link>
      ) : null}
      {may('request-change') ? (
        <button type="button" className="usa-button usa-button--outline" onClick={() => onDialog('change')}>
          Request Info Change
        </button>
      ) : null}
      {more.length > 0 ? <MenuButton label="Actions">{more}</MenuButton> : null}
    </>
  )
}

function MovedTo({ entity: { movedTo } }: { entity: EntityRecord }): ReactNode {
  const { timeZone } = useSession()
  if (!movedTo) return null
  const isCompany = movedTo.kind === 'company'
  return (
    <Notice
      tone="info"
      title={isCompany ? `This entity became the company ${movedTo.number} ${movedTo.name}` : `This record was merged into ${movedTo.number} ${movedTo.name}`}
      actions={
        isCompany ? (
          <Link className="usa-button" to="/companies/$id" params={{ id: movedTo.id }}>
            Go to the company
          </Link>
        ) : (
          <Link className="usa-button" to="/entities/$id" params={{ id: movedTo.id }}>
            {`Go to ${movedTo.number}`}
          </Link>
        )
      }
    >
      {`Its complaints went along, those of all agencies. ${[formatMoment(movedTo.at, timeZone), movedTo.by].filter(Boolean).join(', ')}.`}
    </Notice>
  )
}

function Known({ entity }: { entity: EntityRecord }): ReactNode {
  return (
    <Section title="What is known" hint={<AudienceHint who="shared">Complaints users of every agency. No company ever sees it.</AudienceHint>}>
      <Facts
        columns={2}
        items={[
          { label: 'Name', value: entity.name },
          { label: 'Other names', value: <Lines text={entity.otherNames} /> },
          { label: 'Business type', value: entity.businessType ?? <span className="muted">Not known</span> },
          { label: 'Address', value: [entity.street, entity.city, [stateName(entity.state), entity.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ') || <span className="muted">Not known</span> },
          { label: 'Phone', value: entity.phone },
          { label: 'E-mail', value: entity.email },
          // Never a link: nobody should open an unlicensed firm's site by mistake.
          { label: 'Website', value: entity.website },
          { label: 'People', value: <Lines text={entity.people} /> },
        ].filter(({ value }) => value !== '')}
      />
      {entity.description ? <p className="prose">{entity.description}</p> : null}
    </Section>
  )
}

function Lines({ text }: { text: string }): ReactNode {
  const lines = text.split('\n').filter((line) => line.trim())
  return lines.length === 0 ? <span className="muted">None known</span> : lines.join(' · ')
}

function Aside({ entity }: { entity: EntityRecord }): ReactNode {
  const { timeZone } = useSession()
  return (
    <>
      <section>
        <h2 className="aside-title">Record</h2>
        <Facts
          items={[
            { label: 'Kept by', value: entity.agency.name },
            { label: 'Created', value: [formatMoment(entity.createdAt, timeZone), entity.createdBy?.name].filter(Boolean).join(', ') },
            { label: 'Changed', value: entity.updatedAt === entity.createdAt ? null : formatMoment(entity.updatedAt, timeZone) },
            { label: 'Formerly', value: entity.formerly.length > 0 ? <span className="num">{entity.formerly.join(', ')}</span> : null },
            { label: 'Complaints', value: `${countWords(entity.openComplaints)} open at all agencies` },
          ]}
        />
      </section>
      <section>
        <h2 className="aside-title">Who can do what</h2>
        <div className="stack stack--tight">
          <AudienceHint who="own">{`${entity.agency.shortName} updates the record, merges it, and turns it into a company.`}</AudienceHint>
          <AudienceHint who="shared">Other agencies enter complaints about it, request changes and post on its board.</AudienceHint>
          <AudienceHint who="hidden">No information request can be sent to it.</AudienceHint>
        </div>
      </section>
    </>
  )
}

function Complaints({ entity }: { entity: EntityRecord }): ReactNode {
  const { today, timeZone } = useSession()
  const list = useInfiniteQuery(entityComplaintsQuery(entity.id, 20))
  return (
    <Section title="Complaints of all agencies" hint={<AudienceHint who="shared">Basic information, as every agency’s complaints users see it. The detail is each agency’s own.</AudienceHint>}>
      <DataTable
        caption={`Complaints about ${entity.name}, newest first`}
        query={list}
        columns={complaintColumns(['id', 'subject', 'status', 'agency', 'received', 'poc'], { today, timeZone, sortable: false, everywhere: true })}
        rowId={(row) => row.id}
        pageSize={20}
        quiet
        empty={<EmptyState title={entity.movedTo ? 'Its complaints went along.' : 'No agency has a complaint about this entity.'} />}
      />
    </Section>
  )
}
