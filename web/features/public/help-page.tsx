import type { ReactNode } from 'react'
import { useServiceStatus } from '../../app/service-status.ts'
import { useSessionIfAny } from '../../app/session.tsx'
import { Page, Section } from '../../ui/page.tsx'

/** What a person who never heard of this system needs to answer a request, and whom to call. */
export function HelpPage(): ReactNode {
  const session = useSessionIfAny()
  const { data: status } = useServiceStatus()
  const support = session?.support ?? status?.support
  return (
    <Page
      title="Help"
      roomy
      narrow
      aside={
        <section>
          <h2 className="aside-title">Support</h2>
          {support ? (
            <>
              <p>
                <a href={`tel:${support.phone.replace(/[^\d+]/g, '')}`}>{support.phone}</a>
              </p>
              <p>
                <a href={`mailto:${support.email}`}>{support.email}</a>
              </p>
            </>
          ) : null}
          <p className="muted small">{status?.detail}</p>
        </section>
      }
    >
      <div className="stack">
        <p className="prose">State financial agencies enter the complaints that consumers send them, ask the company for information, read its answers, and close the complaint. All of it happens here.</p>
        <div id="account">
          <Section title="How a company gets in">
            <ol className="prose help-steps">
              <li>A state agency invites one person by e-mail. Open the link in it. It works once, for 14 days; if it has ended, ask the agency for a new one.</li>
              <li>Choose a password, then an authenticator app on your phone or a passkey, so that your password alone opens nothing. Keep the recovery codes in a safe place.</li>
              <li>Accept the terms of use, and say whether the company that is shown is yours.</li>
              <li>Add colleagues if you like, and say who is told of new complaints. Then the requests open. You do this once, for all agencies.</li>
            </ol>
          </Section>
        </div>
        <div id="answer">
          <Section title="How a company answers its first request">
            <ol className="prose help-steps">
              <li>Sign in. Your home page lists what your company must do, the earliest due date first.</li>
              <li>Name the person who answers: Assign Point of Contact. That person is told by e-mail.</li>
              <li>Open the request. The question stays beside your answer while you write; what you write saves itself.</li>
              <li>Add files of up to 1 GB each. An upload goes on after a lost connection.</li>
              <li>Submit. Until then the agency sees nothing; after that the answer cannot be changed, unless the agency sends it back.</li>
            </ol>
          </Section>
        </div>
        <Section title="How an agency works on a complaint">
          <ol className="prose help-steps">
            <li>Enter the complaint. It saves itself as a draft that only your agency sees.</li>
            <li>Submit it, then write the information requests and send them with their due dates.</li>
            <li>Read each answer beside its request, and mark it Quick Look Complete.</li>
            <li>Close the complaint with a reason. The company sees the comments that you share, and no other notes.</li>
          </ol>
        </Section>
        <Section title="Keyboard">
          <p className="prose">
            Press <kbd>/</kbd> to search from any page. Enter starts a search in a list. Escape closes a menu or a window.
          </p>
        </Section>
      </div>
    </Page>
  )
}
