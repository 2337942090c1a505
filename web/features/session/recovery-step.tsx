import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { RecoveryCodes } from '#src/modules/accounts/own-account-contract.ts'
import { api } from '../../app/api.ts'
import { useConfirmed } from '../../app/confirm.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RecoveryCodeList } from '../../ui/recovery-codes.tsx'

/** Ten codes for the day on which the phone is lost. `left`: those that the account has already, which nobody can show again. */
export function RecoveryStep({ email, left, onDone }: { email: string; left: number; onDone: () => void }): ReactNode {
  const { confirmed, dialog } = useConfirmed()
  const make = useMutation({ mutationFn: () => confirmed(() => api.post('/account/recovery-codes', undefined, RecoveryCodes)) })
  const [stored, setStored] = useState(false)
  const [asked, setAsked] = useState(false)

  return (
    <>
      <h2 tabIndex={-1}>Keep recovery codes</h2>
      <p>If you lose your phone or device, one of these codes lets you in instead of the second factor. Each works once. Keep them where only you find them, not beside your password.</p>
      {make.error ? <Notice tone="error">{sentenceOf(make.error)}</Notice> : null}
      {make.data ? (
        <div className="stack">
          <RecoveryCodeList codes={make.data.codes} email={email} />
          <div className={asked && !stored ? 'field field--error' : 'field'}>
            {asked && !stored ? (
              <span className="field__error" id="stored-error" role="alert">
                Store the codes, then tick this box: they are not shown again.
              </span>
            ) : null}
            <div className="check">
              <input id="stored" type="checkbox" checked={stored} aria-describedby={asked && !stored ? 'stored-error' : undefined} onChange={(event) => setStored(event.target.checked)} />
              <label htmlFor="stored">I have stored them</label>
            </div>
          </div>
          <div>
            <button
              type="button"
              className="usa-button"
              onClick={() => {
                setAsked(true)
                if (stored) onDone()
                else document.getElementById('stored')?.focus()
              }}
            >
              Go on
            </button>
          </div>
        </div>
      ) : (
        <div className="stack">
          {left > 0 ? <p>{`You have ${String(left)} codes that work. If you did not store them, make new ones; the old ones are then void.`}</p> : null}
          <div className="row">
            <button type="button" className={left > 0 ? 'usa-button usa-button--outline' : 'usa-button'} aria-disabled={make.isPending} onClick={() => make.mutate()}>
              {left > 0 ? 'Make new codes' : 'Show my recovery codes'}
            </button>
            {left > 0 ? (
              <button type="button" className="usa-button" onClick={onDone}>
                Go on
              </button>
            ) : null}
          </div>
        </div>
      )}
      {dialog}
    </>
  )
}
