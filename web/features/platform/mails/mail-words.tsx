import type { ReactNode } from 'react'
import type { MailLogItem } from '#src/modules/notifications/mail-log-contract.ts'
import { Tag } from '../../../ui/tag.tsx'

export const stateWords: Readonly<Record<MailLogItem['state'], string>> = {
  waiting: 'Queued',
  sending: 'Being sent',
  sent: 'Sent',
  delayed: 'Delayed',
  bounced: 'Came back',
  uncertain: 'Uncertain',
  failed: 'Failed',
  withheld: 'Held back',
}

export const answerWords: Readonly<Record<MailLogItem['answer'], string>> = {
  '2xx': 'Taken (2xx)',
  '4xx': 'Refused for now (4xx)',
  '5xx': 'Refused for good (5xx)',
  none: 'No answer yet',
}

export function StateTag({ state }: { state: MailLogItem['state'] }): ReactNode {
  switch (state) {
    case 'sent':
      return stateWords.sent
    case 'failed':
      return <Tag tone="red">{stateWords.failed}</Tag>
    case 'bounced':
      return <Tag tone="red" icon="undo">{stateWords.bounced}</Tag>
    case 'uncertain':
      return <Tag tone="gold" icon="help_outline">{stateWords.uncertain}</Tag>
    case 'withheld':
      return <Tag tone="lock">{stateWords.withheld}</Tag>
    default:
      return <Tag tone="yellow">{stateWords[state]}</Tag>
  }
}

/** "requests_sent" → "Requests sent". */
export function aboutWords(about: string | null): string {
  if (about === null) return 'Made before this was noted'
  const words = about.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
