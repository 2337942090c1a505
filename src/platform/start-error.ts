/** The program cannot start or go on; the message is a sentence for the operator, shown without a stack. */
export class StartError extends Error {
  override name = 'StartError'
}
