import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { RecoveryCodes, type AccountSecurity } from '#src/modules/accounts/own-account-contract.ts'
import { api } from '../../app/api.ts'
import type { Confirmed } from '../../app/confirm.tsx'
import { useSession } from '../../app/session.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { RecoveryCodeList } from '../../ui/recovery-codes.tsx'

const few = 3

export function RecoveryCodesSection({ security, confirmed }: { security: AccountSecurity; confirmed: Confirmed }): ReactNode {
  const session = useSession()
  const client = useQueryClient()
  const make = useMutation({ mutationFn: () => confirmed(() => api.post('/account/recovery-codes', undefined, RecoveryCodes)), onSuccess: () => void client.invalidateQueries({ queryKey: ['account', 'security'] }) })
  const left = security.recoveryCodesLeft
  return (
    <Section
      title="Recovery codes"
      side={
        <button
          type="button"
          className="usa-button usa-button--outline"
          aria-disabled={make.isPending}
          onClick={() => {
            if (!make.isPending) make.mutate()
          }}
        >
          {left === 0 ? 'Make recovery codes' : 'Make new codes'}
        </button>
      }
    >
      {make.error ? <Notice tone="error">{sentenceOf(make.error)}</Notice> : null}
      {left <= few ? (
        <Notice tone="warning">{left === 0 ? 'You have none. Without them a lost phone keeps you out until an Account Administrator helps.' : `Only ${String(left)} left. Make new ones; the old ones are then void.`}</Notice>
      ) : (
        <p>{`${String(left)} left. Each lets you in once instead of the second factor. New ones make the old ones void.`}</p>
      )}
      {make.data ? (
        <Dialog
          wide
          title="Your new recovery codes"
          actions={
            <button type="button" className="usa-button" onClick={() => make.reset()}>
              I have stored them
            </button>
          }
        >
          <p>They are shown this once. Keep them where only you find them, not beside your password.</p>
          <RecoveryCodeList codes={make.data.codes} email={session.user.email} />
        </Dialog>
      ) : null}
    </Section>
  )
}
