import PostalMime from 'postal-mime'

/** What a mail server reports of one of our e-mails, in codes alone: its words may hold addresses and what was written. */
export type DeliveryReport = {
  /** failed: it was given up; delayed: it is still tried; delivered: it arrived after all. */
  kind: 'failed' | 'delayed' | 'delivered'
  /** Enhanced status code (RFC 3463), such as 5.1.1. */
  status: string
  /** The reply of the last server, such as 550; null: it does not say. */
  code: number | null
}

/**
 * Reads a delivery status notification (RFC 3464). Null: it is something else, such as an automatic answer of somebody who is
 * away, a reading receipt, or an e-mail that has a report attached to it.
 */
export async function readDeliveryReport(message: Buffer): Promise<DeliveryReport | null> {
  // What it returns of our own e-mail is never looked into.
  const email = await PostalMime.parse(message, { forceRfc822Attachments: true, attachmentEncoding: 'utf8', maxNestingDepth: 20, maxHeadersSize: 256 * 1024 })
  const type = email.headers.find(({ key }) => key === 'content-type')?.value ?? ''
  if (!/^\s*multipart\/report\b/i.test(type)) return null
  const part = email.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status' || mimeType === 'message/global-delivery-status')
  return typeof part?.content === 'string' ? readDeliveryStatus(part.content) : null
}

/** The part that machines read: fields of the whole, then of each recipient. Of several the worst counts; ours have one. */
export function readDeliveryStatus(text: string): DeliveryReport | null {
  const reports = text
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)
    .map(fieldsOf)
    .flatMap((fields) => reportOf(fields) ?? [])
  return reports.find(({ kind }) => kind === 'failed') ?? reports.find(({ kind }) => kind === 'delayed') ?? reports[0] ?? null
}

function fieldsOf(block: string): Map<string, string> {
  const lines = block.replace(/\n[ \t]+/g, ' ').split('\n')
  return new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(':')
      return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const]
    }),
  )
}

function reportOf(fields: Map<string, string>): DeliveryReport | null {
  if (!fields.has('final-recipient') && !fields.has('original-recipient')) return null
  const diagnosis = fields.get('diagnostic-code') ?? ''
  const kind = kindOf(fields.get('action') ?? '', fields.get('status') ?? '')
  if (kind === null) return null
  const status = /^\s*([245]\.\d{1,3}\.\d{1,3})\b/.exec(fields.get('status') ?? '')?.[1] ?? /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(diagnosis)?.[1]
  const code = /^\s*smtp\s*;\s*([245]\d\d)\b/i.exec(diagnosis)?.[1]
  return { kind, status: status ?? (kind === 'failed' ? '5.0.0' : kind === 'delayed' ? '4.0.0' : '2.0.0'), code: code === undefined ? null : Number(code) }
}

function kindOf(action: string, status: string): DeliveryReport['kind'] | null {
  switch (/^[a-z]+/i.exec(action)?.[0].toLowerCase()) {
    case 'failed':
      return 'failed'
    case 'delayed':
      return 'delayed'
    case 'delivered':
      return 'delivered'
    // Handed on to where no reports are made: nothing is known of what became of it.
    case 'relayed':
    case 'expanded':
      return null
    default:
      return status.startsWith('5') ? 'failed' : status.startsWith('4') ? 'delayed' : null
  }
}
