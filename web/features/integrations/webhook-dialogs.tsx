import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { NewWebhookSecret, type WebhookItem } from '#src/modules/integrations/webhook-contract.ts'
import { api } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { webhooksKey, webhooksQuery } from './integration-queries.ts'
import { ShownOnce } from './shown-once.tsx'

/** What is asked before an address is changed; afterwards, the new secret. */
export type WebhookAsking = { act: 'pause' | 'remove' | 'renew' } | { act: 'shown'; secret: string; until: string }

type Props = { webhook: WebhookItem; asking: WebhookAsking; pause: () => Promise<unknown>; onAsk: (asking: WebhookAsking | null) => void }

export function WebhookDialog({ webhook: { id, name }, asking, pause, onAsk }: Props): ReactNode {
  const { timeZone } = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const close = () => onAsk(null)
  const refresh = () => client.invalidateQueries({ queryKey: webhooksKey })
  switch (asking.act) {
    case 'pause':
      return (
        <ConfirmDialog
          title={`Pause ${name}?`}
          confirm="Pause it"
          keep="Leave it on"
          onClose={close}
          onConfirm={async () => {
            await pause()
            announce('The address is paused')
            close()
            await refresh()
          }}
        >
          <p>Nothing is sent until it is switched on again. What happens meanwhile is kept for 30 days and can be sent then.</p>
        </ConfirmDialog>
      )
    case 'remove':
      return (
        <ConfirmDialog
          title={`Remove ${name}?`}
          confirm="Remove the address"
          danger
          onClose={close}
          onConfirm={async () => {
            await api.delete(`/webhooks/${id}`)
            announce('The address was removed')
            await navigate({ to: '/integrations' })
            await client.invalidateQueries({ queryKey: webhooksQuery.queryKey })
          }}
        >
          <p>Nothing is sent to it any more, and its log goes with it. That cannot be undone.</p>
        </ConfirmDialog>
      )
    case 'renew':
      return (
        <ConfirmDialog
          title="Make a new secret?"
          confirm="Make a new secret"
          keep="Keep the old one"
          onClose={close}
          onConfirm={async () => {
            const { secret, formerUntil } = await api.post(`/webhooks/${id}/secrets`, {}, NewWebhookSecret)
            onAsk({ act: 'shown', secret, until: formerUntil })
            await refresh()
          }}
        >
          <p>For 24 hours messages are signed with both, so that you can change your system in peace. After that the old one is worth nothing.</p>
        </ConfirmDialog>
      )
    case 'shown':
      return (
        <ShownOnce title="Store this secret now" what="secret" secret={asking.secret} onClose={close}>
          Enter it in your system before {formatMoment(asking.until, timeZone)}.
        </ShownOnce>
      )
  }
}
