import { useRef, useState, type ReactNode } from 'react'
import { Notice } from '../../ui/notice.tsx'
import { AddUser, type AddUserHandle } from './add-user.tsx'
import { StepButton, useDeed } from './step-button.tsx'
import { UserTable } from './user-table.tsx'
import type { StepProps } from './wizard.tsx'

/** The colleagues who will work here; may wait until after the set-up. */
export function UsersStep({ wizard, advance, open }: StepProps): ReactNode {
  const adding = useRef<AddUserHandle>(null)
  const [unsent, setUnsent] = useState(false)
  const others = wizard.users.filter((user) => !user.isSelf).length
  const taken = wizard.step !== 'create_users'

  function go(later: boolean): () => void {
    return () => {
      // Typed and not added: nobody would be invited.
      const typed = adding.current?.typed() ?? false
      setUnsent(typed && !later)
      if (!typed || later) deedOf(later)()
    }
  }
  const next = useDeed(() => advance('users-steps', { later: others === 0 }, 'assign_contacts'))
  const later = useDeed(() => advance('users-steps', { later: true }, 'assign_contacts'))
  function deedOf(isLater: boolean): () => void {
    // Nothing new to tell the server: only the next page opens.
    if (taken && wizard.usersLater === (isLater || others === 0)) return () => open('assign_contacts')
    return isLater ? later.start : next.start
  }
  const problem = next.problem || later.problem

  return (
    <>
      <div>
        <p className="prose">
          Add the colleagues who will work here. Each one gets an e-mail with a link to choose a password. To answer a complaint, a person needs complaints access <strong>Manage</strong>. You have it already.
        </p>
      </div>
      <UserTable users={wizard.users} />
      <AddUser ref={adding} wizard={wizard} onAdded={() => setUnsent(false)} />
      {unsent ? (
        <Notice tone="error" title="One user is typed and not added yet">
          Press Add this user, or empty the fields, then continue.
        </Notice>
      ) : null}
      {problem ? (
        <Notice tone="error" title="Not saved">
          {problem}
        </Notice>
      ) : null}
      <div className="row">
        <button type="button" className="usa-button usa-button--outline main-action" onClick={() => open('verify_company')}>
          Back
        </button>
        <StepButton working={next.working} onPress={go(false)}>
          Continue to contacts
        </StepButton>
        {others === 0 ? (
          <button type="button" className="link-button" onClick={go(true)}>
            Create Users Later
          </button>
        ) : null}
      </div>
    </>
  )
}
