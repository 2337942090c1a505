/** A job that could not be done this time; the message is for operators and holds no personal data. */
export class JobFailed extends Error {
  override name = 'JobFailed'
}
