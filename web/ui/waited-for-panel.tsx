import type { ReactNode } from 'react'

/**
 * What is waited for, by whom, until when: opens every record. The one primary button of the page stands in it.
 * <WaitedForPanel who="Waiting for your agency since Fri, Nov 20" act="Review the second answer to IR-002312"
 *   facts="Proof of 2026 property tax payments. Text and 4 files, answered 2 days late." action={<Link className="usa-button" …/>} />
 */
export function WaitedForPanel({ who, act, facts, action }: { who: ReactNode; act: ReactNode; facts?: ReactNode; action?: ReactNode }): ReactNode {
  return (
    <section className="waited" aria-label="What is waited for">
      <div className="waited__text">
        <p className="waited__who">{who}</p>
        <p className="waited__act">{act}</p>
        {facts ? <div className="waited__facts">{facts}</div> : null}
      </div>
      {action}
    </section>
  )
}
