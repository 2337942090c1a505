import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { MadeApiToken, MakeApiToken, type OwnApiTokens } from '#src/modules/integrations/contract.ts'
import { proposedDays } from '#src/modules/integrations/domain/tokens.ts'
import { addresses } from '../../app/addresses.ts'
import { api } from '../../app/api.ts'
import { useConfirmed, type Confirmed } from '../../app/confirm.tsx'
import { useMay, useSession } from '../../app/session.tsx'
import { FormDialog } from '../../ui/ask-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { CheckGroup } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { TextField } from '../../ui/form/text-fields.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { ownTokensQuery } from './integration-queries.ts'
import { ShownOnce } from './shown-once.tsx'
import { TokenTable } from './token-table.tsx'

type Open = { act: 'make' } | { act: 'shown'; token: string } | null

/** One's own tokens for the API. */
export function OwnTokensPage(): ReactNode {
  const session = useSession()
  const manages = useMay('integration.manage')
  const query = useQuery(ownTokensQuery)
  const client = useQueryClient()
  const { confirmed, dialog } = useConfirmed()
  const [open, setOpen] = useState<Open>(null)
  const refresh = () => client.invalidateQueries({ queryKey: ownTokensQuery.queryKey })
  const working = query.data?.items.filter(({ state }) => state === 'active').length ?? 0
  return (
    <Page
      title="API tokens"
      roomy={session.kind === 'company'}
      lead={query.data && query.data.items.length > 0 ? `${String(working)} active` : undefined}
      breadcrumb={[<Link key="account" to={addresses.account}>Your account</Link>, 'API tokens']}
      actions={
        query.data && query.data.scopes.length > 0 && working < query.data.most ? (
          <button type="button" className="usa-button" onClick={() => setOpen({ act: 'make' })}>
            <Icon name="add" />
            Make a token
          </button>
        ) : undefined
      }
      aside={<HowToUse manages={manages} />}
    >
      <Section title="Your tokens" hint={<p className="muted">With a token a program of your organization acts in your name: never more than you may do yourself at that moment, and only what the token was made for. The history of a record says so.</p>}>
        {query.error && !query.data ? <ErrorState error={query.error} retry={query.refetch} title="Your tokens could not be loaded" /> : null}
        {query.isPending ? <Skeleton lines={3} height={48} label="Loading your tokens" /> : null}
        {query.data ? <TokenTable items={query.data.items} path="/account/api-tokens" owners={false} onRevoked={refresh} empty={<EmptyState title="You have no token.">{query.data.scopes.length > 0 ? 'Make one for the system that shall follow or answer requests.' : 'Your role has no access to complaints, so that a program could do nothing in your name.'}</EmptyState>} /> : null}
        {query.data && working >= query.data.most ? <p className="muted">You have {query.data.most} tokens. Revoke one that is not used any more to make another.</p> : null}
      </Section>
      {open?.act === 'make' && query.data ? (
        <MakeToken
          scopes={query.data.scopes}
          confirmed={confirmed}
          onClose={() => setOpen(null)}
          onMade={(token) => {
            setOpen({ act: 'shown', token })
            void refresh()
          }}
        />
      ) : null}
      {open?.act === 'shown' ? (
        <ShownOnce title="Store this token now" what="token" secret={open.token} onClose={() => setOpen(null)}>
          Whoever has it can act in your name. Keep it where your system keeps its secrets, never in a mail or a document.
        </ShownOnce>
      ) : null}
      {dialog}
    </Page>
  )
}

function HowToUse({ manages }: { manages: boolean }): ReactNode {
  return (
    <section className="stack stack--tight">
      <h2 className="aside-title">How a program uses it</h2>
      <p className="small">
        It sends the token with each request: <span className="mono wrap-anywhere">Authorization: Bearer ses_…</span>
      </p>
      <p className="small">
        <a href="/api/docs">Description of the API</a>
      </p>
      <p className="muted small">A token ends when it expires or is revoked, and with your account. At most 600 requests a minute.</p>
      {manages ? (
        <p className="small">
          <Link to="/integrations">All tokens and webhooks of your organization</Link>
        </p>
      ) : null}
    </section>
  )
}

function MakeToken({ scopes, confirmed, onClose, onMade }: { scopes: OwnApiTokens['scopes']; confirmed: Confirmed; onClose: () => void; onMade: (token: string) => void }): ReactNode {
  const form = useContractForm(MakeApiToken, { defaultValues: { name: '', scopes: [], days: proposedDays } })
  return (
    <FormDialog
      title="Make a token"
      submit="Make the token"
      keep="Make none"
      form={form}
      onClose={onClose}
      onSubmit={async (input) => {
        const { token } = await confirmed(() => api.post('/account/api-tokens', input, MadeApiToken))
        onMade(token)
      }}
    >
      <TextField form={form} name="name" label="Name" hint="By which you know it again, such as that of your system" autoFocus />
      <CheckGroup form={form} name="scopes" label="What it may be used for" options={scopes.map(({ scope, label, words }) => ({ value: scope, label, hint: words }))} />
      <TextField form={form} name="days" label="Days until it expires" hint="1 to 365" inputMode="numeric" numeric />
    </FormDialog>
  )
}
