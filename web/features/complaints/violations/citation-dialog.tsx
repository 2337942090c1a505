import type { ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { Citation, UpdateCitation } from '#src/modules/violations/contract.ts'
import { citationLevels } from '#src/modules/violations/domain/violation-words.ts'
import { stateOptions } from '../../../agency/states.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { CheckField, RadioGroup, SelectField } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { TextField } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { citationsKey } from './violation-queries.ts'
import { levelWords } from './violation-words.ts'

/** Adds a citation to the agency's own list, changes one, retires it or offers it again. */
export function CitationDialog({ citation, ownState, onClose }: { citation: Citation | null; ownState: string | null; onClose: () => void }): ReactNode {
  const form = useContractForm(UpdateCitation, {
    defaultValues: { version: citation?.version ?? 1, level: citation?.level ?? 'state', state: (citation ? citation.state : stateOptions.find(({ value }) => value === ownState)?.value) ?? undefined, code: citation?.code ?? '', title: citation?.title ?? '', law: citation?.law ?? '', retired: citation?.retired ?? false },
  })
  const level = useWatch({ control: form.control, name: 'level' })
  return (
    <FormDialog
      title={citation ? `Update ${citation.code}` : 'Add a citation'}
      submit={citation ? 'Save the citation' : 'Add the citation'}
      keep="Leave it"
      form={form}
      onClose={onClose}
      onSubmit={async ({ version, retired, ...fields }) => {
        if (citation) await api.patch(`/citations/${citation.id}`, { version, retired, ...fields }, Citation)
        else await api.post('/citations', fields, Citation)
        announce(`${fields.code} is saved`)
        onClose()
        await queryClient.invalidateQueries({ queryKey: citationsKey })
      }}
    >
      <RadioGroup form={form} name="level" label="Level" options={citationLevels.map((value) => ({ value, label: levelWords[value] }))} />
      {level === 'state' ? <SelectField form={form} name="state" label="State" options={stateOptions} /> : null}
      <TextField form={form} name="code" label="Citation" hint="As it is written, such as ORC 1322.40" />
      <TextField form={form} name="title" label="What it is about" />
      <TextField form={form} name="law" label="Law" hint="With the names by which people search for it" optional />
      {citation ? <CheckField form={form} name="retired" label="Retired" hint="No longer offered; stays readable where it was cited" /> : null}
    </FormDialog>
  )
}
