import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { trainingAccountsQuery, type TrainingAccount } from './training-accounts-query.ts'

const shownOfEach = 4

/** The practice accounts, grouped by organisation. "Use" fills both steps of the sign-in. */
export function TrainingPanel({ used, onUse }: { used: string | undefined; onUse: (account: TrainingAccount) => void }): ReactNode {
  const { data } = useQuery(trainingAccountsQuery)
  const [all, setAll] = useState(false)
  const accounts = data ?? []
  const first = firstOnes(accounts)
  const shown = all ? accounts : first
  const passwords = new Set(accounts.map((account) => account.password))

  return (
    <section className="training-panel" aria-labelledby="training-title">
      <div className="training-panel__head">
        <Icon name="school" size={1.375} />
        <div>
          <h2 id="training-title">Training accounts</h2>
          <p>
            For practice only.{' '}
            {passwords.size === 1 ? (
              <>
                Every password is <strong className="mono nowrap">{[...passwords][0]}</strong>{' '}
              </>
            ) : null}
            Codes change every 30 seconds; “Use” fills both in.
          </p>
        </div>
      </div>
      {data ? <AccountTable accounts={shown} used={used} onUse={onUse} /> : <Skeleton lines={16} height={36} label="Loading the training accounts" />}
      {accounts.length > first.length ? (
        <button type="button" className="link-button small" onClick={() => setAll(!all)}>
          {all ? `First ${String(first.length)} accounts` : `All ${String(accounts.length)} accounts`}
        </button>
      ) : null}
    </section>
  )
}

/** A case needs both sides: the first people of the first agency and of the first company; and who runs the system. */
function firstOnes(accounts: readonly TrainingAccount[]): TrainingAccount[] {
  return (['agency', 'company', 'platform'] as const).flatMap((kind) => {
    const first = accounts.find((account) => account.kind === kind)
    return accounts.filter((account) => account.kind === kind && account.organisationCode === first?.organisationCode).slice(0, shownOfEach)
  })
}

function AccountTable({ accounts, used, onUse }: { accounts: readonly TrainingAccount[]; used: string | undefined; onUse: (account: TrainingAccount) => void }): ReactNode {
  const organisations = [...new Set(accounts.map((account) => account.organisationCode))]
  return (
    <table className="table training-table">
      <caption className="sr-only">Training accounts with their current codes</caption>
      <thead>
        <tr>
          <th scope="col">Person and role</th>
          <th scope="col" className="training-table__email">
            Sign-in name
          </th>
          <th scope="col">Code now</th>
          <th scope="col">
            <span className="sr-only">Use</span>
          </th>
        </tr>
      </thead>
      {organisations.map((code) => {
        const members = accounts.filter((account) => account.organisationCode === code)
        return (
          <tbody key={code}>
            <tr className="table__group">
              <th scope="rowgroup" colSpan={4}>
                {members[0]?.organisation}
                {members[0]?.kind === 'company' ? ` (${code})` : ''}
              </th>
            </tr>
            {members.map((account) => (
              <tr key={account.email}>
                <td>
                  <strong>{account.name}</strong>
                  <div className="muted small">{account.roles.join(', ')}</div>
                </td>
                <td className="small training-table__email">{account.email}</td>
                <td className="mono nowrap">{spaced(account.code)}</td>
                <td className="end nowrap">
                  {account.email === used ? (
                    <strong className="small">
                      <Icon name="check" size={1} /> In use
                    </strong>
                  ) : (
                    <button type="button" className="link-button" aria-label={`Use ${account.name}`} onClick={() => onUse(account)}>
                      Use
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        )
      })}
    </table>
  )
}

export function spaced(code: string): string {
  return code.replace(/^(\d{3})(\d{3})$/, '$1 $2')
}
