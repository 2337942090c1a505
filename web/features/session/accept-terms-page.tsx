import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { termsVersion } from '#src/modules/accounts/domain/terms.ts'
import { addresses } from '../../app/addresses.ts'
import { api } from '../../app/api.ts'
import { sessionQuery, signOut, useSession } from '../../app/session.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Steps } from '../../ui/steps.tsx'
import { setUpSteps } from './set-up-labels.ts'
import './sign-in.scss'
import { TermsText } from './terms-text.tsx'

const route = getRouteApi('/signed-in/accept-terms')

/** Before everything else: the terms, and at their end the choice. */
export function AcceptTermsPage(): ReactNode {
  const { setUp } = route.useSearch()
  const session = useSession()
  const client = useQueryClient()
  const { history } = useRouter()
  const accept = useMutation({
    mutationFn: () => api.post('/session/terms', { version: termsVersion }),
    onSuccess: async () => {
      client.removeQueries({ queryKey: sessionQuery.queryKey })
      await client.query(sessionQuery)
      history.replace(addresses.home)
    },
  })
  return (
    <Page
      title="Terms of use"
      lead={session.mustAcceptTerms ? (setUp ? 'Step 4 of 4, the last for your own account. Read them to the end, then go on.' : 'They are new to you or have changed. Read them to the end, then go on.') : 'You have accepted these.'}
      roomy
      narrow
      top={setUp ? <Steps labels={setUpSteps} current={3} /> : undefined}
    >
      <TermsText reader={session.kind === 'company' ? 'company' : 'agency'} support={session.support} />
      {session.mustAcceptTerms ? (
        <div className="stack terms-choice">
          {accept.error ? <Notice tone="error">{sentenceOf(accept.error)}</Notice> : null}
          <div className="row">
            <button
              type="button"
              className="usa-button"
              aria-disabled={accept.isPending}
              onClick={() => {
                if (!accept.isPending) accept.mutate()
              }}
            >
              {accept.isPending ? 'Working…' : 'Accept and go on'}
            </button>
            <button type="button" className="usa-button usa-button--outline" onClick={() => void signOut()}>
              Sign out
            </button>
          </div>
          <p className="muted small">Without accepting them you cannot use the system. You can come back and decide later.</p>
        </div>
      ) : null}
    </Page>
  )
}
