import type { Actor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { newId } from '#src/platform/new-id.ts'
import { activated, invited, newcomer, wizardAt } from '#test/world/enrollment.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { assignContacts } from './commands/assign-contacts.ts'
import { beginEnrollment } from './commands/begin-enrollment.ts'
import { completeEnrollment } from './commands/complete-enrollment.ts'
import { finishUsers } from './commands/finish-users.ts'
import { rejectAssociation } from './commands/reject-association.ts'
import { remindEnrollment } from './commands/remind-enrollment.ts'
import { verifyCompany } from './commands/verify-company.ts'
import { withdrawInvitation } from './commands/withdraw-invitation.ts'
import { readEnrollmentStatus } from './queries/read-status.ts'
import { readWizard } from './queries/read-wizard.ts'

const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
const saying = async (work: Promise<unknown>): Promise<string> => work.then(() => '', (error: unknown) => (error instanceof Error ? error.message : String(error)))
const fieldsOf = async (work: Promise<unknown>): Promise<string[]> => work.then(() => [], (error: unknown) => (error instanceof AppError ? Object.keys(error.extras.fields ?? {}) : [String(error)]))
const jobs = async (world: World, companyId: string) =>
  (await world.rows<{ payload: Record<string, unknown> }>(`select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'notify-organisation' and j.payload ->> 'companyId' = $1 order by j.id`, [companyId])).map((row) => row.payload)

async function beginners(world: World) {
  const agency = await world.agency()
  const manager = await world.agencyUser(agency, 'manager')
  const company = await world.company({ enrolled: false })
  return { agency, manager, company }
}

test('a Supervisor or a Manager enrolls a company: its first user becomes Account Administrator, is invited and told', async ({ world }) => {
  for (const role of ['supervisor', 'manager'] as const) {
    const company = await world.company({ enrolled: false })
    const user = await world.agencyUser(await world.agency(), role)
    const first = newcomer()
    await beginEnrollment(world.deps, user, company.id, first)
    expect(await readEnrollmentStatus(world.deps, user, company.id)).toMatchObject({
      state: 'invited',
      enrollment: { firstUser: { name: first.name, title: first.title, email: first.email }, invitationEndsAt: '2026-12-07T15:00:00.000Z', invitationEnded: false, reminders: [] },
      can: ['remind', 'resend', 'withdraw'],
    })
    const [account] = await world.rows('select system_roles, complaints_role, standing from account where email = $1', [first.email])
    expect(account).toEqual({ system_roles: ['account_administrator'], complaints_role: 'manage', standing: 'invited' })
    const links = await world.rows<{ id: string }>(`select l.id from one_time_link l join account a on a.user_id = l.user_id where a.email = $1 and l.used_at is null`, [first.email])
    expect(await jobs(world, company.id)).toMatchObject([{ event: 'enrollment_begun', linkId: links[0]?.id, by: user.userId }])
    expect(await world.rows(`select audience from audit_entry where action = 'enrollment.begun' and company_id = $1`, [company.id])).toEqual([{ audience: 'both' }])
  }
})

test('an Account Administrator without a complaints role, a Viewer and a company may not enroll', async ({ world }) => {
  const { agency, company } = await beginners(world)
  const others: Actor[] = [
    await world.agencyUser(agency, null, ['account_administrator']),
    await world.agencyUser(agency, 'viewer'),
  ]
  for (const other of others) expect(await codeOf(beginEnrollment(world.deps, other, company.id, newcomer()))).toBe('forbidden')
  expect(await codeOf(beginEnrollment(world.deps, await world.companyUser(await world.company(), 'manage', ['account_administrator']), company.id, newcomer()))).toBe('not_found')
  expect(await world.rows('select 1 from enrollment where company_id = $1', [company.id])).toEqual([])
})

test('a company is enrolled once for all agencies, and a refusal says why', async ({ world }) => {
  const { agency, manager, company } = await beginners(world)
  const other = await world.agencyUser(await world.agency(), 'supervisor')
  expect(await saying(beginEnrollment(world.deps, manager, (await world.company()).id, newcomer()))).toMatch(/is enrolled already/)
  await invited(world, manager, company)
  expect(await saying(beginEnrollment(world.deps, other, company.id, newcomer()))).toBe(`${agency.name} began the enrollment of ${company.name} on November 23, 2026. Send a reminder instead.`)
  const unknown = await world.company({ enrolled: false })
  await world.rows(`update company set standing = 'to_be_confirmed' where id = $1`, [unknown.id])
  expect(await codeOf(beginEnrollment(world.deps, manager, unknown.id, newcomer()))).toBe('conflict')
  expect((await readEnrollmentStatus(world.deps, manager, unknown.id)).can).toEqual([])
})

test('an e-mail address that somebody else has is refused by its field', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const taken = (await world.emailOf(manager.userId)).toUpperCase()
  expect(await fieldsOf(beginEnrollment(world.deps, manager, company.id, { ...newcomer(), email: taken }))).toEqual(['email'])
})

test('of two agencies that enroll a company at one moment, one wins and the other reads who', async ({ world }) => {
  const { company } = await beginners(world)
  const users = [await world.agencyUser(await world.agency(), 'manager'), await world.agencyUser(await world.agency(), 'manager')]
  const outcomes = await Promise.all(users.map((user) => codeOf(beginEnrollment(world.deps, user, company.id, newcomer()))))
  expect(outcomes.sort()).toEqual(['conflict', 'done'])
  expect(await world.rows('select 1 from account where company_id = $1', [company.id])).toHaveLength(1)
})

test('of two companies that invite one address at one moment, one gets it', async ({ world }) => {
  const { manager } = await beginners(world)
  const first = newcomer()
  const outcomes = await Promise.all([1, 2].map(async () => codeOf(beginEnrollment(world.deps, manager, (await world.company({ enrolled: false })).id, first))))
  expect(outcomes.sort()).toEqual(['done', 'invalid'])
})

test('a reminder is sent at most once an hour, with a new link when asked for or when the old one has ended', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const { enrollmentId, userId } = await invited(world, manager, company)
  const link = async () => (await world.rows<{ id: string }>(`select id from one_time_link where user_id = $1 and used_at is null`, [userId])).map((row) => row.id)
  const [first] = await link()
  await remindEnrollment(world.deps, manager, enrollmentId, { newLink: false })
  expect(await link()).toEqual([first])
  expect(await saying(remindEnrollment(world.deps, manager, enrollmentId, { newLink: false }))).toBe('A reminder was sent less than an hour ago. The next one can be sent at 11:00 am EST.')
  world.clock.advance(60 * 60_000)
  await remindEnrollment(world.deps, manager, enrollmentId, { newLink: true })
  const [second] = await link()
  expect(second).not.toBe(first)
  world.clock.advance(15 * 24 * 60 * 60_000)
  expect((await readEnrollmentStatus(world.deps, manager, company.id)).enrollment?.invitationEnded).toBe(true)
  await remindEnrollment(world.deps, manager, enrollmentId, { newLink: false })
  const [third] = await link()
  expect(await jobs(world, company.id)).toMatchObject([{ event: 'enrollment_begun' }, { event: 'enrollment_reminded' }, { event: 'enrollment_reminded', linkId: second }, { event: 'enrollment_reminded', linkId: third }])
  expect((await readEnrollmentStatus(world.deps, manager, company.id)).enrollment).toMatchObject({ invitationEnded: false, reminders: [{ newLink: true }, { newLink: true }, { newLink: false }] })
})

test('of two reminders at one moment one is sent', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const { enrollmentId } = await invited(world, manager, company)
  const outcomes = await Promise.all([1, 2].map(() => codeOf(remindEnrollment(world.deps, manager, enrollmentId, { newLink: true }))))
  expect(outcomes.sort()).toEqual(['conflict', 'done'])
})

test('whoever has opened the account is reminded without a link; a Viewer and another company remind nobody', async ({ world }) => {
  const { agency, manager, company } = await beginners(world)
  const first = await activated(world, manager, company)
  expect((await readEnrollmentStatus(world.deps, manager, company.id)).can).toEqual(['remind'])
  expect(await codeOf(remindEnrollment(world.deps, manager, first.enrollmentId, { newLink: true }))).toBe('conflict')
  expect(await codeOf(remindEnrollment(world.deps, await world.agencyUser(agency, 'viewer'), first.enrollmentId, { newLink: false }))).toBe('forbidden')
  expect(await codeOf(remindEnrollment(world.deps, await world.companyUser(company, 'manage'), first.enrollmentId, { newLink: false }))).toBe('not_found')
  await remindEnrollment(world.deps, await world.agencyUser(await world.agency(), 'manager'), first.enrollmentId, { newLink: false })
  expect((await readEnrollmentStatus(world.deps, manager, company.id)).can).toEqual([])
  await wizardAt(world, first, 'done')
  world.clock.advance(2 * 60 * 60_000)
  expect(await codeOf(remindEnrollment(world.deps, manager, first.enrollmentId, { newLink: false }))).toBe('conflict')
})

test('the first sign-in activates, and the company goes step by step to its end', async ({ world }) => {
  const { agency, manager, company } = await beginners(world)
  const first = await activated(world, manager, company)
  const start = await readWizard(world.deps, first)
  expect(start).toMatchObject({ state: 'activated', step: 'verify_company', isFirstUser: true, company: { name: company.name, address: '1 Main St, Toledo, OH 43604' }, begunBy: { agency: agency.name, phone: '(614) 555-0121' }, waiting: [] })
  const verified = await verifyCompany(world.deps, first, { version: start.version })
  expect(verified).toMatchObject({ state: 'verified', step: 'create_users' })
  const users = await finishUsers(world.deps, first, { version: verified.version, later: true })
  expect(users).toMatchObject({ state: 'users_added', step: 'assign_contacts', usersLater: true })
  const contacts = await assignContacts(world.deps, first, { version: users.version, complaintsContactId: first.userId, saContactId: first.userId, extraAddresses: ['care@newcomer.example', 'Care@newcomer.example'] })
  expect(contacts).toMatchObject({ state: 'contacts_assigned', step: 'review', contacts: { complaintsContactId: first.userId, extraAddresses: ['Care@newcomer.example'] } })
  const done = await completeEnrollment(world.deps, first, { version: contacts.version })
  expect(done).toMatchObject({ state: 'complete', step: 'done' })
  expect((await readEnrollmentStatus(world.deps, manager, company.id))).toMatchObject({ state: 'complete', enrollment: { completedAt: '2026-11-23T15:00:00.000Z' }, can: [] })
  expect((await jobs(world, company.id)).map((job) => job['event'])).toEqual(['enrollment_begun', 'enrollment_completed'])
})

test('the same step is shown on every device, and an earlier one can be taken again', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const first = await activated(world, manager, company)
  const here = await wizardAt(world, first, 'review')
  expect(await readWizard(world.deps, first)).toEqual(here)
  const again = await finishUsers(world.deps, first, { version: here.version, later: false })
  expect(again).toMatchObject({ state: 'contacts_assigned', step: 'review', usersLater: false })
  expect((await verifyCompany(world.deps, first, { version: again.version })).step).toBe('review')
})

test('a step out of its turn is refused, and nothing changes after the completion', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const first = await activated(world, manager, company)
  const { version } = await readWizard(world.deps, first)
  expect(await saying(completeEnrollment(world.deps, first, { version }))).toBe('Assign the contacts first.')
  expect(await saying(finishUsers(world.deps, first, { version, later: true }))).toBe('Verify your company first.')
  const done = await wizardAt(world, first, 'done')
  expect(await codeOf(verifyCompany(world.deps, first, { version: done.version }))).toBe('conflict')
  expect(await codeOf(rejectAssociation(world.deps, first, { version: done.version, reason: 'No.' }))).toBe('conflict')
})

test('a stale step is refused with the enrollment as it stands', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const first = await activated(world, manager, company)
  const { version } = await readWizard(world.deps, first)
  await verifyCompany(world.deps, first, { version })
  const stale = { code: 'stale_version', extras: { current: { step: 'create_users', version: version + 1 } } }
  await expect(verifyCompany(world.deps, first, { version })).rejects.toMatchObject(stale)
  await expect(finishUsers(world.deps, first, { version, later: true })).rejects.toMatchObject(stale)
  await expect(assignContacts(world.deps, first, { version, complaintsContactId: first.userId, saContactId: first.userId, extraAddresses: [] })).rejects.toMatchObject(stale)
  await expect(completeEnrollment(world.deps, first, { version })).rejects.toMatchObject(stale)
  await expect(rejectAssociation(world.deps, first, { version, reason: 'No.' })).rejects.toMatchObject(stale)
})

test('contacts are people of the company who may be that', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const first = await activated(world, manager, company)
  const { version } = await wizardAt(world, first, 'assign_contacts')
  const viewer = await world.companyUser(company, 'view', ['leader'])
  const counsel = await world.companyUser(company, null, ['third_party'])
  const stranger = await world.companyUser(await world.company(), 'manage')
  const assign = (complaintsContactId: string, saContactId: string) => assignContacts(world.deps, first, { version, complaintsContactId, saContactId, extraAddresses: [] })
  expect(await fieldsOf(assign(viewer.userId, viewer.userId))).toEqual(['complaintsContactId'])
  expect(await fieldsOf(assign(stranger.userId, stranger.userId))).toEqual(['complaintsContactId', 'saContactId'])
  expect(await fieldsOf(assign(first.userId, counsel.userId))).toEqual(['saContactId'])
  expect(await codeOf(assign(first.userId, viewer.userId))).toBe('done')
})

test('a contact who has left is named again before the completion', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const first = await activated(world, manager, company)
  const colleague = await world.companyUser(company, 'manage')
  const { version } = await wizardAt(world, first, 'assign_contacts')
  const named = await assignContacts(world.deps, first, { version, complaintsContactId: colleague.userId, saContactId: first.userId, extraAddresses: [] })
  await world.rows(`update account set complaints_role = 'view' where user_id = $1`, [colleague.userId])
  expect(await fieldsOf(completeEnrollment(world.deps, first, { version: named.version }))).toEqual(['complaintsContactId'])
  await world.rows(`update company_contacts set complaints_contact_id = null where company_id = $1`, [company.id])
  expect((await readWizard(world.deps, first)).step).toBe('assign_contacts')
  expect(await saying(completeEnrollment(world.deps, first, { version: named.version }))).toMatch(/Assign the contacts again/)
})

test('colleagues without administration, other companies and agencies take no step', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const first = await activated(world, manager, company)
  const { version } = await readWizard(world.deps, first)
  const colleague = { ...(await world.companyUser(company, 'manage')), complaintsAccess: null, enrolled: false }
  const stranger = await world.companyUser(await world.company(), 'manage', ['account_administrator'])
  for (const step of [verifyCompany, completeEnrollment]) {
    expect(await codeOf(step(world.deps, colleague, { version }))).toBe('forbidden')
    expect(await codeOf(step(world.deps, stranger, { version }))).toBe('not_found')
    expect(await codeOf(step(world.deps, manager, { version }))).toBe('not_found')
  }
  for (const other of [stranger, manager]) expect(await codeOf(readWizard(world.deps, other))).toBe('not_found')
  expect(await codeOf(readWizard(world.deps, colleague))).toBe('forbidden')
})

test('rejecting the association ends the enrollment and the account; the agency reads why and may begin again', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const first = await activated(world, manager, company)
  const second = { ...(await world.companyUser(company, 'manage', ['account_administrator'])), complaintsAccess: null, enrolled: false }
  const { version } = await wizardAt(world, first, 'review')
  expect(await codeOf(rejectAssociation(world.deps, second, { version, reason: 'Not ours.' }))).toBe('forbidden')
  expect(await rejectAssociation(world.deps, first, { version, reason: 'I have never worked for this company.' })).toMatchObject({ state: 'not_enrolled', step: 'done', users: [], waiting: [] })
  const status = await readEnrollmentStatus(world.deps, manager, company.id)
  expect(status).toMatchObject({ state: 'not_enrolled', enrollment: null, rejected: [{ by: 'Ellen Brandt', reason: 'I have never worked for this company.' }], can: ['enroll'] })
  expect(await world.rows(`select 1 from account where company_id = $1 and standing <> 'removed'`, [company.id])).toEqual([])
  expect((await jobs(world, company.id)).at(-1)).toMatchObject({ event: 'association_rejected' })
  await beginEnrollment(world.deps, manager, company.id, { name: 'Ellen Brandt', email: await world.emailOf(first.userId) })
  expect((await readEnrollmentStatus(world.deps, manager, company.id)).state).toBe('invited')
})

test('an invitation that nobody used is withdrawn: its link ends, nobody is told, and another address is invited at once', async ({ world }) => {
  const { agency, manager, company } = await beginners(world)
  const first = await invited(world, manager, company)
  const version = (await readEnrollmentStatus(world.deps, manager, company.id)).enrollment?.version ?? 0
  const told = (await jobs(world, company.id)).length
  await withdrawInvitation(world.deps, manager, first.enrollmentId, { version, reason: ' The address was mistyped. ' })

  const status = await readEnrollmentStatus(world.deps, manager, company.id)
  const [name] = await world.rows<{ name: string }>('select name from person where id = $1', [manager.userId])
  expect(status).toMatchObject({ state: 'not_enrolled', enrollment: null, rejected: [], withdrawn: [{ by: name?.name, agency: agency.name, reason: 'The address was mistyped.' }], can: ['enroll'] })
  expect(await world.rows('select standing from account where user_id = $1', [first.userId])).toEqual([{ standing: 'removed' }])
  expect(await world.rows('select 1 from one_time_link where user_id = $1 and used_at is null', [first.userId])).toEqual([])
  expect(await world.rows(`select details from audit_entry where action = 'enrollment.withdrawn' and company_id = $1`, [company.id])).toEqual([{ details: { firstUser: first.userId } }])
  expect(await jobs(world, company.id)).toHaveLength(told)

  await beginEnrollment(world.deps, manager, company.id, newcomer())
  expect(await readEnrollmentStatus(world.deps, manager, company.id)).toMatchObject({ state: 'invited', withdrawn: [{ agency: agency.name }] })
})

test('only the agency that sent an invitation withdraws it, with a role for it and as it stands now', async ({ world }) => {
  const { agency, manager, company } = await beginners(world)
  const { enrollmentId } = await invited(world, manager, company)
  const withdraw = (actor: Actor, version = 1) => withdrawInvitation(world.deps, actor, enrollmentId, { version })
  const elsewhere = await world.agencyUser(await world.agency(), 'supervisor')
  expect(await saying(withdraw(elsewhere))).toBe(`${agency.name} sent this invitation. Only it can withdraw it.`)
  expect((await readEnrollmentStatus(world.deps, elsewhere, company.id)).can).not.toContain('withdraw')
  for (const other of [elsewhere, await world.agencyUser(agency, 'viewer'), await world.agencyUser(agency, null, ['account_administrator'])]) expect(await codeOf(withdraw(other))).toBe('forbidden')
  expect(await codeOf(withdraw(await world.companyUser(company, 'manage', ['account_administrator'])))).toBe('not_found')
  await remindEnrollment(world.deps, manager, enrollmentId, { newLink: true })
  await expect(withdraw(manager)).rejects.toMatchObject({ code: 'stale_version', extras: { current: { state: 'invited', enrollment: { version: 2 } } } })
  const colleague = await world.agencyUser(agency, 'supervisor')
  expect(await codeOf(withdraw(colleague, 2))).toBe('done')
  expect(await codeOf(withdraw(colleague, 3))).toBe('conflict')
  expect(await saying(remindEnrollment(world.deps, manager, enrollmentId, { newLink: false }))).toBe('The invitation was withdrawn. Enroll the company with another person.')
})

test('an invitation that was used is not withdrawn', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const first = await activated(world, manager, company)
  const status = await readEnrollmentStatus(world.deps, manager, company.id)
  expect(status.can).not.toContain('withdraw')
  expect(await saying(withdrawInvitation(world.deps, manager, first.enrollmentId, { version: status.enrollment?.version ?? 0 }))).toMatch(/has used the invitation already/)
  expect(await world.rows('select standing from account where user_id = $1', [first.userId])).toEqual([{ standing: 'active' }])
})

test('of a withdrawal and a first sign-in at one moment, one wins', async ({ world }) => {
  for (let round = 0; round < 5; round += 1) {
    const { manager, company } = await beginners(world)
    const { enrollmentId, userId } = await invited(world, manager, company)
    const signIn = world.rows(`update account set standing = 'active', last_sign_in_at = now() where user_id = $1 and standing = 'invited'`, [userId])
    const [withdrawn] = await Promise.all([codeOf(withdrawInvitation(world.deps, manager, enrollmentId, { version: 1 })), signIn])
    const [row] = await world.rows<{ state: string; standing: string }>('select e.state, a.standing from enrollment e join account a on a.user_id = e.first_user_id where e.id = $1', [enrollmentId])
    expect([withdrawn, row?.state, row?.standing]).toEqual(withdrawn === 'done' ? ['done', 'withdrawn', 'removed'] : ['conflict', 'activated', 'active'])
  }
})

test('whom an agency named when it asked for a company’s account is offered to it as first user, and to no other agency', async ({ world }) => {
  const { manager, company } = await beginners(world)
  const contact = { name: 'Rosa Delgado', title: 'Owner', email: 'rosa@keystone.example', phone: '(614) 555-0134' }
  await world.rows(
    `insert into company_account_request (id, agency_id, requested_by, requested_at, name, kind, contact_name, contact_title, contact_email, contact_phone, reason, status, decided_at, company_id)
     values ($1, $2, $3, now(), 'Keystone', 'non-depository', $4, $5, $6, $7, 'Not in NMLS.', 'approved', now(), $8)`,
    [newId(), manager.agencyId, manager.userId, contact.name, contact.title, contact.email, contact.phone, company.id],
  )
  expect((await readEnrollmentStatus(world.deps, manager, company.id)).requestContact).toEqual(contact)
  expect((await readEnrollmentStatus(world.deps, await world.agencyUser(await world.agency(), 'manager'), company.id)).requestContact).toBeNull()
})

test('whoever was asked by the wrong company, or not at all in the end, may be asked by the right one', async ({ world }) => {
  const supervisor = await world.agencyUser(await world.agency(), 'supervisor')
  const [wrong, right, third] = [await world.company({ enrolled: false }), await world.company({ enrolled: false }), await world.company({ enrolled: false })]
  const first = await activated(world, supervisor, wrong)
  const email = await world.emailOf(first.userId)
  const { version } = await readWizard(world.deps, first)
  await rejectAssociation(world.deps, first, { version, reason: 'I work elsewhere.' })
  await beginEnrollment(world.deps, supervisor, right.id, { ...newcomer(), email })
  const { enrollment } = await readEnrollmentStatus(world.deps, supervisor, right.id)
  await withdrawInvitation(world.deps, supervisor, enrollment?.id ?? '', { version: enrollment?.version ?? 0 })
  await beginEnrollment(world.deps, supervisor, third.id, { ...newcomer(), email: email.toUpperCase() })
  expect(await world.rows('select company_id, standing from account where email_key = $1', [email])).toEqual([{ company_id: third.id, standing: 'invited' }])
})
