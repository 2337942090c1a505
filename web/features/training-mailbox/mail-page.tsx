import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useClock } from '../../app/zone.ts'
import { Facts } from '../../ui/facts.tsx'
import { Page } from '../../ui/page.tsx'
import { mailQuery } from './mail-queries.ts'
import { pieces } from './mail-pieces.ts'
import './training-mailbox.scss'

const route = getRouteApi('/public/training/mailbox/$id')

/** One e-mail as its reader gets it: the text part. */
export function MailPage(): ReactNode {
  const { id } = route.useParams()
  const clock = useClock()
  const { data: mail } = useSuspenseQuery(mailQuery(id))
  return (
    <Page
      title={mail.subject}
      narrow
      breadcrumb={[
        <Link key="mailbox" to="/training/mailbox">
          Training mailbox
        </Link>,
        'E-mail',
      ]}
    >
      <div className="stack">
        <Facts
          items={[
            { label: 'To', value: mail.toName ? `${mail.toName} (${mail.to})` : mail.to },
            { label: 'Written', value: clock.moment(mail.createdAt, 'full') },
          ]}
        />
        <div className="panel">
          <div className="panel__body mail-text">
            {pieces(mail.text).map((piece, index) =>
              piece.href ? (
                <a key={index} href={piece.href}>
                  {piece.text}
                </a>
              ) : (
                piece.text
              ),
            )}
          </div>
        </div>
      </div>
    </Page>
  )
}
