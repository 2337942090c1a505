import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { stuckAfter, type MailLogItem } from '#src/modules/notifications/mail-log-contract.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { mailCountsQuery } from './mail-queries.ts'

const words = (count: number) => (count >= 1000 ? '1,000 or more' : String(count))

/** Which e-mails need somebody: before their list, and where those who run the system begin. */
export function MailCounts(): ReactNode {
  const { data, error, refetch } = useQuery(mailCountsQuery)
  if (error && !data) return <ErrorState error={error} retry={refetch} title="The e-mails could not be counted" />
  if (!data) return <Skeleton lines={1} height={24} label="Counting" />
  const of = (state: MailLogItem['state']) => data.items.find((item) => item.state === state)?.count ?? 0
  if (of('failed') + of('uncertain') + data.stuck === 0) return <p className="muted">Nothing needs you: no e-mail failed, and none is uncertain. {words(of('bounced'))} came back, {words(of('waiting'))} queued.</p>
  return (
    <Notice tone="warning" title="Some e-mails need a look">
      <Link to="/mails" search={{ state: 'failed' }}>{`${words(of('failed'))} failed`}</Link>, <Link to="/mails" search={{ state: 'uncertain' }}>{`${words(of('uncertain'))} uncertain`}</Link>,{' '}
      <Link to="/mails" search={{ state: 'bounced' }}>{`${words(of('bounced'))} came back`}</Link>, <Link to="/mails" search={{ state: 'waiting' }}>{`${words(of('waiting'))} queued`}</Link>.
      {data.stuck > 0 ? ` ${words(data.stuck)} of those queued ${data.stuck === 1 ? 'was' : 'were'} tried ${String(stuckAfter)} times or more: see whether your mail server can be reached and what it answers.` : null}
    </Notice>
  )
}
