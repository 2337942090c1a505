import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { CreateEntity, EntityRecord } from '#src/modules/entities/contract.ts'
import { EntityFields, type EntityValues } from '../../agency/subject/entity-fields.tsx'
import { api, ApiProblem } from '../../app/api.ts'
import { forgetTyped, useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { entityQuery, showEntity } from './entity-queries.ts'

const route = getRouteApi('/signed-in/entities/$id/update')
const formId = 'update-entity'

/** The agency that keeps the record changes what is known. */
export function UpdateEntityPage(): ReactNode {
  const { id } = route.useParams()
  const { data: entity } = useSuspenseQuery(entityQuery(id))
  if (!entity.can.includes('update')) return <Navigate to="/entities/$id" params={{ id }} replace />
  return <UpdateForm key={id} entity={entity} />
}

function UpdateForm({ entity }: { entity: EntityRecord }): ReactNode {
  const navigate = useNavigate()
  const params = { id: entity.id }
  const memoryKey = `entity-${entity.id}`
  const [version, setVersion] = useState(entity.version)
  const [theirs, setTheirs] = useState<EntityRecord | null>(null)
  const form = useContractForm(CreateEntity, { defaultValues: valuesOf(entity), memoryKey })

  async function save(input: CreateEntity) {
    try {
      const saved = await api.put(`/entities/${entity.id}`, { version, ...input }, EntityRecord)
      forgetTyped(memoryKey)
      announce('Saved')
      await navigate({ to: '/entities/$id', params })
      await showEntity(saved)
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'stale_version') {
        const current = EntityRecord.parse(error.current)
        setVersion(current.version)
        setTheirs(current)
      }
      throw error
    }
  }

  return (
    <Page
      title={`Update ${entity.etn}`}
      lead={entity.name}
      breadcrumb={[
        <Link key="entities" to="/entities">
          Non-NMLS entities
        </Link>,
        <Link key="record" to="/entities/$id" params={params}>
          {entity.etn}
        </Link>,
        'Update',
      ]}
      foot={
        <StickyBar>
          <SubmitButton form={form} formId={formId}>
            Save
          </SubmitButton>
          <Link className="usa-button usa-button--outline" to="/entities/$id" params={params} onClick={() => forgetTyped(memoryKey)}>
            Discard changes
          </Link>
        </StickyBar>
      }
    >
      <div className="stack">
        {theirs ? (
          <Notice
            tone="warning"
            title="A colleague saved this record meanwhile"
            actions={
              <button
                type="button"
                className="usa-button usa-button--outline"
                onClick={() => {
                  form.reset(valuesOf(theirs))
                  setTheirs(null)
                }}
              >
                Take theirs
              </button>
            }
          >
            {`Theirs differs in: ${differences(form.getValues(), valuesOf(theirs)).join(', ')}. Save again and yours holds.`}
          </Notice>
        ) : null}
        <Form form={form} id={formId} label={`Update ${entity.etn}`} onSubmit={save}>
          <EntityFields form={form} />
        </Form>
      </div>
    </Page>
  )
}

function valuesOf(entity: EntityRecord): EntityValues {
  const { name, otherNames, businessType, street, city, state, zip, phone, email, website, people, description } = entity
  const known = CreateEntity.shape.businessType.safeParse(businessType)
  return { name, otherNames, businessType: known.success && known.data ? known.data : '', street, city, state: state ?? '', zip, phone, email, website, people, description }
}

const labels: readonly { name: keyof EntityValues; label: string }[] = [
  { name: 'name', label: 'name' }, { name: 'otherNames', label: 'other names' }, { name: 'businessType', label: 'business type' }, { name: 'street', label: 'street' }, { name: 'city', label: 'city' },
  { name: 'state', label: 'state' }, { name: 'zip', label: 'ZIP' }, { name: 'phone', label: 'phone' }, { name: 'email', label: 'e-mail' }, { name: 'website', label: 'website' },
  { name: 'people', label: 'people' }, { name: 'description', label: 'what is known' },
]

function differences(mine: EntityValues, theirs: EntityValues): string[] {
  return labels.filter(({ name }) => (mine[name] ?? '') !== (theirs[name] ?? '')).map(({ name, label }) => `${label} (“${theirs[name] ?? ''}”)`)
}
