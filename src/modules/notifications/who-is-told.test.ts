import { describe, expect, test, type World } from '#test/world/test-world.ts'
import {
  accessRevoked, askIs, asked, both, castOf, complaintIs, draftIs, expected, heardBy, loses, marked, neverSent, notEnrolled, posted, referred, removed, requestIs, requestLate, withoutContact, withoutPoc, type Prepare, type Row,
} from '#test/world/told.ts'
import { payloads } from '../../platform/jobs/handlers.ts'
import { newId } from '../../platform/new-id.ts'
import { notifyEvents } from '../../platform/ports.ts'
import { messageKinds } from './domain/messages.ts'
import { notifyJob } from './jobs.ts'

/**
 * Every row of who hears of what about a complaint (docs/rules.md 9), with those who were removed, lost their role or their
 * access between the event and its message. Who is not named in a row hears nothing, holds no task, and gets no e-mail.
 */
const environment = { publicUrl: 'https://ses.example', training: true, support: { phone: '(555) 010-0100', email: 'support@ses.example' } }
const supervisors = ['supervisor', 'supervisor2'] as const
const toOwner = ['owner inbox'] as const
const withBoth = ['owner', 'access', 'company'] as const
const withCompany = ['owner', 'company'] as const
const answer = { answer_request: ['company poc'] } as const
const toContact = { told: ['contact', ...supervisors], mailed: ['contact', 'company inbox', ...supervisors, 'owner inbox'] } as const

/** A letter to the company, as it stands. */
function letterIs(status: string, { asked = false, dueOn = '2026-12-10' }: { asked?: boolean; dueOn?: string } = {}): Prepare {
  return async (world, at) => {
    const letterId = newId()
    const isOut = status !== 'draft' && status !== 'approved'
    await world.rows(
      `insert into letter (id, complaint_id, agency_id, side, company_id, kind, status, addressee, subject, body, created_by, created_at, updated_at, approval_asked_by, approval_asked_at, approved_by, approved_at,
         issued_by, issued_at, due_on, original_due_on, delivered_at, acknowledged_by, acknowledged_at, withdrawn_by, withdrawn_at)
       values ($1, $2, $3, 'company', $4, 'other', $5, $12, $12, $12, $6, now(), now(), case when $7 then $6::uuid end, case when $7 then now() end, $8::uuid, now(),
         $9::uuid, now(), $10::date, $10::date, case when $9::uuid is null then null else now() end, case when $5 = 'acknowledged' then $11::uuid end, case when $5 = 'acknowledged' then now() end,
         case when $5 = 'withdrawn' then $6::uuid end, case when $5 = 'withdrawn' then now() end)`,
      [letterId, at.complaintId, at.owner.id, at.company.id, status, at.people.manager, asked, at.people.supervisor, isOut ? at.people.manager : null, isOut ? dueOn : null, at.people['company poc'], marked],
    )
    return { letterId, userIds: [at.people.manager] }
  }
}

const rows: Row[] = [
  // Preliminary review
  { row: 'preliminary review wanted', event: 'review_wanted', by: 'poc agency', told: ['manager', ...supervisors], inboxes: toOwner, tasks: { preliminary_review: ['manager'] }, systems: ['owner'], prepare: async (world, at) => {
    await world.rows(`update complaint set status = 'pending', reviewer_id = $2 where id = $1`, [at.complaintId, at.people.manager])
    return { userIds: [at.people.manager] }
  } },
  { row: 'preliminary review wanted of somebody who became a Viewer since: of the Supervisors', event: 'review_wanted', by: 'poc agency', told: supervisors, inboxes: toOwner, tasks: { preliminary_review: supervisors }, systems: ['owner'], prepare: both(loses('manager', 'viewer'), async (world, at) => {
    await world.rows(`update complaint set status = 'pending', reviewer_id = $2 where id = $1`, [at.complaintId, at.people.manager])
    return { userIds: [at.people.manager] }
  }) },
  { row: 'preliminary review wanted of somebody who was replaced since', event: 'review_wanted', by: 'poc agency', told: [], systems: ['owner'], prepare: async (world, at) => {
    await world.rows(`update complaint set status = 'pending', reviewer_id = $2 where id = $1`, [at.complaintId, at.people.supervisor])
    return { userIds: [at.people.manager] }
  } },
  { row: 'preliminary review done', event: 'review_completed', by: 'manager', told: ['poc agency', ...supervisors], inboxes: toOwner, systems: ['owner'] },
  { row: 'preliminary review done by the Agency POC, one Supervisor removed since', event: 'review_completed', by: 'poc agency', told: ['supervisor'], inboxes: toOwner, systems: ['owner'], prepare: removed('supervisor2') },
  { row: 'new Agency POC', event: 'agency_poc_assigned', by: 'supervisor', told: ['poc agency'], systems: ['owner', 'access'], prepare: (_world, at) => Promise.resolve({ userIds: [at.people['poc agency']] }) },
  { row: 'new Agency POC with an answer to review and a wish to decide', event: 'agency_poc_assigned', by: 'supervisor', told: ['poc agency'], tasks: { review_response: ['poc agency'], decide_ask: ['poc agency', ...supervisors] }, systems: ['owner', 'access'], prepare: both(requestIs('sent_to_agency'), askIs('send_back', 'waiting'), (_world, at) => Promise.resolve({ userIds: [at.people['poc agency']] })) },
  { row: 'new Agency POC who was replaced since', event: 'agency_poc_assigned', by: 'supervisor', told: [], systems: ['owner', 'access'], prepare: (_world, at) => Promise.resolve({ userIds: [at.people.manager] }) },

  // Sending
  { row: 'first requests sent, no Point of Contact', event: 'requests_sent', by: 'poc agency', told: ['contact', 'administrator', ...supervisors], mailed: ['contact', 'company inbox', ...supervisors, 'owner inbox'], tasks: { assign_point_of_contact: ['contact', 'administrator'] }, systems: withBoth, prepare: both(withoutPoc, requestIs('sent_to_company')) },
  { row: 'first requests sent, neither Point of Contact nor Complaints Contact: the Account Administrators', event: 'requests_sent', by: 'poc agency', told: ['administrator', ...supervisors], inboxes: ['company inbox', ...toOwner], tasks: { assign_point_of_contact: ['administrator'] }, systems: withBoth, prepare: both(withoutPoc, withoutContact, requestIs('sent_to_company')) },
  { row: 'first requests sent, the Complaints Contact reads only by now', event: 'requests_sent', by: 'poc agency', told: ['administrator', ...supervisors], inboxes: ['company inbox', ...toOwner], tasks: { assign_point_of_contact: ['administrator'] }, systems: withBoth, prepare: both(withoutPoc, loses('contact', 'view'), requestIs('sent_to_company')) },
  { row: 'first requests sent, everybody who could assign was removed: the extra address', event: 'requests_sent', by: 'poc agency', told: supervisors, inboxes: ['company inbox', ...toOwner], systems: withBoth, prepare: both(withoutPoc, removed('contact', 'administrator'), requestIs('sent_to_company')) },
  { row: 'further requests sent', event: 'requests_sent', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: toOwner, tasks: answer, systems: withBoth, prepare: requestIs('sent_to_company') },
  { row: 'further requests sent, the Point of Contact was removed since', event: 'requests_sent', by: 'poc agency', told: ['contact', 'administrator', ...supervisors], mailed: ['contact', 'company inbox', ...supervisors, 'owner inbox'], tasks: { assign_point_of_contact: ['contact', 'administrator'] }, systems: withBoth, prepare: both(removed('company poc'), requestIs('sent_to_company')) },
  { row: 'requests sent and canceled before the message: the agency alone', event: 'requests_sent', by: 'poc agency', told: supervisors, inboxes: toOwner, systems: withBoth, prepare: requestIs('canceled') },
  { row: 'requests sent by a Supervisor: not to herself', event: 'requests_sent', by: 'supervisor', told: ['company poc', 'supervisor2'], inboxes: toOwner, tasks: answer, systems: withBoth, prepare: requestIs('sent_to_company') },
  { row: 'requests sent to a company whose first user has not come yet: that something waits', event: 'requests_sent', by: 'poc agency', told: supervisors, mailed: ['administrator', ...supervisors, 'owner inbox'], systems: ['owner', 'access'], prepare: both(notEnrolled('invited'), requestIs('sent_to_company')) },
  { row: 'requests sent to a company that sets itself up: that something waits', event: 'requests_sent', by: 'poc agency', told: ['administrator', ...supervisors], inboxes: toOwner, systems: ['owner', 'access'], prepare: both(notEnrolled('active'), requestIs('sent_to_company')) },

  // Inside the company
  { row: 'Point of Contact assigned', event: 'poc_assigned', by: 'contact', told: ['company poc'], tasks: answer, systems: withBoth, prepare: (_world, at) => Promise.resolve({ userIds: [at.people['company poc']] }) },
  { row: 'Point of Contact assigned who was removed since', event: 'poc_assigned', by: 'contact', told: [], systems: withBoth, prepare: both(removed('company poc'), (_world, at) => Promise.resolve({ userIds: [at.people['company poc']] })) },
  { row: 'Point of Contact assigned for whom a deputy acts: the deputy', event: 'poc_assigned', by: 'contact', told: [], mailed: ['drafter'], tasks: { answer_request: ['drafter'] }, systems: withBoth, prepare: async (world, at) => {
    await world.rows('update complaint_delivery set acting_poc_id = $2 where complaint_id = $1', [at.complaintId, at.people.drafter])
    return { userIds: [at.people['company poc']] }
  } },
  { row: 'a deputy’s days begin: the deputy, in the program', event: 'poc_assigned', by: null, told: ['drafter'], mailed: [], tasks: { answer_request: ['drafter'] }, systems: withBoth, prepare: async (world, at) => {
    await world.rows('update complaint_delivery set acting_poc_id = $2 where complaint_id = $1', [at.complaintId, at.people.drafter])
    return { userIds: [at.people.drafter] }
  } },
  { row: 'drafter assigned', event: 'drafter_assigned', by: 'company poc', told: ['drafter'], tasks: { draft_response: ['drafter'] }, systems: ['company'], prepare: draftIs('draft') },
  { row: 'drafter assigned who reads only by now', event: 'drafter_assigned', by: 'company poc', told: [], systems: ['company'], prepare: both(draftIs('draft'), loses('drafter', 'view'), (_world, at) => Promise.resolve({ requestIds: [at.requestId], userIds: [at.people.drafter] })) },
  { row: 'drafter assigned for a request that was canceled since', event: 'drafter_assigned', by: 'company poc', told: [], systems: ['company'], prepare: both(draftIs('draft'), requestIs('canceled'), (_world, at) => Promise.resolve({ requestIds: [at.requestId], userIds: [at.people.drafter] })) },
  { row: 'draft handed for review', event: 'draft_handed', by: 'drafter', told: ['company poc'], tasks: { review_draft: ['company poc'] }, systems: ['company'], prepare: draftIs('in_review') },
  { row: 'draft handed for review, no Point of Contact by now', event: 'draft_handed', by: 'drafter', told: [], systems: ['company'], prepare: both(draftIs('in_review'), withoutPoc, (_world, at) => Promise.resolve({ requestIds: [at.requestId] })) },
  { row: 'draft returned', event: 'draft_returned', by: 'company poc', told: ['drafter'], tasks: { draft_response: ['drafter'] }, systems: ['company'], prepare: draftIs('draft') },

  // While the company has it
  { row: 'request sent back', event: 'request_sent_back', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: toOwner, tasks: answer, systems: withBoth, prepare: requestIs('sent_to_company') },
  { row: 'request sent back as the company asked', event: 'request_sent_back', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: toOwner, tasks: answer, systems: withBoth, prepare: both(requestIs('sent_to_company'), askIs('send_back', 'granted')) },
  { row: 'request sent back, no Point of Contact', event: 'request_sent_back', by: 'poc agency', told: ['contact', 'administrator', ...supervisors], mailed: ['contact', 'company inbox', ...supervisors, 'owner inbox'], tasks: { assign_point_of_contact: ['contact', 'administrator'] }, systems: withBoth, prepare: both(withoutPoc, requestIs('sent_to_company')) },
  { row: 'request extended', event: 'request_extended', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: toOwner, systems: withBoth, prepare: requestIs('sent_to_company') },
  { row: 'request extended as the company asked', event: 'request_extended', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: toOwner, systems: withBoth, prepare: both(requestIs('sent_to_company'), askIs('more_time', 'granted')) },
  { row: 'request extended, no Point of Contact', event: 'request_extended', by: 'poc agency', ...toContact, systems: withBoth, prepare: both(withoutPoc, requestIs('sent_to_company')) },
  { row: 'request canceled', event: 'request_canceled', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: toOwner, systems: withBoth, prepare: requestIs('canceled') },
  { row: 'request canceled, no Point of Contact', event: 'request_canceled', by: 'poc agency', ...toContact, systems: withBoth, prepare: both(withoutPoc, requestIs('canceled')) },
  { row: 'reminder', event: 'request_reminded', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: toOwner, systems: withCompany, prepare: requestIs('sent_to_company') },
  { row: 'reminder, no Point of Contact', event: 'request_reminded', by: 'poc agency', ...toContact, systems: withCompany, prepare: both(withoutPoc, requestIs('sent_to_company')) },
  { row: 'reminder of a request that was answered since', event: 'request_reminded', by: 'poc agency', told: [], systems: withCompany, prepare: requestIs('sent_to_agency') },
  { row: 'due in three days', event: 'request_due_soon', by: null, told: ['company poc', ...supervisors], inboxes: toOwner, systems: withCompany, prepare: requestIs('sent_to_company') },
  { row: 'due in three days, no Point of Contact', event: 'request_due_soon', by: null, ...toContact, systems: withCompany, prepare: both(withoutPoc, requestIs('sent_to_company')) },
  { row: 'overdue', event: 'request_overdue', by: null, told: ['company poc', 'poc agency', ...supervisors], inboxes: toOwner, tasks: { overdue_request: ['poc agency', ...supervisors] }, systems: withCompany, prepare: requestLate },
  { row: 'overdue, neither Point of Contact nor Agency POC by now', event: 'request_overdue', by: null, ...toContact, tasks: { overdue_request: supervisors }, systems: withCompany, prepare: both(withoutPoc, removed('poc agency'), requestLate) },

  // Answers and wishes
  { row: 'response submitted: the Agency POC, those chosen at the sending who are no Viewers, the Supervisors', event: 'response_submitted', by: 'company poc', told: ['poc agency', 'manager', ...supervisors], inboxes: toOwner, tasks: { review_response: ['poc agency'] }, systems: withBoth, prepare: requestIs('sent_to_agency') },
  { row: 'response submitted, who was chosen at the sending was removed since', event: 'response_submitted', by: 'company poc', told: ['poc agency', ...supervisors], inboxes: toOwner, tasks: { review_response: ['poc agency'] }, systems: withBoth, prepare: both(removed('manager'), requestIs('sent_to_agency')) },
  { row: 'response submitted, the Agency POC became a Viewer since: the Supervisors', event: 'response_submitted', by: 'company poc', told: ['manager', ...supervisors], inboxes: toOwner, tasks: { review_response: supervisors }, systems: withBoth, prepare: both(loses('poc agency', 'viewer'), requestIs('sent_to_agency')) },
  { row: 'send-back requested', event: 'ask_made', by: 'company poc', told: ['poc agency', ...supervisors], inboxes: toOwner, tasks: { decide_ask: ['poc agency', ...supervisors] }, systems: withCompany, prepare: both(requestIs('sent_to_agency'), askIs('send_back', 'waiting')) },
  { row: 'more time requested', event: 'ask_made', by: 'company poc', told: ['poc agency', ...supervisors], inboxes: toOwner, tasks: { decide_ask: ['poc agency', ...supervisors] }, systems: withCompany, prepare: askIs('more_time', 'waiting') },
  { row: 'send-back requested and withdrawn before the message', event: 'ask_made', by: 'company poc', told: [], systems: withCompany, prepare: askIs('send_back', 'withdrawn') },
  { row: 'send-back declined', event: 'ask_decided', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: toOwner, systems: withCompany, prepare: askIs('send_back', 'declined') },
  { row: 'more time declined, no Point of Contact', event: 'ask_decided', by: 'poc agency', ...toContact, systems: withCompany, prepare: both(withoutPoc, askIs('more_time', 'declined')) },
  { row: 'what is granted is told by what grants it', event: 'ask_decided', by: 'poc agency', told: [], systems: withCompany, prepare: askIs('more_time', 'granted') },
  { row: 'a wish withdrawn', event: 'ask_withdrawn', by: 'company poc', told: ['poc agency', ...supervisors], inboxes: toOwner, systems: withCompany, prepare: askIs('more_time', 'withdrawn') },

  // Access
  { row: 'access requested', event: 'access_requested', by: 'other manager', told: supervisors, inboxes: toOwner, tasks: { decide_access: supervisors }, systems: ['owner', 'other'], prepare: asked('requested') },
  { row: 'access requested and withdrawn before the message', event: 'access_requested', by: 'other manager', told: [], systems: ['owner', 'other'], prepare: asked('withdrawn') },
  { row: 'access accepted', event: 'access_decided', by: 'supervisor', told: ['other manager', 'supervisor2'], inboxes: toOwner, systems: ['owner', 'other'], prepare: asked('accepted') },
  { row: 'access accepted, who asked was removed since: the Supervisors there', event: 'access_decided', by: 'supervisor', told: ['other supervisor', 'supervisor2'], inboxes: ['other inbox', ...toOwner], systems: ['owner', 'other'], prepare: both(removed('other manager'), asked('accepted')) },
  { row: 'access rejected', event: 'access_decided', by: 'supervisor', told: ['other manager', 'supervisor2'], inboxes: toOwner, systems: ['owner', 'other'], prepare: asked('rejected') },
  { row: 'access rejected, who asked is a Viewer by now: the Supervisors there', event: 'access_decided', by: 'supervisor', told: ['other supervisor', 'supervisor2'], inboxes: ['other inbox', ...toOwner], systems: ['owner', 'other'], prepare: both(loses('other manager', 'viewer'), asked('rejected')) },
  { row: 'request for access withdrawn', event: 'access_decided', by: 'other manager', told: supervisors, inboxes: toOwner, systems: ['owner', 'other'], prepare: asked('withdrawn') },
  { row: 'access accepted and revoked before the message: told as revoked', event: 'access_decided', by: 'supervisor', told: [], systems: ['owner', 'other'], prepare: asked('revoked') },
  { row: 'access revoked', event: 'access_revoked', by: 'supervisor', told: ['other supervisor', 'supervisor2'], inboxes: ['other inbox', ...toOwner], systems: ['owner', 'other'], prepare: asked('revoked') },
  { row: 'access revoked and given again before the message', event: 'access_revoked', by: 'supervisor', told: [], systems: ['owner', 'other'], prepare: asked('accepted') },

  // Referral
  { row: 'referral sent', event: 'referral_sent', by: 'poc agency', told: ['other supervisor', 'other manager', ...supervisors], inboxes: ['other inbox', ...toOwner], tasks: { decide_referral: ['other supervisor', 'other manager'] }, systems: ['owner', 'other'], prepare: referred('pending') },
  { row: 'referral sent, the receiver’s Manager became a Viewer since', event: 'referral_sent', by: 'poc agency', told: ['other supervisor', ...supervisors], inboxes: ['other inbox', ...toOwner], tasks: { decide_referral: ['other supervisor'] }, systems: ['owner', 'other'], prepare: both(loses('other manager', 'viewer'), referred('pending')) },
  { row: 'referral rejected', event: 'referral_decided', by: 'other manager', told: ['poc agency', ...supervisors], inboxes: toOwner, systems: ['owner', 'other'], prepare: referred('rejected') },
  { row: 'referral accepted: the sender, the receiver, and who had access', event: 'referral_decided', by: 'other manager', told: ['poc agency', ...supervisors, 'other supervisor', 'access manager', 'access supervisor'], inboxes: ['owner inbox', 'other inbox', 'access inbox'], systems: ['owner', 'other'], prepare: both(referred('accepted'), neverSent, async (world, at) => {
    await world.rows(`update complaint_access set state = 'revoked', ended_at = now(), ended_by_referral = (select id from referral where complaint_id = $1) where complaint_id = $1`, [at.complaintId])
    await world.rows('update complaint set agency_id = $2, agency_poc_id = $3 where id = $1', [at.complaintId, at.other.id, at.people['other manager']])
    return {}
  }) },
  { row: 'referral accepted by a Supervisor who named a Manager as POC', event: 'referral_decided', by: 'other supervisor', told: ['poc agency', ...supervisors, 'other manager'], inboxes: ['owner inbox', 'other inbox'], systems: ['owner', 'other'], prepare: both(referred('accepted'), neverSent, async (world, at) => {
    await world.rows('delete from complaint_access where complaint_id = $1', [at.complaintId])
    await world.rows('update complaint set agency_id = $2, agency_poc_id = $3 where id = $1', [at.complaintId, at.other.id, at.people['other manager']])
    return {}
  }) },
  { row: 'referral withdrawn', event: 'referral_withdrawn', by: 'poc agency', told: ['other supervisor', 'other manager', ...supervisors], inboxes: ['other inbox', ...toOwner], systems: ['owner', 'other'], prepare: referred('withdrawn') },

  // Discussion
  { row: 'users tagged: a Manager with access, Viewers, and one of an agency that does not see the board', event: 'discussion_tagged', by: 'manager', told: ['access manager', ...supervisors], inboxes: toOwner, systems: ['owner', 'access'], prepare: posted('complaint', { users: ['access manager', 'access viewer', 'viewer', 'other supervisor', 'system only'] }) },
  { row: 'a user tagged whose agency lost access since', event: 'discussion_tagged', by: 'manager', told: supervisors, inboxes: toOwner, systems: ['owner'], prepare: both(posted('complaint', { users: ['access manager'], agencies: ['access'] }), async (world, at) => ({ ...(await accessRevoked(world, at, '')), ...(await postOf(world, at.complaintId)) })) },
  { row: 'users tagged who were removed or lost their role since', event: 'discussion_tagged', by: 'manager', told: ['supervisor2'], inboxes: toOwner, systems: ['owner', 'access'], prepare: both(posted('complaint', { users: ['access manager', 'supervisor', 'poc agency'] }), async (world, at) => {
    await removed('access manager', 'supervisor')(world, at, '')
    await loses('poc agency', 'viewer')(world, at, '')
    return postOf(world, at.complaintId)
  }) },
  { row: 'agencies tagged, one of them without access', event: 'discussion_tagged', by: 'manager', told: ['access supervisor', ...supervisors], inboxes: ['access inbox', ...toOwner], systems: ['owner', 'access'], prepare: posted('complaint', { agencies: ['access', 'other'] }) },
  { row: 'All Agency on a complaint', event: 'discussion_tagged', by: 'manager', told: ['access supervisor', ...supervisors], inboxes: ['access inbox', ...toOwner], systems: ['owner', 'access'], prepare: posted('complaint', { everybody: true }) },
  { row: 'All Agency, one agency lost access since', event: 'discussion_tagged', by: 'manager', told: supervisors, inboxes: toOwner, systems: ['owner'], prepare: both(posted('complaint', { everybody: true }), async (world, at) => ({ ...(await accessRevoked(world, at, '')), ...(await postOf(world, at.complaintId)) })) },
  { row: 'a tag whose post was deleted', event: 'discussion_tagged', by: 'manager', told: [], systems: ['owner', 'access'], prepare: both(posted('complaint', { everybody: true }), async (world, at) => {
    await world.rows(`update discussion_post set text = '', deleted_at = now() where complaint_id = $1`, [at.complaintId])
    return postOf(world, at.complaintId)
  }) },

  // Letters to the company
  { row: 'approval of a letter asked for', event: 'letter_approval_asked', by: 'manager', told: supervisors, inboxes: toOwner, tasks: { approve_letter: supervisors }, systems: ['owner'], prepare: letterIs('draft', { asked: true }) },
  { row: 'approval of a letter asked for that was approved since', event: 'letter_approval_asked', by: 'manager', told: [], systems: ['owner'], prepare: letterIs('approved', { asked: true }) },
  { row: 'letter approved', event: 'letter_approved', by: 'supervisor', told: ['manager', 'supervisor2'], inboxes: toOwner, systems: ['owner'], prepare: letterIs('approved') },
  { row: 'letter returned to its draft', event: 'letter_returned', by: 'supervisor', told: ['manager', 'supervisor2'], inboxes: toOwner, systems: ['owner'], prepare: letterIs('draft') },
  { row: 'letter returned to its draft, and approved since', event: 'letter_returned', by: 'supervisor', told: [], systems: ['owner'], prepare: letterIs('approved') },
  { row: 'letter issued', event: 'letter_issued', by: 'manager', told: ['company poc', ...supervisors], inboxes: toOwner, tasks: { acknowledge_letter: ['company poc'] }, systems: withCompany, prepare: letterIs('issued') },
  { row: 'letter issued, no Point of Contact', event: 'letter_issued', by: 'manager', told: ['contact', 'administrator', ...supervisors], mailed: ['contact', 'company inbox', ...supervisors, 'owner inbox'], tasks: { acknowledge_letter: ['contact'], assign_point_of_contact: ['contact', 'administrator'] }, systems: withCompany, prepare: both(withoutPoc, letterIs('issued')) },
  { row: 'letter issued to a company that sets itself up: that something waits', event: 'letter_issued', by: 'manager', told: ['administrator', ...supervisors], inboxes: toOwner, systems: ['owner'], prepare: both(notEnrolled('active'), letterIs('issued')) },
  { row: 'letter withdrawn before its message was worked off', event: 'letter_issued', by: 'manager', told: [], systems: withCompany, prepare: letterIs('withdrawn') },
  { row: 'date of a letter changed', event: 'letter_extended', by: 'manager', told: ['company poc', ...supervisors], inboxes: toOwner, systems: withCompany, prepare: letterIs('issued') },
  { row: 'letter withdrawn', event: 'letter_withdrawn', by: 'manager', told: ['company poc', ...supervisors], inboxes: toOwner, systems: withCompany, prepare: letterIs('withdrawn') },
  { row: 'letter acknowledged', event: 'letter_acknowledged', by: 'company poc', told: ['poc agency', ...supervisors], inboxes: toOwner, systems: withCompany, prepare: letterIs('acknowledged') },
  { row: 'acknowledgement of a letter due soon', event: 'letter_due_soon', by: null, told: ['company poc', ...supervisors], inboxes: toOwner, tasks: { acknowledge_letter: ['company poc'] }, systems: withCompany, prepare: letterIs('issued') },
  { row: 'acknowledgement of a letter overdue', event: 'letter_overdue', by: null, told: ['company poc', 'poc agency', ...supervisors], inboxes: toOwner, tasks: { acknowledge_letter: ['company poc'] }, systems: withCompany, prepare: letterIs('issued', { dueOn: '2026-11-10' }) },

  // The end
  { row: 'complaint closed', event: 'complaint_closed', by: 'supervisor', told: ['company poc', 'poc agency', 'supervisor2'], inboxes: toOwner, systems: withBoth, prepare: complaintIs('closed') },
  { row: 'complaint closed, no Point of Contact', event: 'complaint_closed', by: 'supervisor', told: ['contact', 'poc agency', 'supervisor2'], inboxes: ['company inbox', ...toOwner], systems: withBoth, prepare: both(withoutPoc, complaintIs('closed')) },
  { row: 'complaint closed that was never sent: not the company', event: 'complaint_closed', by: 'supervisor', told: ['poc agency', 'supervisor2'], inboxes: toOwner, systems: ['owner', 'access'], prepare: both(neverSent, complaintIs('closed')) },
  { row: 'complaint reopened: the company hears of it with the next request', event: 'complaint_reopened', by: 'supervisor', told: ['poc agency', 'supervisor2'], inboxes: toOwner, systems: ['owner', 'access'], prepare: complaintIs('reopened') },
  { row: 'complaint canceled', event: 'complaint_canceled', by: 'supervisor', told: ['company poc', 'poc agency', 'supervisor2'], inboxes: toOwner, systems: withBoth, prepare: complaintIs('canceled') },
  { row: 'complaint canceled, no Point of Contact', event: 'complaint_canceled', by: 'supervisor', told: ['contact', 'poc agency', 'supervisor2'], inboxes: ['company inbox', ...toOwner], systems: withBoth, prepare: both(withoutPoc, complaintIs('canceled')) },
  { row: 'complaint canceled that was never sent: not the company', event: 'complaint_canceled', by: 'supervisor', told: ['poc agency', 'supervisor2'], inboxes: toOwner, systems: ['owner', 'access'], prepare: both(neverSent, complaintIs('canceled')) },
  { row: 'complaint canceled while another agency was to decide on its referral', event: 'complaint_canceled', by: 'supervisor', told: ['poc agency', 'supervisor2', 'other supervisor', 'other manager'], inboxes: ['other inbox', ...toOwner], systems: ['owner', 'access'], prepare: both(neverSent, complaintIs('canceled'), referred('canceled')) },
  { row: 'complaint canceled while another agency asked for access', event: 'complaint_canceled', by: 'supervisor', told: ['company poc', 'poc agency', 'supervisor2', 'other manager', 'other supervisor'], inboxes: toOwner, systems: withBoth, prepare: both(complaintIs('canceled'), asked('cancelled'), async (world, at) => {
    await world.rows(`update complaint_access set ended_at = c.canceled_at from complaint c where c.id = complaint_id and complaint_id = $1 and state = 'cancelled'`, [at.complaintId])
    return {}
  }) },
  { row: 'complaint disposed of before the message: nobody', event: 'complaint_closed', by: 'supervisor', told: [], prepare: () => Promise.resolve({ complaintId: newId() }) },
]

async function postOf(world: World, complaintId: string): Promise<{ postId: string }> {
  const [post] = await world.rows<{ id: string }>('select id from discussion_post where complaint_id = $1', [complaintId])
  return { postId: post?.id ?? '' }
}

const run = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
/** Kinds of messages and events that a row of this file brought about. */
const said = new Set<string>()

describe('told of a complaint:', () => {
  for (const row of rows) {
    test(row.row, async ({ world }) => {
      const at = await castOf(world)
      const eventId = newId()
      const prepared = (await row.prepare?.(world, at, eventId)) ?? {}
      const payload = payloads.notify.parse({ eventId, event: row.event, complaintId: at.complaintId, by: row.by === null ? null : at.people[row.by], ...prepared })
      for (let again = 0; again < 2; again += 1) await notifyJob(world.deps, environment)(payload, run)
      expect(await heardBy(world, at, eventId)).toEqual(expected(row))
      for (const { kind, all } of await world.rows<{ kind: string; all: string }>(`select kind, concat_ws(' ', subject, text_body, html_body) as all from mail where event_id = $1`, [eventId])) {
        said.add(kind)
        expect(all, `the e-mail ${kind}`).not.toContain(marked)
      }
      for (const { sentence } of await world.rows<{ sentence: string }>('select sentence from notification where event_id = $1', [eventId])) expect(sentence).not.toContain(marked)
    })
  }
})

test('every event of a complaint has rows', () => {
  expect(notifyEvents.filter((event) => !rows.some((row) => row.event === event))).toEqual([])
})

test('after all rows no text is left that none of them brought about', () => {
  expect(messageKinds.filter((kind) => !said.has(kind))).toEqual([])
})
