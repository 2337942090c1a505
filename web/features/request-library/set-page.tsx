import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AddRequestSet, RequestSet, type RequestLibrary } from '#src/modules/information-requests/library-contract.ts'
import { requestLibraryQuery } from '../../agency/request-library.ts'
import { api } from '../../app/api.ts'
import { NotFound } from '../../app/not-found.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { TextField } from '../../ui/form/text-fields.tsx'
import { TemplateOrder } from './template-order.tsx'
import { KeptFrame } from './kept-frame.tsx'
import { useKept } from './use-kept.ts'

const route = getRouteApi('/signed-in/request-library/sets/$setId')

export function SetPage(): ReactNode {
  const { setId } = route.useParams()
  const { data } = useSuspenseQuery(requestLibraryQuery)
  const set = data.sets.find(({ id }) => id === setId)
  if (!set && (setId !== 'new' || !data.canManage)) return <NotFound />
  return <Editor key={setId} set={set} library={data} />
}

function Editor({ set, library }: { set: RequestSet | undefined; library: RequestLibrary }): ReactNode {
  const memoryKey = `request-set-${set?.id ?? 'new'}`
  const form = useContractForm(AddRequestSet, { defaultValues: { name: set?.name ?? '', templateIds: set?.templates.map(({ id }) => id) ?? [] }, memoryKey })
  const { stale, keep } = useKept(RequestSet, set?.version ?? 0, memoryKey)
  const save = (input: AddRequestSet) => keep((version) => (set ? api.put(`/request-sets/${set.id}`, { ...input, version }, RequestSet) : api.post('/request-sets', input, RequestSet)), 'The set is saved')
  const retire = (retired: boolean) => keep((version) => api.post(`/request-sets/${set?.id ?? ''}/retirements`, { version, retired }, RequestSet), retired ? 'The set is retired' : 'The set can be used again')
  return (
    <KeptFrame what="set" name={set?.name} retired={set?.retired ?? false} canManage={library.canManage} stale={stale} form={form} onSave={save} onRetire={retire}>
      <TextField form={form} name="name" label="Name" hint="Such as “Mortgage servicing: first request”." className="two-thirds" readOnly={!library.canManage} />
      <TemplateOrder form={form} templates={library.templates} readOnly={!library.canManage} />
    </KeptFrame>
  )
}
