/** What went wrong, in the program's words. `platform/http` alone turns a code into a status. */
export const errorCodes = [
  'invalid', // the input breaks a rule that its sender can mend; names the fields
  'unauthenticated', // nobody is signed in
  'session_expired', // a session existed and has ended
  'invalid_credentials', // e-mail, password or code are not right
  'too_many_attempts', // wait and try again
  'terms_required', // the terms of use must be accepted first
  'confirmation_required', // prove again who you are before this
  'forbidden', // visible to the actor, but not theirs to do
  'not_found', // not there, or not visible: the same to an outsider
  'conflict', // the record's state does not allow it
  'stale_version', // somebody else changed the record since it was read
  'too_large', // more bytes than allowed
  'unavailable', // a part that is needed does not answer
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** One sentence for each field that must be mended, by its path in the input ("requests.0.dueOn"). */
export type FieldErrors = Record<string, string>

export type ErrorExtras = {
  fields?: FieldErrors
  /** Seconds to wait before another try, for `too_many_attempts`. */
  retryAfterSeconds?: number
  /** The record as it stands now, for `stale_version`, so that a form can show both texts. */
  current?: unknown
}

/**
 * The only error that the program throws on purpose. Its message is shown to people: a sentence
 * that says what is wrong and how to mend it, without personal data and without saying who may see what.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly extras: ErrorExtras

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.extras = extras
  }
}

/** Input that breaks a rule, with a sentence per field. */
export function invalid(fields: FieldErrors): AppError {
  const sentences = Object.values(fields)
  return new AppError('invalid', sentences.length === 1 ? (sentences[0] ?? '') : 'Some fields need your attention.', { fields })
}

/** Not there, or not visible to this actor: the two are never told apart (docs/rules.md 2). */
export function notFound(what: string): AppError {
  return new AppError('not_found', `This ${what} was not found.`)
}
