import { invalid } from '../../kernel/errors.ts'
import { faultOf, type PasswordContext } from './domain/password-rules.ts'

let common: Promise<ReadonlySet<string>> | undefined

/** About fifty thousand passwords that are tried first, shipped with the program; unpacked when first needed. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']))
  return common
}

/** @throws invalid, with a sentence for `field`, for a password that must not be chosen (NIST SP 800-63B) */
export async function judgePassword(password: string, whose: Omit<PasswordContext, 'isCommon'>, field = 'password'): Promise<void> {
  const list = await commonPasswords()
  const fault = faultOf(password, { ...whose, isCommon: (word) => list.has(word) })
  if (fault !== null) throw invalid({ [field]: fault })
}
