import { setTimeout as sleep } from 'node:timers/promises'
import { codeAt } from '#src/modules/accounts/one-time-codes.ts'

const period = 30_000
/** The last step used, by secret: a code is taken once, and none before it afterwards. */
const used = new Map<string, number>()

/**
 * A code that the program takes now: the present one, or where that was used already the next, which it takes as well
 * since clocks differ. Only whoever needs a third within half a minute waits, as a person would.
 */
export async function nextCode(totpSecret: string): Promise<string> {
  const present = () => Math.floor(Date.now() / period)
  const step = Math.max(present(), (used.get(totpSecret) ?? 0) + 1)
  used.set(totpSecret, step)
  while (step > present() + 1) await sleep(250)
  return codeAt(totpSecret, new Date(step * period))
}
