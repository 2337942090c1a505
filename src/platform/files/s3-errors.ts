import { S3ServiceException } from '@aws-sdk/client-s3'
import { StartError } from '../start-error.ts'

const missing = new Set(['NotFound', 'NoSuchKey', 'NoSuchUpload'])

/** Says the store that there is no such file or upload? */
export function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && missing.has(error.name)
}

/** Why the program cannot start with this bucket, as a sentence that says which setting to look at. */
export function explainStart(error: unknown, { bucket, endpoint }: { bucket: string; endpoint?: string | undefined }): StartError {
  const where = endpoint === undefined ? 'Amazon S3' : `the S3 server at ${endpoint}`
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  if (status === 404) return new StartError(`The bucket ${bucket} does not exist at ${where}. Make it, or name another with S3_BUCKET.`)
  if (status === 403 || status === 401) return new StartError(`The bucket ${bucket} at ${where} may not be read and written with these keys. Look at S3_ACCESS_KEY, S3_SECRET_KEY and what they are allowed to do.`)
  if (status === 301) return new StartError(`The bucket ${bucket} lies in another region. Set S3_REGION to it.`)
  const reason = error instanceof Error ? error.message || error.name : String(error)
  return new StartError(`The bucket ${bucket} at ${where} cannot be used (${reason}). Look at S3_ENDPOINT, S3_REGION and S3_BUCKET, and whether it can be reached from here.`)
}
