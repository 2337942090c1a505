/** Identifiers that people read. Internally every record has a UUIDv7. */
const prefixes = { complaint: 'C', request: 'IR', activity: 'SA', company: 'SES', entity: 'ETN' } as const
export type NumberedKind = keyof typeof prefixes

/** 123 → "C-000123". Numbers of more than six digits are written out. */
export function displayId(kind: NumberedKind, number: number): string {
  return `${prefixes[kind]}-${String(number).padStart(6, '0')}`
}

/** "c-123", "C 000123", "C-000123" → 123; anything else (more than nine digits, too) → null. */
export function parseDisplayId(kind: NumberedKind, text: string): number | null {
  const match = new RegExp(`^\\s*${prefixes[kind]}[-\\s]?0*(\\d{1,9})\\s*$`, 'i').exec(text)
  return match?.[1] === undefined ? null : Number(match[1])
}
