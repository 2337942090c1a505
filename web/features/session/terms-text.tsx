import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'

export type Reader = 'agency' | 'company'
type Support = { phone: string; email: string }

/** The terms of use (src/modules/accounts/domain/terms.ts names their version): what all agree to, and what each side does. */
export function TermsText({ reader, support }: { reader: Reader; support: Support | undefined }): ReactNode {
  return (
    <div className="prose terms">
      <p>The State Examination System is run for state financial agencies. Agencies and the companies that they supervise use it to work on consumers’ complaints. By using it you agree to these terms. They are about your own account; agreements of your organization stay as they are.</p>
      <h2>Who may use it</h2>
      <p>Only people who were invited, for the work that they were invited for. You may look at and use what your role shows you, for that work and nothing else. Do not try to reach what is not shown to you, and do not test the system’s defences without a written agreement.</p>
      <h2>Your account is yours alone</h2>
      <ul>
        <li>Never share your password, your second factor, your recovery codes or a session that is open.</li>
        <li>Sign out on devices that others use. Lock your screen when you leave it.</li>
        <li>If you think that somebody else was in your account, change your password and tell support at once.</li>
        <li>Tell your Account Administrator when you change your job or leave, so that the account is closed.</li>
      </ul>
      <h2>What you do is recorded</h2>
      <p>Sign-ins, and what is read and changed, are recorded with your name, the time and the address of your connection. The records are kept to protect consumers and to answer for decisions. Agencies may look through them, and hand them over where the law asks for it. Do not expect your use of the system to be private.</p>
      <h2>Consumers’ data are confidential</h2>
      <p>A complaint holds what people told in trust: names, money matters, sometimes health and family. Read only what your work needs. Keep copies only where your organization’s rules allow it, protect them as the system does, and delete them when they are no longer needed. If data reached somebody whom they should not have reached, tell support and your organization the same day.</p>
      {reader === 'agency' ? <ForAgencies /> : <ForCompanies />}
      <h2>When it works</h2>
      <p>The system is meant to work at all times, with support in the hours that the start page names. Maintenance is announced where that is possible. There is no promise that it never fails: if it does while a date is close, tell the other side by telephone or e-mail. Dates set by law do not move because of it.</p>
      <h2>Your own data</h2>
      <p>Your name, title, work e-mail address and telephone number are shown to your organization and to those who work on the same complaints. They and the records of your use are kept for as long as the agencies must keep their files. They are not sold, and not used for advertising.</p>
      <h2>Changes and ending</h2>
      <p>If these terms change, you are asked again before you go on. Whoever breaks them may lose access at once; where the law was broken, it may have further consequences.</p>
      <h2>Questions</h2>
      {support ? (
        <p>
          <a href={`tel:${support.phone.replace(/[^\d+]/g, '')}`}>{support.phone}</a>, <a href={`mailto:${support.email}`}>{support.email}</a>, or the page <Link to="/help">Help</Link>.
        </p>
      ) : (
        <p>
          See <Link to="/help">Help</Link>.
        </p>
      )}
    </div>
  )
}

function ForAgencies(): ReactNode {
  return (
    <>
      <h2>For agencies</h2>
      <ul>
        <li>What other agencies share with you stays theirs. Use and pass it on only as your agreements with them and your own law allow.</li>
        <li>Before you send something to a company, check what it will see. What was sent cannot be taken back unread.</li>
        <li>A request for public records is answered under your own state’s law, for your own records only.</li>
        <li>Your Account Administrators confirm every month who still needs an account.</li>
      </ul>
    </>
  )
}

function ForCompanies(): ReactNode {
  return (
    <>
      <h2>For companies</h2>
      <ul>
        <li>You speak for your company. What your Company POC submits is its answer to the agency, and must be true and complete as far as you know.</li>
        <li>Use a complaint’s content to answer it and to help the consumer, not for sales, and never against the person who complained.</li>
        <li>Upload only files that you may hand over. Files are checked for harmful content.</li>
        <li>Answering here does not give up your company’s legal rights. Mark as restricted what only the agency and your Company POC may read.</li>
        <li>Your Account Administrators confirm every 90 days who still needs an account.</li>
      </ul>
    </>
  )
}
