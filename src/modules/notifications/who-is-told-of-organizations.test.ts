import { describe, expect, test, type World } from '#test/world/test-world.ts'
import { both, castOf, expected, heardBy, loses, marked, notEnrolled, posted, removed, requestIs, withoutPoc, type Cast, type Prepare, type Row } from '#test/world/told.ts'
import { payloads } from '../../platform/jobs/handlers.ts'
import { newId } from '../../platform/new-id.ts'
import { organisationEvents } from '../../platform/ports.ts'
import { organisationMessageKinds } from './domain/organisation-messages.ts'
import { notifyOrganisationJob } from './organisation-job.ts'

/**
 * Every row of who hears of what happens to an organization or a person, apart from any complaint (docs/rules.md 9). Who is
 * not named in a row hears nothing, holds no task, and gets no e-mail.
 */
const environment = { publicUrl: 'https://ses.example', training: true, support: { phone: '(555) 010-0100', email: 'support@ses.example' } }
const supervisors = ['supervisor', 'supervisor2'] as const
const toOwner = ['owner inbox'] as const

const enrollmentIs = (state: string): Prepare => async (world, at) => {
  await world.rows(`update enrollment set state = $2, completed_at = case when $2 = 'complete' then now() end, rejected_at = case when $2 = 'rejected' then now() end, reject_reason = case when $2 = 'rejected' then $3 end where company_id = $1`, [at.company.id, state, marked])
  if (state === 'complete') await world.rows(`update company set enrollment = 'complete' where id = $1`, [at.company.id])
  return {}
}
const link: Prepare = () => Promise.resolve({ linkId: newId() })
const about = (role: keyof Cast['people'], more: object = {}): Prepare => (_world, at) => Promise.resolve({ userId: at.people[role], ...more })
const standing = (role: keyof Cast['people'], to: string): Prepare => async (world, at) => {
  await world.rows('update account set standing = $2 where user_id = $1', [at.people[role], to])
  return {}
}
const verificationOpen = (side: 'owner' | 'company'): Prepare => async (world, at) => {
  await world.rows(`insert into user_verification (id, ${side === 'owner' ? 'agency' : 'company'}_id, opened_at, due_on) values ($1, $2, now(), '2026-12-07')`, [newId(), at[side].id])
  return {}
}
const accountRequest = (status: string): Prepare => async (world, at) => {
  const requestId = newId()
  await world.rows(
    `insert into company_account_request (id, agency_id, requested_by, requested_at, name, kind, reason, contact_name, contact_email, status, company_id, decision_note) values ($1, $2, $3, now(), 'Unlisted Lending', 'non-depository', $5, $5, $6, $4, case when $4 = 'approved' then $7::uuid end, $5)`,
    [requestId, at.owner.id, at.people.manager, status, marked, `${marked}@unlisted.example`, at.company.id],
  )
  return { requestId }
}
const changeIs = (state: string): Prepare => async (world, at) => {
  const changeRequestId = newId()
  await world.rows(
    `insert into entity_change_request (id, entity_id, agency_id, requesting_agency_id, requested_by, requested_at, wish, answer, state, decided_at) values ($1, $2, $3, $4, $5, now(), $6, $6, $7, case when $7 <> 'open' then now() end)`,
    [changeRequestId, at.entityId, at.owner.id, at.other.id, at.people['other manager'], marked, state],
  )
  return { changeRequestId }
}
const importIs = (state: string): Prepare => async (world, at) => {
  const runId = newId()
  await world.rows(`insert into import_run (id, agency_id, started_by, started_at, state, file_name, rows_imported, rows_rejected) values ($1, $2, $3, now(), $4, $5, 3, 1)`, [runId, at.owner.id, at.people.manager, state, `${marked}.csv`])
  return { runId }
}
const deputyIs = (ended: boolean): Prepare => async (world, at) => {
  const deputyId = newId()
  await world.rows(
    `insert into company_deputy (id, company_id, user_id, deputy_id, starts_at, ends_at, set_by, set_at, ended_at) values ($1, $2, $3, $4, '2026-11-23', '2026-11-28', $3, now(), case when $5 then now() end)`,
    [deputyId, at.company.id, at.people['company poc'], at.people.drafter, ended],
  )
  return { deputyId, userId: at.people.drafter }
}
const infected: Prepare = async (world, at) => {
  const documentId = newId()
  await world.rows(
    `insert into document (id, complaint_id, agency_id, side, purpose, name, original_name, size, content_type, scan, uploaded_by, created_at) values ($1, $2, $3, 'agency', 'complaint', $4, $4, 1, 'text/plain', 'infected', $5, now())`,
    [documentId, at.complaintId, at.owner.id, `${marked}.txt`, at.people.manager],
  )
  return { documentId }
}

const rows: Row[] = [
  // Enrollment
  { row: 'enrollment begun: the first user, by e-mail with the link', event: 'enrollment_begun', of: 'company', by: 'manager', told: [], mailed: ['administrator'], tasks: { complete_enrollment: ['administrator'] }, prepare: both(notEnrolled('invited'), link) },
  { row: 'enrollment reminded, before the first user came: another link', event: 'enrollment_reminded', of: 'company', by: 'manager', told: [], mailed: ['administrator'], prepare: both(notEnrolled('invited'), link) },
  { row: 'enrollment reminded, the first user is there', event: 'enrollment_reminded', of: 'company', by: 'manager', told: ['administrator'], prepare: notEnrolled('active') },
  { row: 'enrollment done: the company’s administrators, whoever began it, the Supervisors there', event: 'enrollment_completed', of: 'company', by: null, told: ['administrator', 'manager', ...supervisors], inboxes: toOwner, systems: ['owner'], prepare: both(notEnrolled('active'), enrollmentIs('complete')) },
  { row: 'enrollment done with complaints that wait: who may assign as well, and the company’s extra address', event: 'enrollment_completed', of: 'company', by: 'administrator', told: ['contact', 'administrator', 'manager', ...supervisors], inboxes: ['company inbox', ...toOwner], tasks: { assign_point_of_contact: ['contact', 'administrator'] }, systems: ['owner'], prepare: both(notEnrolled('active'), enrollmentIs('complete'), withoutPoc, requestIs('sent_to_company'), () => Promise.resolve({ requestIds: undefined })) },
  { row: 'enrollment done, who began it is a Viewer by now: the Supervisors', event: 'enrollment_completed', of: 'company', by: null, told: ['administrator', ...supervisors], inboxes: toOwner, systems: ['owner'], prepare: both(notEnrolled('active'), loses('manager', 'viewer'), enrollmentIs('complete')) },
  { row: 'association rejected', event: 'association_rejected', of: 'company', by: 'administrator', told: ['manager', ...supervisors], inboxes: toOwner, systems: ['owner'], prepare: both(notEnrolled('active'), enrollmentIs('rejected')) },
  { row: 'a company account asked for: whoever runs the system', event: 'company_account_requested', of: 'agency', by: 'manager', told: ['platform'], prepare: accountRequest('pending') },
  { row: 'a company account given', event: 'company_account_decided', of: 'agency', by: 'platform', told: ['manager', ...supervisors], inboxes: toOwner, systems: ['owner'], prepare: accountRequest('approved') },
  { row: 'a company account refused', event: 'company_account_decided', of: 'agency', by: 'platform', told: ['manager', ...supervisors], inboxes: toOwner, systems: ['owner'], prepare: accountRequest('rejected') },

  // Verification
  { row: 'verification due at an agency', event: 'verification_opened', of: 'agency', by: null, told: ['system only'], tasks: { verify_users: ['system only'] }, systems: ['owner'], prepare: verificationOpen('owner') },
  { row: 'verification due at a company: its contacts as well', event: 'verification_opened', of: 'company', by: null, told: ['administrator', 'contact'], tasks: { verify_users: ['administrator'] }, systems: ['company'], prepare: verificationOpen('company') },
  { row: 'verification overdue at a company', event: 'verification_overdue', of: 'company', by: null, told: ['administrator', 'contact'], tasks: { verify_users: ['administrator'] }, systems: ['company'], prepare: verificationOpen('company') },
  { row: 'verification done before the message', event: 'verification_overdue', of: 'company', by: null, told: [] },

  // Accounts
  { row: 'account made: by e-mail with the link', event: 'account_invited', of: 'user', by: 'administrator', told: [], mailed: ['reader'], prepare: both(about('reader'), standing('reader', 'invited'), link, about('reader')) },
  { row: 'account made and used before the message', event: 'account_invited', of: 'user', by: 'administrator', told: [], prepare: both(link, about('reader')) },
  { row: 'new password asked for: by e-mail with the link', event: 'password_reset_asked', of: 'user', by: null, told: [], mailed: ['viewer'], prepare: both(link, about('viewer')) },
  { row: 'password changed, to the person, even of their own deed', event: 'password_changed', of: 'user', by: 'viewer', told: ['viewer'], prepare: about('viewer') },
  { row: 'second factor changed', event: 'second_factor_changed', of: 'user', by: 'reader', told: ['reader'], prepare: about('reader') },
  { row: 'second factor reset', event: 'second_factor_reset', of: 'user', by: 'administrator', told: ['reader'], prepare: about('reader') },
  { row: 'e-mail address changed: at both', event: 'email_changed', of: 'user', by: 'administrator', told: ['reader'], mailed: ['reader', 'drafter'], prepare: async (world, at, eventId) => {
    await world.rows('insert into former_address (event_id, user_id, email, kept_at) select $1, $2, email, now() from account where user_id = $3', [eventId, at.people.reader, at.people.drafter])
    return { userId: at.people.reader }
  } },
  { row: 'roles changed: the person, and the other administrators in the program', event: 'roles_changed', of: 'user', by: 'contact', told: ['reader', 'administrator'], mailed: ['reader'], systems: ['company'], prepare: about('reader') },
  { row: 'account removed: by e-mail', event: 'account_removed', of: 'user', by: 'administrator', told: [], mailed: ['reader'], systems: ['company'], prepare: both(removed('reader'), about('reader')) },
  { row: 'account of the Complaints Contact removed: another must be named', event: 'account_removed', of: 'user', by: 'administrator', told: [], mailed: ['contact'], tasks: { assign_contacts: ['administrator'] }, systems: ['company'], prepare: both(removed('contact'), about('contact')) },
  { row: 'account taken back', event: 'account_reactivated', of: 'user', by: 'system only', told: ['viewer'], systems: ['owner'], prepare: about('viewer') },
  { row: 'account taken back that was never used: another link', event: 'account_reactivated', of: 'user', by: 'system only', told: [], mailed: ['viewer'], systems: ['owner'], prepare: both(standing('viewer', 'invited'), link, about('viewer')) },
  { row: 'sign-in from a new device', event: 'new_device_sign_in', of: 'user', by: null, told: ['viewer'], prepare: about('viewer', { device: 'Chrome on Windows' }) },
  { row: 'attempts that failed', event: 'sign_in_failures', of: 'user', by: null, told: ['company poc'], prepare: about('company poc') },
  { row: 'work left behind at an agency: administrators and Supervisors', event: 'work_left_behind', of: 'user', by: null, told: ['system only', ...supervisors], inboxes: toOwner, tasks: { take_over_work: ['system only', ...supervisors] }, systems: ['owner'], prepare: both(removed('poc agency'), about('poc agency')) },
  { row: 'work left behind at a company: administrators', event: 'work_left_behind', of: 'user', by: null, told: ['administrator'], tasks: { take_over_work: ['administrator'] }, systems: ['company'], prepare: both(removed('company poc'), about('company poc')) },

  // Addresses that cannot be reached
  { row: 'a user’s address cannot be reached: the Account Administrators, in the program', event: 'address_refused', of: 'agency', by: null, told: ['system only'], mailed: [], prepare: about('manager') },
  { row: 'an extra address cannot be reached', event: 'address_refused', of: 'company', by: null, told: ['administrator'], mailed: [] },
  { row: 'the invitation of a company’s first user cannot be delivered: the agency that sent it', event: 'address_refused', of: 'company', by: null, told: ['manager', ...supervisors], inboxes: toOwner, prepare: both(notEnrolled('invited'), about('administrator')) },
  { row: 'the address of a user who was removed since', event: 'address_refused', of: 'agency', by: null, told: [], prepare: both(removed('manager'), about('manager')) },

  // Non-NMLS entities
  { row: 'users tagged on an entity’s board', event: 'entity_discussion_tagged', of: 'entity', by: 'manager', told: ['other manager', 'access supervisor'], systems: ['access', 'other'], prepare: posted('entity', { users: ['other manager', 'other viewer', 'access supervisor', 'viewer'] }) },
  { row: 'users tagged on an entity’s board who were removed or lost their role since', event: 'entity_discussion_tagged', of: 'entity', by: 'manager', told: [], prepare: both(posted('entity', { users: ['other manager', 'access supervisor'] }), async (world, at) => {
    await removed('other manager')(world, at, '')
    await loses('access supervisor', 'viewer')(world, at, '')
    return postOf(world, at)
  }) },
  { row: 'an agency tagged on an entity’s board', event: 'entity_discussion_tagged', of: 'entity', by: 'manager', told: ['other supervisor'], inboxes: ['other inbox'], systems: ['other'], prepare: posted('entity', { agencies: ['other'] }) },
  { row: 'All Agency on an entity’s board: no Managers', event: 'entity_discussion_tagged', of: 'entity', by: 'manager', told: [...supervisors, 'access supervisor', 'other supervisor'], inboxes: ['owner inbox', 'access inbox', 'other inbox'], systems: ['owner', 'access', 'other'], prepare: posted('entity', { everybody: true }) },
  { row: 'Request Info Change: the Supervisors of the agency that keeps the record, and who created it', event: 'entity_change_requested', of: 'entity', by: 'other manager', told: [...supervisors, 'manager'], inboxes: toOwner, systems: ['owner'], prepare: changeIs('open') },
  { row: 'Request Info Change done: who asked', event: 'entity_change_decided', of: 'entity', by: 'supervisor', told: ['other manager'], systems: ['other'], prepare: changeIs('done') },
  { row: 'Request Info Change declined: who asked', event: 'entity_change_decided', of: 'entity', by: 'supervisor', told: ['other manager'], systems: ['other'], prepare: changeIs('declined') },
  { row: 'Request Info Change declined, who asked is a Viewer by now', event: 'entity_change_decided', of: 'entity', by: 'supervisor', told: [], systems: ['other'], prepare: both(loses('other manager', 'viewer'), changeIs('declined')) },

  // The rest
  { row: 'import finished: who started it', event: 'import_finished', of: 'agency', by: null, told: ['manager'], systems: ['owner'], prepare: importIs('finished') },
  { row: 'import failed', event: 'import_finished', of: 'agency', by: null, told: ['manager'], systems: ['owner'], prepare: importIs('failed') },
  { row: 'complaints assigned at once: the new Agency POC', event: 'complaints_assigned', of: 'agency', by: 'supervisor', told: ['poc agency'], prepare: about('poc agency', { count: 3 }) },
  { row: 'complaints assigned at once to somebody who is a Viewer by now', event: 'complaints_assigned', of: 'agency', by: 'supervisor', told: [], prepare: both(loses('poc agency', 'viewer'), about('poc agency', { count: 3 })) },
  { row: 'deputy named: the deputy and who is away', event: 'deputy_named', of: 'company', by: 'administrator', told: ['drafter', 'company poc'], systems: ['company'], prepare: deputyIs(false) },
  { row: 'deputy’s days ended', event: 'deputy_ended', of: 'company', by: 'company poc', told: ['drafter'], systems: ['company'], prepare: deputyIs(true) },
  { row: 'deputy’s days ended by an administrator', event: 'deputy_ended', of: 'company', by: 'administrator', told: ['drafter', 'company poc'], systems: ['company'], prepare: deputyIs(true) },
  { row: 'malware in a document: who uploaded it, and the Account Administrators beside them', event: 'document_infected', of: 'agency', by: null, told: ['manager', 'system only'], systems: ['owner'], prepare: infected },
  { row: 'an agency’s system does not take events', event: 'webhook_switched_off', of: 'agency', by: null, told: ['system only'] },
  { row: 'a company’s system does not take events', event: 'webhook_switched_off', of: 'company', by: null, told: ['administrator'] },
]

async function postOf(world: World, at: Cast): Promise<{ postId: string }> {
  const [post] = await world.rows<{ id: string }>('select id from discussion_post where entity_id = $1', [at.entityId])
  return { postId: post?.id ?? '' }
}

const run = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
const said = new Set<string>()
const inProgram = ['colleague_roles_changed', 'address_refused', 'extra_address_refused']

describe('told of an organization:', () => {
  for (const row of rows) {
    test(row.row, async ({ world }) => {
      const at = await castOf(world)
      const eventId = newId()
      const prepared = (await row.prepare?.(world, at, eventId)) ?? {}
      const of = row.of === 'entity' ? { entityId: at.entityId } : row.of === 'agency' ? { agencyId: at.owner.id } : row.of === 'company' ? { companyId: at.company.id } : {}
      const payload = payloads['notify-organisation'].parse({ eventId, event: row.event, ...of, by: row.by === null ? null : at.people[row.by], ...prepared })
      for (let again = 0; again < 2; again += 1) await notifyOrganisationJob(world.deps, environment)(payload, run)
      expect(await heardBy(world, at, eventId)).toEqual(expected(row))
      for (const { kind, all } of await world.rows<{ kind: string; all: string }>(`select kind, concat_ws(' ', subject, text_body, html_body) as all from mail where event_id = $1`, [eventId])) {
        said.add(kind)
        expect(all, `the e-mail ${kind}`).not.toContain(marked)
      }
      for (const { sentence } of await world.rows<{ sentence: string }>('select sentence from notification where event_id = $1', [eventId])) expect(sentence).not.toContain(marked)
    })
  }
})

test('every event of an organization has rows, and after all of them no text is left that none brought about', () => {
  expect(organisationEvents.filter((event) => !rows.some((row) => row.event === event))).toEqual([])
  expect(organisationMessageKinds.filter((kind) => !said.has(kind) && !inProgram.includes(kind))).toEqual([])
})
