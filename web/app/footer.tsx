import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { holidayWords, useServiceStatus } from './service-status.ts'
import { useSessionIfAny } from './session.tsx'

/** Hours in a sentence, and where help is. */
export function Footer(): ReactNode {
  const { data: status } = useServiceStatus()
  const support = useSessionIfAny()?.support ?? status?.support
  return (
    <footer className="footer">
      <div className="footer__inner">
        <p>
          <Icon name="schedule" /> {status ? `${status.headline}.${status.nextHoliday ? ` Next holiday: ${holidayWords(status.nextHoliday)}.` : ''}` : 'State Examination System'}
        </p>
        <ul className="footer__links">
          {support ? (
            <>
              <li>
                Support <a href={`tel:${support.phone.replace(/[^\d+]/g, '')}`}>{support.phone}</a>
              </li>
              <li>
                <a href={`mailto:${support.email}`}>{support.email}</a>
              </li>
            </>
          ) : null}
          <li>
            <Link to="/help">Help</Link>
          </li>
          <li>
            <Link to="/accessibility">Accessibility</Link>
          </li>
        </ul>
      </div>
    </footer>
  )
}
