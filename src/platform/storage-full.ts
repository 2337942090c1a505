const full = new Set(['ENOSPC', 'EDQUOT'])

/** Has the store no room left: the disk or the user's share of it, or the bucket? */
export function isStorageFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && full.has(String(error.code))) return true
  const answer = '$metadata' in error ? error.$metadata : undefined
  if (answer !== null && typeof answer === 'object' && 'httpStatusCode' in answer && answer.httpStatusCode === 507) return true
  return error.name === 'QuotaExceeded' || isStorageFull(error.cause)
}
