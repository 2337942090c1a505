import type { Delivery, WebhookItem } from '#src/modules/integrations/webhook-contract.ts'
import type { TagTone } from '../../ui/tag.tsx'

export const webhookStates: Record<WebhookItem['state'], { label: string; tone: TagTone }> = {
  working: { label: 'On', tone: 'green' },
  failing: { label: 'Failing', tone: 'gold' },
  paused: { label: 'Paused', tone: 'gray' },
  switched_off: { label: 'Switched off', tone: 'red' },
}

export const deliveryStateWords: Record<Delivery['state'], { label: string; tone: TagTone }> = {
  waiting: { label: 'Waiting', tone: 'gold' },
  delivered: { label: 'Delivered', tone: 'green' },
  failed: { label: 'Failed', tone: 'red' },
  dropped: { label: 'Not sent', tone: 'gray' },
}

const outcomes: Record<string, string> = {
  delivered: 'Taken',
  refused: 'Refused by your system',
  redirected: 'Redirected; redirects are not followed',
  timed_out: 'No answer within 10 seconds',
  unreachable: 'Your system could not be reached',
  not_public: 'The name leads into a private network',
  certificate: 'The certificate of your system is not valid',
  switched_off: 'The address was off',
  not_visible: 'Your organization could not see it any more',
  secret_lost: 'The secret cannot be read; make a new one',
}

/** How an attempt ended, with the code of the answer: "Refused by your system (503)". */
export function outcomeWords(outcome: string | null, code: number | null): string {
  if (outcome === null) return 'Not tried yet'
  const words = outcomes[outcome] ?? outcome
  return code === null ? words : `${words} (${String(code)})`
}
