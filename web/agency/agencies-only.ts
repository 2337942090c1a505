import { redirect } from '@tanstack/react-router'
import type { Session } from '../app/session.tsx'

/** For `beforeLoad` of a list that only agencies have: a company is led to its own. */
export function agenciesOnly({ context }: { context: { session: Session } }): void {
  if (context.session.kind === 'company') throw redirect({ to: '/received' })
}
