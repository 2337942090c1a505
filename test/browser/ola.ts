import { z } from 'zod'
import { trainingPassword } from '#training/accounts.ts'
import type { Visitor } from './browser.ts'
import type { Keyboard } from './keyboard.ts'
import type { Stage } from './stage.ts'
import { nextCode } from './codes.ts'

/** Whoever runs the system signs in as everybody does; only their account is listed apart. */
export async function signInAsOla(stage: Stage, visitor: Visitor, keyboard: Keyboard): Promise<void> {
  const { page } = visitor
  await visitor.go('/sign-in')
  await keyboard.type(page.getByLabel('E-mail'), 'ola.brandvold@ses.example')
  await keyboard.type(page.getByRole('textbox', { name: 'Password' }), trainingPassword)
  await keyboard.button('Continue')
  const answer = await fetch(`${stage.url}/api/v1/training/platform-accounts`)
  const [account] = z.array(z.object({ email: z.string(), totpSecret: z.string() })).parse(await answer.json())
  await keyboard.type(page.getByLabel('6-digit code'), await nextCode(account?.totpSecret ?? ''))
  await keyboard.button('Sign in')
  await page.waitForURL(/\/home/)
}
