import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { StartError } from '../../start-error.ts'

/** The user that PostgreSQL's programs run as; undefined: the same as we. */
export type Account = { readonly uid: number; readonly gid: number } | undefined

/**
 * PostgreSQL refuses to run as root. Root runs it as the owner of the cluster that exists, else as an unprivileged
 * account of the system; initdb wants one that has a name.
 */
export function accountFor(cluster: string): Account {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0)
  for (const name of ['postgres', '_postgres', 'nobody', 'daemon']) {
    const found = accounts.find((account) => account.name === name)
    if (found !== undefined) return { uid: found.uid, gid: found.gid }
  }
  throw new StartError('PostgreSQL does not run as root and this system has no account "nobody". Start as an ordinary user, or set DATABASE_URL.')
}

/** Whether the account passes a shell test such as -x or -w for each path; asked of the system, not worked out from modes. */
export function may(account: Account, test: '-x' | '-w' | '-r', ...paths: readonly string[]): boolean {
  if (account === undefined) return true
  const script = `for path in "$@"; do test ${test} "$path" || exit 1; done`
  return spawnSync('/bin/sh', ['-c', script, 'sh', ...paths], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
}
