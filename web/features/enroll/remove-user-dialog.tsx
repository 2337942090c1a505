import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { UserRecord } from '#src/modules/users/contract.ts'
import { api } from '../../app/api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { enrollmentQuery } from './enroll-queries.ts'
import { useDeed } from './step-button.tsx'

/** Somebody who was entered by mistake: says what follows, and takes them away. */
export function RemoveUserDialog({ user, onClose }: { user: EnrollmentWizard['users'][number]; onClose: (removed: boolean) => void }): ReactNode {
  const client = useQueryClient()
  const deed = useDeed(async () => {
    const address = `/users/${user.id}`
    const { version } = await api.get(address, UserRecord)
    await api.post(`${address}/removals`, { version }, UserRecord)
    announce(`${user.name} was removed`)
    await client.invalidateQueries({ queryKey: enrollmentQuery.queryKey })
    onClose(true)
  })
  return (
    <Dialog
      title={`Remove ${user.name}?`}
      onClose={() => onClose(false)}
      actions={
        <>
          <button type="button" className="usa-button usa-button--secondary" aria-disabled={deed.working} onClick={deed.start}>
            {deed.working ? 'Working…' : 'Remove this user'}
          </button>
          <button type="button" className="usa-button usa-button--outline" onClick={() => onClose(false)}>
            Go back
          </button>
        </>
      }
    >
      <div className="stack">
        {deed.problem ? <Notice tone="error">{deed.problem}</Notice> : null}
        <p>{user.standing === 'invited' ? `The link that was sent to ${user.email} stops working at once.` : `${user.name} is signed out and can no longer sign in.`} You can add them again.</p>
      </div>
    </Dialog>
  )
}
