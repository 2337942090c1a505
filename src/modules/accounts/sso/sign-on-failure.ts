import type { SignOnProblem } from '../domain/sign-on.ts'

/** Ends a single sign-on. `why` is for the log: a code of the issuer or of the library, never a claim. */
export class SignOnFailure extends Error {
  override name = 'SignOnFailure'
  readonly problem: SignOnProblem
  readonly why: string

  constructor(problem: SignOnProblem, why: string) {
    super(`single sign-on: ${problem} (${why})`)
    this.problem = problem
    this.why = why
  }
}
