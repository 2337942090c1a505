import { z } from 'zod'
import { AppError } from '../../kernel/errors.ts'
import { ById } from '../../kernel/shapes.ts'
import type { App, SignedIn } from '../../platform/http/app.ts'
import { requireConfirmed } from '../accounts/index.ts'
import { agreementRoutes } from './agreement-routes.ts'
import type { UserDeps } from './commands/add-agreement.ts'
import { createUser } from './commands/create-user.ts'
import { inviteAgain, resetSecondFactors, sendPasswordReset, unlockUser } from './commands/help-user-in.ts'
import { reactivateUser } from './commands/reactivate-user.ts'
import { reassignWork } from './commands/reassign-work.ts'
import { removeUser } from './commands/remove-user.ts'
import { setRoles } from './commands/set-roles.ts'
import { updateUser } from './commands/update-user.ts'
import { CreateUser, HeldWork, ListUsers, ReactivateUser, Reassign, RemoveUser, SearchUsers, SetRoles, UpdateUser, UserCounts, UserPage, UserRecord } from './contract.ts'
import { countUsers } from './queries/count-users.ts'
import { listUsers } from './queries/list-users.ts'
import { readHeldWork } from './queries/read-held-work.ts'
import { readUser } from './queries/read-user.ts'

const tags = ['Users']
const config = { permission: 'users.manage' as const }

/** Account Administrators of agencies and companies look after the users of their own organisation; others' are not found. */
export function userRoutes(app: App, deps: UserDeps): void {
  listRoutes(app, deps)
  recordRoutes(app, deps)
  signInRoutes(app, deps)
  workRoutes(app, deps)
  agreementRoutes(app, deps)
}

function listRoutes(app: App, deps: UserDeps): void {
  app.get('/users', {
    config,
    schema: { tags, summary: 'Users of your organization', description: 'By view, a page at a time. Views have counts of their own.', querystring: ListUsers, response: { 200: UserPage } },
  }, (request) => listUsers(deps, request.actor, request.query))

  app.post('/user-searches', {
    config,
    schema: { tags, summary: 'Users in whose name or e-mail address words stand', description: 'Words come in the body, so that no log holds them.', body: SearchUsers, response: { 200: UserPage } },
  }, (request) => listUsers(deps, request.actor, request.body, request.body.words))

  app.get('/users/counts', { config, schema: { tags, summary: 'How many users each view shows, and what limits new ones', response: { 200: UserCounts } } }, (request) => countUsers(deps, request.actor))

  app.post('/users', {
    config,
    schema: {
      tags,
      summary: 'Create New User',
      description: 'The user is invited by e-mail; the link works for 14 days. Where the address belongs to a user who was removed, `current.userId` names them, to be reactivated.',
      body: CreateUser,
      response: { 201: UserRecord },
    },
  }, async (request, reply) => {
    if (administers(request.body)) requireConfirmed(signedInOf(request), deps.clock.now())
    const id = await createUser(deps, request.actor, request.body)
    return reply.code(201).send(await readUser(deps, request.actor, id))
  })
}

function recordRoutes(app: App, deps: UserDeps): void {
  app.get('/users/:id', { config, schema: { tags, summary: 'A user', params: ById, response: { 200: UserRecord } } }, (request) => readUser(deps, request.actor, request.params.id))

  app.patch('/users/:id', {
    config,
    schema: { tags, summary: 'Update User Profile', description: 'Another e-mail address signs the user out everywhere and unlinks single sign-on; it asks for a confirmation (confirmation_required) when the last is more than 15 minutes old.', params: ById, body: UpdateUser, response: { 200: UserRecord } },
  }, async (request) => {
    await updateUser(deps, request.actor, request.params.id, request.body, { confirm: () => requireConfirmed(signedInOf(request), deps.clock.now()) })
    return readUser(deps, request.actor, request.params.id)
  })

  app.put('/users/:id/roles', {
    config,
    schema: { tags, summary: 'Update User Roles and Groups', description: 'The user is signed out everywhere and told by e-mail. One more Account Administrator asks for a confirmation (confirmation_required) when the last is more than 15 minutes old; so do creating and reactivating one.', params: ById, body: SetRoles, response: { 200: UserRecord } },
  }, async (request) => {
    await setRoles(deps, request.actor, request.params.id, request.body, { confirm: () => requireConfirmed(signedInOf(request), deps.clock.now()) })
    return readUser(deps, request.actor, request.params.id)
  })

  app.post('/users/:id/removals', {
    config,
    schema: {
      tags,
      summary: 'Remove a user',
      description: 'Their access ends at once; what they did stays. While they hold work that no colleague takes over: conflict, with what it is as `current.held`.',
      params: ById,
      body: RemoveUser,
      response: { 201: UserRecord },
    },
  }, async (request, reply) => {
    await removeUser(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readUser(deps, request.actor, request.params.id))
  })

  app.post('/users/:id/reactivations', {
    config,
    schema: { tags, summary: 'Reactivate a user who was removed', description: 'As a user or as a third party. They are invited anew; no password, passkey or second factor of before works.', params: ById, body: ReactivateUser, response: { 201: UserRecord } },
  }, async (request, reply) => {
    if (administers(request.body)) requireConfirmed(signedInOf(request), deps.clock.now())
    await reactivateUser(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readUser(deps, request.actor, request.params.id))
  })
}

function signInRoutes(app: App, deps: UserDeps): void {
  const helps = [
    { path: 'invitations', summary: 'Send the invitation again', description: 'A new link, valid 14 days; the one before stops working.', confirmed: false, run: inviteAgain },
    { path: 'password-resets', summary: 'Send a link for a new password', description: 'By e-mail to the user; it works for one hour.', confirmed: false, run: sendPasswordReset },
    { path: 'unlocks', summary: 'Unlock', description: 'After too many wrong attempts the user may try again at once.', confirmed: false, run: unlockUser },
    { path: 'second-factor-resets', summary: 'Reset second factors', description: 'Takes authenticator app, passkeys and recovery codes away. The user is signed out and sets up a new one at the next sign-in.', confirmed: true, run: resetSecondFactors },
  ] as const
  for (const { path, summary, description, confirmed, run } of helps) {
    app.post(`/users/:id/${path}`, { config, schema: { tags, summary, description, params: ById, response: { 201: UserRecord } } }, async (request, reply) => {
      if (confirmed) requireConfirmed(signedInOf(request), deps.clock.now())
      await run(deps, request.actor, request.params.id)
      return reply.code(201).send(await readUser(deps, request.actor, request.params.id))
    })
  }
}

function workRoutes(app: App, deps: UserDeps): void {
  app.get('/users/:id/held-work', {
    config,
    schema: { tags, summary: 'What a user holds', description: 'Complaints of which they are Point of Contact and open tasks, with the colleagues who may take them over.', params: ById, response: { 200: HeldWork } },
  }, (request) => readHeldWork(deps, request.actor, request.params.id))

  app.post('/users/:id/reassignments', {
    config,
    schema: { tags, summary: 'Give all work of a user to a colleague', description: 'The history of each complaint shows it.', params: ById, body: Reassign, response: { 201: z.object({ items: HeldWork.shape.items }) } },
  }, async (request, reply) => {
    await reassignWork(deps, request.actor, request.params.id, request.body)
    const { items } = await readHeldWork(deps, request.actor, request.params.id)
    return reply.code(201).send({ items })
  })
}

function signedInOf({ signedIn }: { signedIn: SignedIn | null }): SignedIn {
  if (signedIn === null) throw new AppError('unauthenticated', 'Sign in to go on.')
  return signedIn
}

/** Whoever may make an Account Administrator could make themselves at home: a stolen session must not suffice. */
function administers({ systemRoles }: { systemRoles: readonly string[] }): boolean {
  return systemRoles.includes('account_administrator')
}
