import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { assignContacts } from './commands/assign-contacts.ts'
import { beginEnrollment } from './commands/begin-enrollment.ts'
import { completeEnrollment } from './commands/complete-enrollment.ts'
import { finishUsers } from './commands/finish-users.ts'
import { rejectAssociation } from './commands/reject-association.ts'
import { remindEnrollment } from './commands/remind-enrollment.ts'
import { verifyCompany } from './commands/verify-company.ts'
import { withdrawInvitation } from './commands/withdraw-invitation.ts'
import { AssignContacts, BeginEnrollment, CompleteEnrollment, EnrollmentFinisher, EnrollmentStatus, EnrollmentWizard, FinishUsers, RejectAssociation, RemindEnrollment, VerifyCompany, WithdrawInvitation } from './contract.ts'
import { readFinisher } from './queries/read-finisher.ts'
import { readEnrollmentStatus } from './queries/read-status.ts'
import { readWizard } from './queries/read-wizard.ts'

const tags = ['Enrollment']

export function enrollmentRoutes(app: App, deps: Deps): void {
  agencyRoutes(app, deps)
  companyRoutes(app, deps)
}

function agencyRoutes(app: App, deps: Deps): void {
  app.get('/companies/:id/enrollment', {
    config: { permission: 'company.view' },
    schema: { tags, summary: "How far a company's enrollment is", description: 'One enrollment for all agencies; with the contacts filed in NMLS, to be offered as first user.', params: ById, response: { 200: EnrollmentStatus } },
  }, (request) => readEnrollmentStatus(deps, request.actor, request.params.id))

  app.post('/companies/:id/enrollments', {
    config: { permission: 'company.enroll' },
    schema: { tags, summary: 'Enroll a company', description: 'Makes its first user, an Account Administrator who may manage complaints, and sends them a link that works once, for 14 days.', params: ById, body: BeginEnrollment, response: { 201: EnrollmentStatus } },
  }, async (request, reply) => {
    await beginEnrollment(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readEnrollmentStatus(deps, request.actor, request.params.id))
  })

  app.post('/enrollments/:id/reminders', {
    config: { permission: 'company.enroll' },
    schema: { tags, summary: 'Remind the first user', description: 'At most once an hour. With a new link where asked for, or where the last one has ended.', params: ById, body: RemindEnrollment, response: { 201: EnrollmentStatus } },
  }, async (request, reply) => {
    const { companyId } = await remindEnrollment(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readEnrollmentStatus(deps, request.actor, companyId))
  })

  app.post('/enrollments/:id/withdrawals', {
    config: { permission: 'company.enroll' },
    schema: {
      tags,
      summary: 'Withdraw an invitation',
      description: 'Until its first user has signed in, and only by the agency that sent it. The link stops working, the account that it was for is removed, and another person can be invited at once. Nobody is told by e-mail.',
      params: ById,
      body: WithdrawInvitation,
      response: { 201: EnrollmentStatus },
    },
  }, async (request, reply) => {
    const { companyId } = await withdrawInvitation(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readEnrollmentStatus(deps, request.actor, companyId))
  })
}

/** Each step answers the enrollment as it stands then; every step may be taken again until the enrollment is complete. */
function companyRoutes(app: App, deps: Deps): void {
  const config = { permission: 'enrollment.finish' } as const

  app.get('/enrollment', {
    config,
    schema: { tags, summary: 'The enrollment of the own company', description: 'The step to take now, and what waits. The same on every device.', response: { 200: EnrollmentWizard } },
  }, (request) => readWizard(deps, request.actor))

  app.get('/enrollment/finisher', {
    config: { permission: 'account.own' },
    schema: { tags, summary: 'Who finishes the enrollment of the own company', description: 'For colleagues who are not Account Administrators and wait for it.', response: { 200: EnrollmentFinisher } },
  }, (request) => readFinisher(deps, request.actor))

  app.post('/enrollment/verifications', {
    config,
    schema: { tags, summary: 'Confirm that this is the own company', body: VerifyCompany, response: { 201: EnrollmentWizard } },
  }, async (request, reply) => reply.code(201).send(await verifyCompany(deps, request.actor, request.body)))

  app.post('/enrollment/rejections', {
    config,
    schema: { tags, summary: 'Reject the association with the company', description: 'Ends the enrollment, the account and its sessions; the agency is told the reason. Only the first user may.', body: RejectAssociation, response: { 201: EnrollmentWizard } },
  }, async (request, reply) => reply.code(201).send(await rejectAssociation(deps, request.actor, request.body)))

  app.post('/enrollment/users-steps', {
    config,
    schema: { tags, summary: 'Leave the step Create Additional Users', description: 'The users themselves are created under /users.', body: FinishUsers, response: { 201: EnrollmentWizard } },
  }, async (request, reply) => reply.code(201).send(await finishUsers(deps, request.actor, request.body)))

  app.post('/enrollment/contacts', {
    config,
    schema: { tags, summary: 'Assign the company contacts', description: 'The Complaints Contact must be able to manage complaints.', body: AssignContacts, response: { 201: EnrollmentWizard } },
  }, async (request, reply) => reply.code(201).send(await assignContacts(deps, request.actor, request.body)))

  app.post('/enrollment/completions', {
    config,
    schema: { tags, summary: 'Complete the enrollment', description: 'Opens what agencies have sent. The agency that began it is told.', body: CompleteEnrollment, response: { 201: EnrollmentWizard } },
  }, async (request, reply) => reply.code(201).send(await completeEnrollment(deps, request.actor, request.body)))
}
