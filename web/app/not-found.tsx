import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { addresses } from './addresses.ts'
import { Page } from '../ui/page.tsx'

export function NotFound(): ReactNode {
  return (
    <Page title="This page was not found" narrow roomy>
      <div className="stack">
        <p className="prose">The address may be mistyped or old, or the record is not one that you may see. If a link in an e-mail led you here, ask the person who sent it.</p>
        <p>
          <Link className="usa-button" to={addresses.home}>
            Go to the start page
          </Link>
        </p>
      </div>
    </Page>
  )
}
