import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AddRequestTemplate, RequestTemplate } from '#src/modules/information-requests/library-contract.ts'
import { requestLibraryQuery } from '../../agency/request-library.ts'
import { api } from '../../app/api.ts'
import { NotFound } from '../../app/not-found.tsx'
import { CheckField } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { TextArea, TextField } from '../../ui/form/text-fields.tsx'
import { KeptFrame } from './kept-frame.tsx'
import { useKept } from './use-kept.ts'

const route = getRouteApi('/signed-in/request-library/templates/$templateId')

export function TemplatePage(): ReactNode {
  const { templateId } = route.useParams()
  const { data } = useSuspenseQuery(requestLibraryQuery)
  const template = data.templates.find(({ id }) => id === templateId)
  if (!template && (templateId !== 'new' || !data.canManage)) return <NotFound />
  return <Editor key={templateId} template={template} canManage={data.canManage} />
}

function Editor({ template, canManage }: { template: RequestTemplate | undefined; canManage: boolean }): ReactNode {
  const memoryKey = `request-template-${template?.id ?? 'new'}`
  const form = useContractForm(AddRequestTemplate, {
    defaultValues: { name: template?.name ?? '', title: template?.title ?? '', description: template?.description ?? '', acknowledgeOnly: template?.acknowledgeOnly ?? false, dueDays: template?.dueDays ?? undefined },
    memoryKey,
  })
  const { stale, keep } = useKept(RequestTemplate, template?.version ?? 0, memoryKey)
  const save = (input: AddRequestTemplate) =>
    keep((version) => (template ? api.put(`/request-templates/${template.id}`, { ...input, version }, RequestTemplate) : api.post('/request-templates', input, RequestTemplate)), 'The template is saved')
  const retire = (retired: boolean) => keep((version) => api.post(`/request-templates/${template?.id ?? ''}/retirements`, { version, retired }, RequestTemplate), retired ? 'The template is retired' : 'The template can be used again')
  return (
    <KeptFrame what="template" name={template?.name} retired={template?.retired ?? false} canManage={canManage} stale={stale} form={form} onSave={save} onRetire={retire}>
      <TextField form={form} name="name" label="Name" hint="How your agency finds it; the company does not see it." className="two-thirds" readOnly={!canManage} />
      <TextField form={form} name="title" label="Title of the request" hint="What the company looks for in its list." className="two-thirds" readOnly={!canManage} />
      <TextArea form={form} name="description" label="What shall the company answer?" hint="Number several questions: 1., 2., 3." max={10_000} rows={12} />
      <TextField form={form} name="dueDays" label="Days for an answer" optional numeric inputMode="numeric" hint="Calendar days, moved to your next working day. Left empty, the date is asked for when you send." className="half" readOnly={!canManage} />
      <CheckField form={form} name="acknowledgeOnly" label="Acknowledge receipt only" hint="The company only confirms that it received the complaint." />
    </KeptFrame>
  )
}
