import { z } from 'zod'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { activate } from './commands/activate.ts'
import { askForReset, completeReset } from './commands/reset-password.ts'
import { NextStep } from './contract.ts'
import { signInCookies } from './cookies.ts'
import { AskForReset, LinkLookup, LinkOwner, PasswordByLink } from './link-contract.ts'
import { lookUpLink } from './queries/look-up-link.ts'

const tags = ['One-time links']

/** What is done with a link of an e-mail. Its token comes in bodies only. */
export function linkRoutes(app: App, deps: Deps, settings: { secureCookie: boolean }): void {
  const cookies = signInCookies(settings)
  const open = { permission: 'public' as const }

  app.post('/links/lookups', {
    config: open,
    schema: { tags, summary: 'Whom a link is for', description: 'Does not use the link up. One answer (404) for a link that was used, replaced, expired or never made.', body: LinkLookup, response: { 200: LinkOwner } },
  }, async (request) => lookUpLink(deps, request.body, request.ip))

  app.post('/activations', {
    config: open,
    schema: { tags, summary: 'Activate an account: choose its password', description: 'Uses the link up and begins a session that waits for the second factor.', body: PasswordByLink, response: { 200: NextStep } },
  }, async (request, reply) => {
    const { token, next } = await activate(deps, request.body, cookies.callerOf(request))
    cookies.keep(reply, token)
    return { next }
  })

  app.post('/password-resets', {
    config: open,
    schema: { tags, summary: 'Ask for a link to choose a new password', description: 'The answer and its time are the same whether an account exists or not. The link works for one hour.', body: AskForReset, response: { 202: z.object({}) } },
  }, async (request, reply) => {
    await askForReset(deps, request.body.email, request.ip)
    return reply.code(202).send({})
  })

  app.post('/password-resets/completions', {
    config: open,
    schema: { tags, summary: 'Choose a new password by a link', description: 'Uses the link up and ends every session. The second factor stays.', body: PasswordByLink, response: { 204: z.undefined() } },
  }, async (request, reply) => {
    await completeReset(deps, request.body, request.ip)
    return reply.code(204).send()
  })
}
