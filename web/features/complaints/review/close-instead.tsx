import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { closeReasonsWhilePending, closeReasonWords } from '#src/modules/complaints/domain/closing.ts'

/** The other outcome of a preliminary review: closing, for the reasons that are possible before it is complete. */
export function CloseInstead({ id }: { id: string }): ReactNode {
  return (
    <section>
      <h2 className="aside-title">Or close it</h2>
      <p>Where the complaint should not be processed here:</p>
      <ul className="plain-list stack stack--tight">
        {closeReasonsWhilePending.map((reason) => (
          <li key={reason}>
            <Link to="/complaints/$id/close" params={{ id }} search={{ reason }}>
              {closeReasonWords[reason]}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
