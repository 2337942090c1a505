import { z } from 'zod'

export const SignInWays = z.object({ singleSignOn: z.boolean().describe('Single sign-on is offered') }).meta({ id: 'SignInWays' })
export type SignInWays = z.infer<typeof SignInWays>
