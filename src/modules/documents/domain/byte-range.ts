/** Which bytes a Range header asks for: all, a part, or none that exist (RFC 9110, 14). */
export type AskedRange = { kind: 'all' } | { kind: 'part'; first: number; last: number } | { kind: 'unsatisfiable' }

/** Several ranges, other units and what cannot be read are answered with all, as the RFC allows. */
export function readRange(header: string | undefined, size: number): AskedRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  const from = match?.[1] ?? ''
  const to = match?.[2] ?? ''
  if (from === '' && to === '') return { kind: 'all' }
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(to) < Number(from)) return { kind: 'all' }
  return first > last ? { kind: 'unsatisfiable' } : { kind: 'part', first, last }
}
