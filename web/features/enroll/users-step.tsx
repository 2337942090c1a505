import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { Notice } from '../../ui/notice.tsx'
import { AddUser, type AddUserHandle } from './add-user.tsx'
import { EditUser } from './edit-user.tsx'
import { RemoveUserDialog } from './remove-user-dialog.tsx'
import { StepButton, useDeed } from './step-button.tsx'
import { UserTable, type WizardUser } from './user-table.tsx'
import type { StepProps } from './wizard.tsx'

/** The colleagues who will work here; may wait until after the set-up. */
export function UsersStep({ wizard, advance, open }: StepProps): ReactNode {
  const adding = useRef<AddUserHandle>(null)
  const [unsent, setUnsent] = useState(false)
  const [edited, setEdited] = useState<string | null>(null)
  const [removed, setRemoved] = useState<WizardUser | null>(null)
  const edit = useCallback((user: WizardUser) => setEdited(user.id), [])
  const list = useRef<HTMLDivElement>(null)
  const [gone, setGone] = useState(0)
  // The button that opened the window went with the row. Behind an open window nothing takes the focus: only once it has closed.
  useEffect(() => {
    if (gone > 0) list.current?.focus({ preventScroll: true })
  }, [gone])
  const others = wizard.users.filter((user) => !user.isSelf).length
  const taken = wizard.step !== 'create_users'

  function go(later: boolean): () => void {
    return () => {
      // Typed and not added: nobody would be invited.
      const typed = adding.current?.typed() ?? edited !== null
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

  function closed() {
    setEdited(null)
    setUnsent(false)
    list.current?.focus({ preventScroll: true })
  }

  return (
    <>
      <div>
        <p className="prose">
          Add the colleagues who will work here. Each one gets an e-mail with a link to choose a password. To answer a complaint, a person needs complaints access <strong>Manage</strong>. You have it already.
        </p>
      </div>
      <div ref={list} tabIndex={-1} role="group" aria-label="Users so far">
        <UserTable users={wizard.users} onEdit={edit} onRemove={setRemoved} />
      </div>
      {edited === null ? <AddUser ref={adding} wizard={wizard} onAdded={() => setUnsent(false)} /> : <EditUser key={edited} wizard={wizard} userId={edited} onDone={closed} />}
      {removed ? (
        <RemoveUserDialog
          user={removed}
          onClose={(isGone) => {
            setRemoved(null)
            if (!isGone) return
            closed()
            setGone((count) => count + 1)
          }}
        />
      ) : null}
      {unsent ? (
        <Notice tone="error" title={edited === null ? 'One user is typed and not added yet' : 'One user is open and not saved yet'}>
          {edited === null ? 'Press Add this user, or empty the fields, then continue.' : 'Press Save this user, or Do not change, then continue.'}
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
