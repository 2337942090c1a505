import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { AddTemplate, LetterTemplate } from '#src/modules/letters/contract.ts'
import { letterSides, type LetterSide } from '#src/modules/letters/domain/letter-lifecycle.ts'
import { letterKindsOf, letterKindWords } from '#src/modules/letters/domain/merge-fields.ts'
import { api, ApiProblem } from '../../../app/api.ts'
import { NotFound } from '../../../app/not-found.tsx'
import { queryClient } from '../../../app/query-client.ts'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { SelectField } from '../../../ui/form/choice-fields.tsx'
import { forgetTyped, useContractForm } from '../../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { TextArea, TextField } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { templatesQuery } from './letter-queries.ts'
import { MergeFieldList } from './merge-field-list.tsx'
import { TemplatePreviewPane } from './template-preview.tsx'
import { originWords } from './templates-page.tsx'

const route = getRouteApi('/signed-in/letter-templates/$templateId')
const Texts = AddTemplate.omit({ replaces: true })
const formId = 'letter-template'
const sideWords: Record<LetterSide, string> = { complainant: 'The complainant', company: 'The company' }

export function TemplatePage(): ReactNode {
  const { templateId } = route.useParams()
  const { data } = useSuspenseQuery(templatesQuery)
  const template = data.items.find(({ id }) => id === templateId)
  if (!template && (templateId !== 'new' || !data.canManage)) return <NotFound />
  return <TemplateEditor key={templateId} template={template} canManage={data.canManage} />
}

/** One template: its text, the fields that can be filled in, and beside it how a letter from it reads. */
function TemplateEditor({ template, canManage }: { template: LetterTemplate | undefined; canManage: boolean }): ReactNode {
  const navigate = useNavigate()
  const memoryKey = `letter-template-${template?.id ?? 'new'}`
  const version = useRef(template?.version ?? 0)
  const [stale, setStale] = useState(false)
  const [asking, setAsking] = useState(false)
  const form = useContractForm(Texts, { defaultValues: { side: template?.side ?? 'complainant', kind: template?.kind ?? 'other', name: template?.name ?? '', subject: template?.subject ?? '', body: template?.body ?? '' }, memoryKey })
  const values = useWatch({ control: form.control })
  const side = values.side ?? 'complainant'
  // A kind of the other side falls back.
  const kinds = letterKindsOf(side)
  useEffect(() => {
    if (values.kind !== undefined && !kinds.includes(values.kind)) form.setValue('kind', 'other', { shouldDirty: true })
  }, [form, kinds, values.kind])

  async function save(texts: ReturnType<typeof Texts.parse>) {
    try {
      if (!template) await api.post('/letter-templates', texts, LetterTemplate)
      else if (template.origin === 'shipped') await api.post('/letter-templates', { ...texts, replaces: template.id }, LetterTemplate)
      else await api.put(`/letter-templates/${template.id}`, { ...texts, version: version.current }, LetterTemplate)
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'stale_version') {
        version.current = LetterTemplate.parse(error.current).version
        setStale(true)
      }
      throw error
    }
    await done('The template is saved')
  }

  async function retire(retired: boolean) {
    if (!template) return
    await api.post(`/letter-templates/${template.id}/retirements`, { version: version.current, retired }, LetterTemplate)
    setAsking(false)
    await done(retired ? (template.origin === 'changed' ? 'The shipped text stands again' : 'The template is retired') : 'The template can be used again')
  }

  async function done(words: string) {
    forgetTyped(memoryKey)
    announce(words)
    await queryClient.invalidateQueries({ queryKey: templatesQuery.queryKey })
    await navigate({ to: '/letter-templates' })
  }

  const isCopy = template?.origin === 'changed'
  return (
    <Page
      title={template?.name ?? 'New template'}
      lead={side === 'company' ? 'For letters to companies. Your agency’s counsel reviews the wording before it is used.' : undefined}
      tags={template ? template.retired ? <Tag tone="gray">Retired</Tag> : <span className="muted">{originWords[template.origin]}</span> : undefined}
      breadcrumb={[
        <Link key="list" to="/letter-templates">
          Letter templates
        </Link>,
        template?.name ?? 'New template',
      ]}
      layout="halves"
      foot={
        canManage ? (
          <StickyBar note={<AudienceHint who="own">{template?.origin === 'shipped' ? 'Saved as your agency’s own text. Other agencies keep the shipped one' : 'Only your agency uses it. Letters that were begun stay as they are'}</AudienceHint>}>
            <SubmitButton form={form} formId={formId}>
              {template?.origin === 'shipped' ? 'Save as our text' : 'Save the template'}
            </SubmitButton>
            <Link className="usa-button usa-button--outline" to="/letter-templates">
              Not now
            </Link>
            {template && template.origin !== 'shipped' ? (
              <button type="button" className="usa-button usa-button--quiet" onClick={() => (template.retired ? void retire(false) : setAsking(true))}>
                {template.retired ? 'Use it again' : isCopy ? 'Restore the shipped text' : 'Retire the template'}
              </button>
            ) : null}
          </StickyBar>
        ) : undefined
      }
    >
      <div className="stack">
        {stale ? (
          <Notice tone="warning" title="Somebody else saved this template meanwhile">
            Load the page again to see it. If you save now, what stands here holds.
          </Notice>
        ) : null}
        {canManage ? null : <AudienceHint who="own">Your role reads templates and does not change them.</AudienceHint>}
        <Form form={form} id={formId} label="Template" onSubmit={save}>
          <div className="field-grid">
            <TextField form={form} name="name" label="Name" hint="How your agency finds it; not in the letter." className="two-thirds" readOnly={!canManage} />
            {template ? null : <SelectField form={form} name="side" label="To" hint="It cannot be changed later." options={letterSides.map((one) => ({ value: one, label: sideWords[one] }))} className="third" />}
            <SelectField form={form} name="kind" label="Kind" hint="What the letter is for." options={kinds.map((kind) => ({ value: kind, label: letterKindWords[kind] }))} className="third" />
          </div>
          <TextField form={form} name="subject" label="Subject" readOnly={!canManage} />
          <TextArea form={form} name="body" label="Text" rows={18} max={20_000} hint="Fields in double braces are filled in. Text between {% if agency_phone %} and {% endif %} stands only where the complaint has that field. [Missing: …] marks what is to be written, or taken out, before the letter can be issued." />
        </Form>
        {canManage ? <MergeFieldList form={form} side={side} /> : null}
      </div>
      <TemplatePreviewPane side={side} subject={values.subject ?? ''} body={values.body ?? ''} />
      {asking ? (
        <ConfirmDialog title={isCopy ? 'Restore the shipped text?' : 'Retire this template?'} confirm={isCopy ? 'Restore the shipped text' : 'Retire the template'} onConfirm={() => retire(true)} onClose={() => setAsking(false)}>
          <p>{isCopy ? 'Your agency’s text is no longer offered, and the shipped one stands in its place. Letters stay as they are.' : 'It is no longer offered for new letters. You can take it back at any time.'}</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}
