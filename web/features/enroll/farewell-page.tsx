import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useServiceStatus } from '../../app/service-status.ts'
import { Page } from '../../ui/page.tsx'

export function FarewellPage(): ReactNode {
  const { data: status } = useServiceStatus()
  return (
    <Page title="Thank you for telling us" roomy narrow>
      <div className="stack">
        <p className="prose">The agency was told that this is not your company, with the reason that you gave. The set-up has ended, your account is closed, and you are signed out.</p>
        <p className="prose">You have nothing more to do. You may delete the e-mail that invited you; its link no longer works.</p>
        {status ? (
          <p className="prose">
            Was it a mistake? Call <a href={`tel:${status.support.phone.replace(/[^\d+]/g, '')}`}>{status.support.phone}</a> or write to <a href={`mailto:${status.support.email}`}>{status.support.email}</a>, or ask the agency to invite you again.
          </p>
        ) : null}
        <p>
          <Link to="/">To the front page</Link>
        </p>
      </div>
    </Page>
  )
}
