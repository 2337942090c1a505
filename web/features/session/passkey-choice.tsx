import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { NextStep } from '#src/modules/accounts/contract.ts'
import { deviceWords } from '#src/modules/accounts/domain/device-words.ts'
import { PasskeyCreationOptions, PasskeyRequestOptions, type AskForPasskey } from '#src/modules/accounts/passkeys/contract.ts'
import { api } from '../../app/api.ts'
import { sentenceOf } from '../../ui/error-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { askForPasskey, createPasskey, passkeysPossible } from '../../ui/passkeys.ts'

const words = { alone: 'Sign in with a passkey', second_factor: 'Use your passkey' }

/**
 * Instead of the password ("alone"), or after it. Nothing where the browser knows no passkeys. Not "alone" where one signs
 * in again over a page: the device may hold another person's.
 */
export function PasskeyChoice({ purpose, onDone }: AskForPasskey & { onDone: () => void }): ReactNode {
  const work = useMutation({
    mutationFn: async () => {
      const options = await api.post('/session/passkey-options', { purpose }, PasskeyRequestOptions, { withoutSession: true })
      await api.post('/session/passkeys', { response: await askForPasskey(options) }, NextStep, { withoutSession: true })
    },
    onSuccess: onDone,
  })
  return <PasskeyButton words={words[purpose]} work={work} />
}

/** At the set-up of the first second factor, instead of an authenticator app. */
export function PasskeySetUp({ onDone }: { onDone: () => void }): ReactNode {
  const work = useMutation({
    mutationFn: async () => {
      const options = await api.post('/session/passkey-set-up/options', undefined, PasskeyCreationOptions, { withoutSession: true })
      await api.post('/session/passkey-set-up', { name: deviceWords(navigator.userAgent), response: await createPasskey(options) }, NextStep, { withoutSession: true })
    },
    onSuccess: onDone,
  })
  return <PasskeyButton words="Use a passkey" work={work} />
}

type Work = { mutate: () => void; isPending: boolean; error: Error | null }

function PasskeyButton({ words: face, work }: { words: string; work: Work }): ReactNode {
  if (!passkeysPossible()) return null
  return (
    <div className="stack">
      {work.error ? <Notice tone="error">{sentenceOf(work.error)}</Notice> : null}
      <button
        type="button"
        className="usa-button usa-button--outline"
        aria-disabled={work.isPending}
        onClick={() => {
          if (!work.isPending) work.mutate()
        }}
      >
        <Icon name="verified_user" />
        {work.isPending ? 'Waiting for your passkey…' : face}
      </button>
    </div>
  )
}
