import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Icon } from '../../../ui/icon.tsx'
import './company-view.scss'

/** Says on every page of the preview whose eyes these are, and leads back to one's own. */
export function CompanyBand({ id, company, children }: { id: string; company: string; children?: ReactNode }): ReactNode {
  return (
    <div className="company-band" role="region" aria-label="Preview">
      <Icon name="visibility" size={1.375} />
      <div className="company-band__words">
        <p>
          <strong>This is what {company} sees</strong>
        </p>
        <p className="small">{children ?? 'As its Point of Contact reads it. You only look: nothing changes, and the company is not told. What it has not sent yet stays its own.'}</p>
      </div>
      <Link className="usa-button usa-button--outline" to="/complaints/$id" params={{ id }}>
        Back to your record
      </Link>
    </div>
  )
}
