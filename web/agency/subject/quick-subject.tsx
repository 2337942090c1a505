import { useState, type ReactNode } from 'react'
import { z } from 'zod'
import type { FoundSubject } from '#src/modules/complaints/subject-contract.ts'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { announce } from '../../ui/live-region.tsx'
import { findAnySubject } from './subject-queries.ts'
import { SubjectResults } from './subject-results.tsx'

const Quick = z.object({ words: z.string().trim().min(1, 'Enter an ID or a name.').max(200, 'Use at most 200 characters.') })

/** One box for any ID or a name. */
export function QuickSubject({ onChoose, onSearch }: { onChoose: (subject: FoundSubject) => void; onSearch: (name: string) => void }): ReactNode {
  const form = useContractForm(Quick, { defaultValues: { words: '' } })
  const [found, setFound] = useState<{ words: string; items: readonly FoundSubject[] } | null>(null)

  async function find({ words }: { words: string }) {
    const items = await findAnySubject(words)
    setFound({ words, items })
    announce(items.length === 0 ? 'Nothing was found' : `${String(items.length)} found`)
  }

  return (
    <div className="stack">
      <Form form={form} label="Find the subject" onSubmit={find}>
        <div className="field-grid">
          <TextField form={form} name="words" label="ID or name" hint="SES ID, NMLS ID, ETN, license number, or a name: SES-001187, 1904412, Brightwater." className="two-thirds" autoComplete="off" autoFocus />
        </div>
        <div className="row">
          <SubmitButton form={form}>Find</SubmitButton>
        </div>
      </Form>
      {found ? (
        <SubjectResults
          caption={`Found for “${found.words}”, best match first`}
          found={found.items}
          onChoose={onChoose}
          empty={
            <EmptyState
              title={`Nothing was found for “${found.words}”.`}
              action={
                <button type="button" className="usa-button usa-button--outline" onClick={() => onSearch(found.words)}>
                  Search step by step
                </button>
              }
            >
              Check the ID. By location, phone or website it may still be found.
            </EmptyState>
          }
        />
      ) : null}
    </div>
  )
}
