import { useQuery } from '@tanstack/react-query'
import { useId, useState, type ChangeEvent, type ReactNode } from 'react'
import { Agreement, type UserRecord } from '#src/modules/users/contract.ts'
import { api, apiPath } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Section } from '../../ui/page.tsx'
import { agreementsQuery, usersKey } from './user-queries.ts'

/** The confidentiality agreement of a third-party user. */
export function Agreements({ user }: { user: UserRecord }): ReactNode {
  const { timeZone } = useSession()
  const list = useQuery(agreementsQuery(user.id))
  return (
    <Section title="Confidentiality agreement" hint={<AudienceHint who="own">Your Account Administrators.</AudienceHint>}>
      {list.error && !list.data ? <ErrorState error={list.error} retry={list.refetch} title="The agreements could not be loaded" /> : null}
      {list.data?.items.length === 0 ? <p className="muted">None was added yet.</p> : null}
      {list.data && list.data.items.length > 0 ? (
        <ul className="held-work">
          {list.data.items.map((one) => (
            <li key={one.id}>
              <a href={apiPath(`/users/${user.id}/confidentiality-agreements/${one.id}/content`)} download>
                {one.name}
              </a>{' '}
              <span className="muted small">
                {Math.ceil(one.size / 1024).toLocaleString('en-US')} KB, added {formatMoment(one.uploadedAt, timeZone)} by {one.uploadedBy}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {user.can.includes('add_agreement') ? <AddAgreement userId={user.id} /> : null}
    </Section>
  )
}

function AddAgreement({ userId }: { userId: string }): ReactNode {
  const id = useId()
  const [state, setState] = useState<{ busy: boolean; problem: string }>({ busy: false, problem: '' })
  async function add(event: ChangeEvent<HTMLInputElement>) {
    const field = event.target
    const file = field.files?.[0]
    if (!file) return
    setState({ busy: true, problem: '' })
    try {
      const agreement = await api.upload(`/users/${userId}/confidentiality-agreements`, file, Agreement)
      announce(`${agreement.name} was added`)
      await queryClient.invalidateQueries({ queryKey: usersKey })
      setState({ busy: false, problem: '' })
    } catch (error) {
      setState({ busy: false, problem: sentenceOf(error) })
    }
    field.value = ''
  }
  return (
    <div className={state.problem ? 'field field--error' : 'field'}>
      <label className="field__label" htmlFor={id}>
        Add a confidentiality agreement
      </label>
      <span className="field__hint" id={`${id}-hint`}>
        One file of at most 10 MB, best a PDF
      </span>
      {state.problem ? (
        <span className="field__error" id={`${id}-error`} role="alert">
          {state.problem}
        </span>
      ) : null}
      <input id={id} type="file" disabled={state.busy} aria-describedby={state.problem ? `${id}-hint ${id}-error` : `${id}-hint`} onChange={(event) => void add(event)} />
      {state.busy ? <span role="status">Adding…</span> : null}
    </div>
  )
}
