import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { organisationEvents } from './organisation-facts.ts'
import type { AgencyFact, CompanyFact, HomeFact, OrganisationEvent, OrganisationFacts, Standing, UserFact } from './organisation-facts.ts'
import { planOrganisation } from './organisation-plan.ts'

const user = (id: string, complaintsRole: string | null = null, administers = false, standing: Standing = 'active'): UserFact => ({ id, name: `Name of ${id}`, email: `${id}@example.org`, standing, complaintsRole, administers })

const ohio: AgencyFact = {
  kind: 'agency',
  id: 'ohio',
  name: 'Ohio Division',
  extraAddresses: ['complaints@ohio.example'],
  people: [user('supervisor', 'supervisor'), user('beginner', 'manager'), user('other-manager', 'manager'), user('viewer', 'viewer'), user('agency-admin', null, true)],
}
const acme: CompanyFact = {
  kind: 'company',
  id: 'acme',
  name: 'Acme Lending',
  enrolled: true,
  complaintsContactId: 'contact',
  saContactId: 'sa-contact',
  extraAddresses: ['inbox@acme.example'],
  people: [user('first', 'manage', true), user('contact', 'manage'), user('sa-contact'), user('reader', 'view')],
}

function facts(event: OrganisationEvent, more: Partial<OrganisationFacts> = {}): OrganisationFacts {
  return { event, by: null, at: 'November 22, 2026 at 4:22 pm EST', device: null, placeholder: null, user: null, formerAddress: null, home: null, initiator: null, enrollment: null, unassigned: [], verification: null, accountRequest: null, platformPeople: [], entity: null, entityChange: null, assigned: 0, deputy: null, document: null, tagged: null,
    importRun: null, ...more }
}

const told = (of: OrganisationFacts) => planOrganisation(of).tell.flatMap(({ userId }) => userId ?? []).sort()
const mailed = (of: OrganisationFacts) => planOrganisation(of).tell.flatMap(({ mail }) => mail?.address ?? []).sort()
const tasks = (of: OrganisationFacts) => planOrganisation(of).open.map(({ kind, holders }) => `${kind}: ${holders.join(', ')}`)

const invitedUser = user('newcomer', 'manage', false, 'invited')
const invitedFirst = user('first', 'manage', true, 'invited')
const enrolling: Partial<OrganisationFacts> = { user: invitedFirst, home: { ...acme, enrolled: false, people: [] }, initiator: { ...ohio, userId: 'beginner' }, enrollment: { state: 'invited', firstUserId: 'first' }, placeholder: 'ses-link:x' }

type Expected = { told: string[]; mailed: string[]; tasks: string[] }
const cases: [string, OrganisationFacts, Expected][] = [
  ['a wish to change an entity goes to the Supervisors of the agency that keeps it and to whoever created it', facts('entity_change_requested', { home: ohio, entity: { id: 'e', number: 12, createdBy: 'beginner' }, by: 'stranger' }),
    { told: ['beginner', 'supervisor'], mailed: ['beginner@example.org', 'complaints@ohio.example', 'supervisor@example.org'], tasks: [] }],
  ['an entity that a Viewer created is for the Supervisors alone', facts('entity_change_requested', { home: ohio, entity: { id: 'e', number: 12, createdBy: 'viewer' }, by: 'stranger' }),
    { told: ['supervisor'], mailed: ['complaints@ohio.example', 'supervisor@example.org'], tasks: [] }],
  ['the answer goes to whoever asked', facts('entity_change_decided', { home: acme, entity: { id: 'e', number: 12, createdBy: null }, entityChange: { askedBy: 'other-manager', asker: ohio, state: 'done' } }),
    { told: ['other-manager'], mailed: ['other-manager@example.org'], tasks: [] }],
  ['who asked and only views by now hears nothing', facts('entity_change_decided', { home: ohio, entity: { id: 'e', number: 12, createdBy: null }, entityChange: { askedBy: 'viewer', asker: ohio, state: 'declined' } }),
    { told: [], mailed: [], tasks: [] }],
  ['many complaints assigned at once are one message to their new Agency POC', facts('complaints_assigned', { home: ohio, by: 'supervisor', user: user('other-manager', 'manager'), assigned: 12 }),
    { told: ['other-manager'], mailed: ['other-manager@example.org'], tasks: [] }],
  ['who takes many complaints over is told nothing of it', facts('complaints_assigned', { home: ohio, by: 'other-manager', user: user('other-manager', 'manager'), assigned: 12 }),
    { told: [], mailed: [], tasks: [] }],
  ['an import that is finished is told to whoever started it', facts('import_finished', { home: ohio, by: 'beginner', importRun: { id: 'r', startedBy: 'beginner', failed: false, imported: 3, rejected: 1 } }),
    { told: ['beginner'], mailed: ['beginner@example.org'], tasks: [] }],
  ['an invitation goes to the invited person by e-mail alone', facts('account_invited', { user: invitedUser, home: acme, placeholder: 'ses-link:x' }), { told: [], mailed: ['newcomer@example.org'], tasks: [] }],
  ['an invitation that was used meanwhile is not sent', facts('account_invited', { user: { ...invitedUser, standing: 'active' }, home: acme, placeholder: 'ses-link:x' }), { told: [], mailed: [], tasks: [] }],
  ['a link to a new password goes by e-mail alone', facts('password_reset_asked', { user: user('contact'), home: acme, placeholder: 'ses-link:x' }), { told: [], mailed: ['contact@example.org'], tasks: [] }],
  ['who was removed gets no link to a new password', facts('password_reset_asked', { user: user('gone', null, false, 'removed'), home: acme, placeholder: 'ses-link:x' }), { told: [], mailed: [], tasks: [] }],
  ['who changed their own password is told', facts('password_changed', { user: user('contact'), by: 'contact', home: acme }), { told: ['contact'], mailed: ['contact@example.org'], tasks: [] }],
  ['another e-mail address is told at both addresses', facts('email_changed', { user: user('contact'), formerAddress: 'before@example.org', home: acme, by: 'first' }), { told: ['contact'], mailed: ['before@example.org', 'contact@example.org'], tasks: [] }],
  ['once the e-mails were written the old address is not known any more', facts('email_changed', { user: user('contact'), home: acme, by: 'first' }), { told: ['contact'], mailed: ['contact@example.org'], tasks: [] }],
  ['who was removed meanwhile is not told of another address', facts('email_changed', { user: user('gone', null, false, 'removed'), formerAddress: 'before@example.org', home: acme, by: 'first' }), { told: [], mailed: [], tasks: [] }],
  ['changed roles are told to the person, and to the other administrators without an e-mail', facts('roles_changed', { user: user('viewer', 'viewer'), by: 'first-admin', home: { ...ohio, people: [...ohio.people, user('first-admin', null, true)] } }),
    { told: ['agency-admin', 'viewer'], mailed: ['viewer@example.org'], tasks: [] }],
  ['who was removed gets an e-mail', facts('account_removed', { user: user('gone', null, false, 'removed'), home: acme }), { told: [], mailed: ['gone@example.org'], tasks: [] }],
  ['a company whose Complaints Contact was removed must name another', facts('account_removed', { user: user('gone', null, false, 'removed'), home: { ...acme, complaintsContactId: null } }), { told: [], mailed: ['gone@example.org'], tasks: ['assign_contacts: first'] }],
  ['the first user is invited and holds the task to finish the enrollment', facts('enrollment_begun', enrolling), { told: [], mailed: ['first@example.org'], tasks: ['complete_enrollment: first'] }],
  ['an enrollment that was rejected before the job ran invites nobody', facts('enrollment_begun', { ...enrolling, enrollment: { state: 'rejected', firstUserId: 'first' } }), { told: [], mailed: [], tasks: [] }],
  ['an invitation that was withdrawn before the job ran is not sent', facts('enrollment_begun', { ...enrolling, enrollment: { state: 'withdrawn', firstUserId: 'first' } }), { told: [], mailed: [], tasks: [] }],
  ['a reminder of an active first user is a notification as well', facts('enrollment_reminded', { ...enrolling, user: user('first', 'manage', true), placeholder: null }), { told: ['first'], mailed: ['first@example.org'], tasks: [] }],
  ['a completed enrollment is told to whoever began it, the Supervisors, the agency’s extra addresses and the company’s other administrators', facts('enrollment_completed', { home: { ...acme, people: [...acme.people, user('second', null, true)] }, initiator: { ...ohio, userId: 'beginner' }, enrollment: { state: 'complete', firstUserId: 'first' }, by: 'first' }),
    { told: ['beginner', 'second', 'supervisor'], mailed: ['beginner@example.org', 'complaints@ohio.example', 'second@example.org', 'supervisor@example.org'], tasks: [] }],
  ['waiting complaints are told once to those who may assign them', facts('enrollment_completed', { home: acme, initiator: { ...ohio, userId: 'beginner' }, by: 'first', unassigned: [{ id: 'c1', dueOn: '2026-12-09' }, { id: 'c2', dueOn: '2026-12-08' }] }),
    { told: ['beginner', 'contact', 'first', 'supervisor'], mailed: ['beginner@example.org', 'complaints@ohio.example', 'contact@example.org', 'first@example.org', 'inbox@acme.example', 'supervisor@example.org'], tasks: [] }],
  ['a rejected association is told to the agency that began', facts('association_rejected', { home: { ...acme, enrolled: false, people: [] }, initiator: { ...ohio, userId: 'beginner' }, enrollment: { state: 'rejected', firstUserId: 'first' }, by: 'first' }),
    { told: ['beginner', 'supervisor'], mailed: ['beginner@example.org', 'complaints@ohio.example', 'supervisor@example.org'], tasks: [] }],
  ['a request for a company account goes to all platform administrators', facts('company_account_requested', { initiator: { ...ohio, userId: 'beginner' }, accountRequest: { status: 'pending', companyName: 'New Firm', companyId: null }, platformPeople: [user('p1'), user('p2')], by: 'beginner' }),
    { told: ['p1', 'p2'], mailed: ['p1@example.org', 'p2@example.org'], tasks: [] }],
  ['its decision goes to the requester and the Supervisors', facts('company_account_decided', { initiator: { ...ohio, userId: 'beginner' }, accountRequest: { status: 'rejected', companyName: 'New Firm', companyId: null }, by: 'p1' }),
    { told: ['beginner', 'supervisor'], mailed: ['beginner@example.org', 'complaints@ohio.example', 'supervisor@example.org'], tasks: [] }],
  ['an agency’s administrators verify its users', facts('verification_opened', { home: ohio, verification: { dueOn: '2026-12-08' } }), { told: ['agency-admin'], mailed: ['agency-admin@example.org'], tasks: ['verify_users: agency-admin'] }],
  ['a company’s contacts are told too, and only its administrators hold the task', facts('verification_overdue', { home: acme, verification: { dueOn: '2026-12-08' } }),
    { told: ['contact', 'first', 'sa-contact'], mailed: ['contact@example.org', 'first@example.org', 'sa-contact@example.org'], tasks: ['verify_users: first'] }],
  ['a verification that was done before the job ran is told to nobody', facts('verification_opened', { home: ohio }), { told: [], mailed: [], tasks: [] }],
  ['a deputy whom an administrator named is told, and so is the colleague who is away', facts('deputy_named', { by: 'first', user: user('contact', 'manage'), home: acme, deputy: { absent: user('sa-contact'), from: 'December 1, 2026', until: '2026-12-08', ended: false } }),
    { told: ['contact', 'sa-contact'], mailed: ['contact@example.org', 'sa-contact@example.org'], tasks: [] }],
  ['who names a deputy for themselves is told nothing', facts('deputy_named', { by: 'sa-contact', user: user('contact', 'manage'), home: acme, deputy: { absent: user('sa-contact'), from: 'December 1, 2026', until: '2026-12-08', ended: false } }),
    { told: ['contact'], mailed: ['contact@example.org'], tasks: [] }],
  ['a deputy who was taken back before the job ran hears only of the end', facts('deputy_named', { by: 'first', user: user('contact', 'manage'), home: acme, deputy: { absent: user('sa-contact'), from: 'December 1, 2026', until: '2026-12-08', ended: true } }),
    { told: [], mailed: [], tasks: [] }],
  ['who left the company meanwhile hears nothing of a deputy', facts('deputy_ended', { by: 'first', user: user('gone', 'manage', false, 'removed'), home: acme, deputy: { absent: user('sa-contact'), from: 'December 1, 2026', until: '2026-12-08', ended: true } }),
    { told: ['sa-contact'], mailed: ['sa-contact@example.org'], tasks: [] }],
  ['malware is told to whoever uploaded it and to the administrators beside them, not to the other side', facts('document_infected', { user: user('contact', 'manage'), home: acme, document: { complaintId: 'c' } }),
    { told: ['contact', 'first'], mailed: ['contact@example.org', 'first@example.org'], tasks: [] }],
  ['work left behind is a task of the administrators and an agency’s Supervisors', facts('work_left_behind', { user: user('gone', null, false, 'removed'), home: ohio }),
    { told: ['agency-admin', 'supervisor'], mailed: ['agency-admin@example.org', 'complaints@ohio.example', 'supervisor@example.org'], tasks: ['take_over_work: agency-admin, supervisor'] }],
]

describe('who is told', () => {
  test.each(cases)('%s', (_, of, expected) => {
    expect({ told: told(of), mailed: mailed(of), tasks: tasks(of) }).toEqual(expected)
  })

  test('completing opens the task to assign for each waiting complaint and finishes the one to enroll', () => {
    const { assign, finish, tell } = planOrganisation(facts('enrollment_completed', { home: acme, initiator: { ...ohio, userId: 'beginner' }, by: 'first', unassigned: [{ id: 'c1', dueOn: '2026-12-09' }, { id: 'c2', dueOn: null }, { id: 'c3', dueOn: '2026-12-08' }] }))
    expect(assign).toMatchObject({ complaints: [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }], holders: ['contact', 'first'] })
    expect(finish).toEqual(['complete_enrollment'])
    expect(tell[0]?.message).toMatchObject({ kind: 'complaints_to_assign', count: 3, dueOn: '2026-12-08' })
  })
})

const roles = fc.constantFrom('supervisor', 'manager', 'viewer', 'manage', 'view', null)
const people = (prefix: string) => fc.array(fc.tuple(roles, fc.boolean()), { maxLength: 5 }).map((list) => list.map(([role, administers], n) => user(`${prefix}-${String(n)}`, role, administers)))
const agencies = people('agency').map((list): AgencyFact => ({ kind: 'agency', id: 'a', name: 'The agency', extraAddresses: ['extra@agency.example'], people: list }))
const companies = fc
  .tuple(people('company'), fc.boolean(), fc.option(fc.nat(4)), fc.option(fc.nat(4)))
  .map(([list, enrolled, contact, sa]): CompanyFact => ({
    kind: 'company', id: 'c', name: 'The company', enrolled, extraAddresses: ['extra@company.example'], people: list,
    complaintsContactId: contact === null ? null : `company-${String(contact)}`,
    saContactId: sa === null ? null : `company-${String(sa)}`,
  }))

const anyFacts = fc
  .record({
    event: fc.constantFrom(...organisationEvents),
    standing: fc.constantFrom<Standing>('invited', 'active', 'removed'),
    home: fc.oneof<fc.Arbitrary<HomeFact>[]>(agencies, companies),
    initiator: agencies,
    placeholder: fc.option(fc.constant('ses-link:x')),
    formerAddress: fc.option(fc.constant('before@example.org')),
    state: fc.constantFrom('invited', 'activated', 'complete', 'rejected', 'withdrawn'),
    status: fc.constantFrom('pending', 'approved', 'rejected'),
    platformPeople: people('platform'),
    waiting: fc.nat(3),
    ended: fc.boolean(),
    by: fc.constantFrom(null, 'subject', 'agency-0', 'company-0'),
  })
  .map(({ standing, initiator, state, status, waiting, ended, ...rest }) =>
    facts(rest.event, {
      ...rest,
      user: user('subject', 'manage', true, standing),
      initiator: { ...initiator, userId: 'agency-1' },
      enrollment: { state, firstUserId: 'subject' },
      accountRequest: { status, companyName: 'New Firm', companyId: null },
      verification: { dueOn: '2026-12-08' },
      deputy: { absent: user('company-1', 'manage'), from: 'December 1, 2026', until: '2026-12-08', ended },
      document: { complaintId: 'complaint' },
      unassigned: Array.from({ length: waiting }, (_, n) => ({ id: `complaint-${String(n)}`, dueOn: null })),
    }),
  )

/** Which organisations an event concerns, besides the person whom it happened to. */
function concerned({ event, home, initiator, platformPeople }: OrganisationFacts): { people: UserFact[]; addresses: string[] } {
  const own = { people: home?.people ?? [], addresses: home?.extraAddresses ?? [] }
  const agency = { people: initiator?.people ?? [], addresses: initiator?.extraAddresses ?? [] }
  if (event === 'company_account_requested') return { people: platformPeople, addresses: [] }
  if (event === 'company_account_decided' || event === 'association_rejected') return agency
  // Of an invitation that cannot be delivered the agency that sent it hears.
  if (event === 'enrollment_completed' || event === 'address_refused') return { people: [...own.people, ...agency.people], addresses: [...own.addresses, ...agency.addresses] }
  return own
}

describe('whatever happens', () => {
  test('nobody of another organisation is told, and nobody holds a task there', () => {
    fc.assert(
      fc.property(anyFacts, (of) => {
        const { people: allowed, addresses } = concerned(of)
        const users = new Set([...allowed.map(({ id }) => id), 'subject'])
        const reachable = new Set([...allowed.map(({ email }) => email), ...addresses, 'subject@example.org', ...(of.event === 'email_changed' ? ['before@example.org'] : [])])
        const planned = planOrganisation(of)
        for (const { userId, mail } of planned.tell) {
          expect(userId === null || users.has(userId)).toBe(true)
          expect(mail === null || reachable.has(mail.address)).toBe(true)
        }
        const ofHome = new Set([...(of.home?.people ?? []).map(({ id }) => id), 'subject'])
        for (const holder of [...planned.open.flatMap(({ holders }) => holders), ...planned.assign.holders]) expect(ofHome.has(holder)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('a message holds nobody’s name or address, and only an e-mail holds a link that opens an account', () => {
    fc.assert(
      fc.property(anyFacts, (of) => {
        for (const { userId, message } of planOrganisation(of).tell) {
          expect(JSON.stringify(message)).not.toMatch(/Name of|@example/)
          if (userId !== null) expect(message.link).not.toContain('ses-link:')
        }
      }),
      { numRuns: 500 },
    )
  })

  test('nobody is told twice, and Complaint Viewers only of what concerns themselves', () => {
    fc.assert(
      fc.property(anyFacts, (of) => {
        const { tell } = planOrganisation(of)
        const users = tell.flatMap(({ userId }) => userId ?? [])
        const addresses = tell.flatMap(({ mail }) => mail?.address ?? [])
        expect(new Set(users).size).toBe(users.length)
        expect(new Set(addresses).size).toBe(addresses.length)
        for (const person of of.initiator?.people ?? []) if (person.complaintsRole === 'viewer' && !person.administers && of.home?.kind === 'company') expect(users).not.toContain(person.id)
      }),
      { numRuns: 500 },
    )
  })
})
