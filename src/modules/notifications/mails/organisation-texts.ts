import type { OrganisationMessageKind } from '../domain/organisation-messages.ts'
import type { MessageText } from './texts.ts'

const wasItYou = 'If this was not you, change your password at once and call {{ supportPhone }}.'
const complaints = '{% if count == 1 %}1 complaint waits{% else %}{{ count }} complaints wait{% endif %}'
const whatItIs = 'The State Examination System (SES) is where state regulators and companies exchange complaints from consumers, requests for information and answers.'
const steps = [
  'Finishing takes three steps and about ten minutes: confirm that this is your company, add colleagues (or do that later), and say whom agencies should write to. You can stop and go on later, on any device.',
]
const overdueCompany = '{% if isCompany %} While it is overdue, your company cannot send responses in supervisory activities.{% endif %}'

/** Who runs the system has no organization beside it. */
const unlessPlatform = (verb: string, own: string) => `{% if organisation == "State Examination System" %}${own}{% else %}{{ organisation }} ${verb}{% endif %}`

/** For people and organisations, apart from any complaint. Nobody's name stands in them but the reader's own. */
export const organisationTexts: Record<OrganisationMessageKind, MessageText> = {
  account_invited: {
    sentence: `${unlessPlatform('invited you to', 'You were invited to run')} the State Examination System.`,
    subject: `${unlessPlatform('invites you to', 'You are invited to run')} the State Examination System`,
    paragraphs: [
      `${unlessPlatform('made an account for you in', 'An account was made for you to run')} the State Examination System.`,
      whatItIs,
      'Open the link below to choose a password and to set up your second way to prove who you are. The link works once, for 14 days. Do not pass it on.',
      'If you did not expect this e-mail, or need help, call {{ supportPhone }} or write to {{ supportEmail }}.',
    ],
    action: 'Set up your account',
  },
  password_reset: {
    sentence: 'Somebody asked for a new password for your account.',
    subject: 'Choose a new password',
    paragraphs: [
      'Somebody asked for a new password for your account in the State Examination System. If it was you, open the link below. It works once, for 1 hour.',
      'If it was not you, you need to do nothing. Nothing happened, and your password stays as it is.',
    ],
    action: 'Choose a new password',
  },
  password_changed: {
    sentence: 'Your password was changed on {{ at }}. You were signed out everywhere else.',
    subject: 'Your password was changed',
    paragraphs: ['The password of your account was changed on {{ at }}. You were signed out everywhere else.', wasItYou],
    action: 'Open your account',
  },
  second_factor_changed: {
    sentence: 'The ways to prove who you are were changed on {{ at }}.',
    subject: 'Your second sign-in step was changed',
    paragraphs: ['The second step of your sign-in (an authenticator app, passkeys or recovery codes) was changed on {{ at }}.', wasItYou],
    action: 'Open your account',
  },
  second_factor_reset: {
    sentence: 'An administrator reset your second sign-in step on {{ at }}. You set up a new one when you next sign in.',
    subject: 'Your second sign-in step was reset',
    paragraphs: [
      'An administrator took away the second step of your sign-in on {{ at }}. You were signed out everywhere. When you next sign in, you set up a new one.',
      'If you did not ask for this, call {{ supportPhone }} before you sign in.',
    ],
    action: 'Open your account',
  },
  email_changed: {
    sentence: '{{ organisation }} changed the e-mail address of your account on {{ at }}. You sign in with the new one.',
    subject: 'The e-mail address of your account was changed',
    paragraphs: [
      'An Account Administrator of {{ organisation }}, or its directory, changed the e-mail address of your account to this one on {{ at }}. You were signed out everywhere; from now on you sign in with this address.',
      'If you did not expect this, ask an Account Administrator of {{ organisation }}, or call {{ supportPhone }}.',
    ],
    action: 'Open your account',
  },
  email_changed_away: {
    sentence: '{{ organisation }} gave your account another e-mail address on {{ at }}.',
    subject: 'Your account has another e-mail address now',
    paragraphs: [
      'An Account Administrator of {{ organisation }}, or its directory, gave your account in the State Examination System another e-mail address on {{ at }}. It can no longer be opened with this one, and our e-mails go to the new one. This is the last to this address.',
      'If you did not expect this, call an Account Administrator of {{ organisation }} or {{ supportPhone }} at once: somebody else may be trying to get into your account.',
    ],
    action: 'About the State Examination System',
  },
  roles_changed: {
    sentence: 'What you may do at {{ organisation }} was changed on {{ at }}.',
    subject: 'Your roles were changed',
    paragraphs: ['An Account Administrator changed your roles at {{ organisation }} on {{ at }}. You were signed out, and find your new roles when you sign in again.', 'If this surprises you, ask an Account Administrator of {{ organisation }}.'],
    action: 'Open your account',
  },
  colleague_roles_changed: {
    sentence: 'Another Account Administrator changed a user’s roles on {{ at }}.',
    subject: 'A user’s roles were changed',
    paragraphs: ['Another Account Administrator of {{ organisation }} changed a user’s roles on {{ at }}.'],
    action: 'Open the user',
  },
  account_removed: {
    sentence: 'Your account at {{ organisation }} was removed.',
    subject: 'Your account was removed',
    paragraphs: ['Your account at {{ organisation }} in the State Examination System was removed on {{ at }}. You can no longer sign in.', 'If this is a mistake, ask an Account Administrator of {{ organisation }}, or call {{ supportPhone }}.'],
    action: 'About the State Examination System',
  },
  account_reactivated: {
    sentence: 'Your account at {{ organisation }} works again.',
    subject: 'Your account works again',
    paragraphs: ['Your account at {{ organisation }} in the State Examination System works again since {{ at }}. Sign in as you did before.'],
    action: 'Sign in',
  },
  account_invited_again: {
    sentence: '{{ organisation }} invited you to the State Examination System again.',
    subject: 'Your account at {{ organisation }} can be used again',
    paragraphs: [
      '{{ organisation }} made your account in the State Examination System ready for you again.',
      'Open the link below to choose a new password. The link works once, for 14 days. Do not pass it on.',
      'If you did not expect this e-mail, or need help, call {{ supportPhone }} or write to {{ supportEmail }}.',
    ],
    action: 'Set up your account',
  },
  new_device_sign_in: {
    sentence: 'Your account was used on a new device{% if device %} ({{ device }}){% endif %} on {{ at }}.',
    subject: 'Your account was used on a new device',
    paragraphs: [
      'Your account was used to sign in on a device that we had not seen before{% if device %}: {{ device }}{% endif %}. This was on {{ at }}.',
      'If it was you, there is nothing to do. If it was not, sign in, end the session of that device, change your password, and call {{ supportPhone }}.',
    ],
    action: 'See your devices',
  },
  sign_in_failures: {
    sentence: 'Somebody failed to sign in to your account several times, last on {{ at }}.',
    subject: 'Somebody failed to sign in to your account',
    paragraphs: [
      'Somebody tried several times to sign in to your account and did not get in, last on {{ at }}. Signing in is slowed down for a while, so that nobody can guess.',
      'If it was you, wait a few minutes, or choose a new password on the sign-in page. If it was not, your account is safe; tell an Account Administrator of your organization.',
    ],
    action: 'Open your account',
  },
  enrollment_begun: {
    sentence: '{{ agency }} invites {{ company }} to the State Examination System.',
    subject: '{{ agency }} asks {{ company }} to join the State Examination System',
    paragraphs: [
      '{{ agency }} named you as the first user of {{ company }} in the State Examination System.',
      whatItIs,
      'A complaint from a consumer, or a request for information, may already wait for your company. You can read it as soon as the setup is complete.',
      ...steps,
      'Open the link below to begin. It works once, for 14 days. If this is not your company, you can say so there.',
      'If you need help, call {{ supportPhone }} or write to {{ supportEmail }}.',
    ],
    action: 'Set up your account',
  },
  enrollment_reminded: {
    sentence: '{{ agency }} reminds you to finish setting up {{ company }}.',
    subject: 'Please finish setting up {{ company }}',
    paragraphs: [
      '{{ agency }} reminds you: the setup of {{ company }} in the State Examination System is not finished. Requests to your company may wait, and you can read them only then.',
      ...steps,
      'If you have no password yet, use the link in the e-mail that invited you. If that link no longer works, ask the agency for a new one, or call {{ supportPhone }}.',
    ],
    action: 'Go on with the setup',
  },
  enrollment_resent: {
    sentence: '{{ agency }} reminds you to set up {{ company }}.',
    subject: 'Please set up {{ company }}: your new link',
    paragraphs: [
      '{{ agency }} named you as the first user of {{ company }} in the State Examination System. Here is a new link; the one before no longer works.',
      whatItIs,
      'A complaint from a consumer, or a request for information, may already wait for your company. You can read it as soon as the setup is complete.',
      ...steps,
      'The link works once, for 14 days. If you need help, call {{ supportPhone }} or write to {{ supportEmail }}.',
    ],
    action: 'Set up your account',
  },
  enrollment_completed: {
    sentence: '{{ company }} is now set up and can read and answer requests.',
    subject: '{{ company }} is set up',
    paragraphs: ['{{ company }} finished its setup in the State Examination System. It can now read and answer what your agency sent.'],
    action: 'Open the company',
  },
  company_enrolled: {
    sentence: '{{ company }} is set up. You are one of its Account Administrators.',
    subject: '{{ company }} is set up',
    paragraphs: ['{{ company }} is set up in the State Examination System. You are one of its Account Administrators: you look after its users and contacts.', 'When an agency sends a request, we tell you by e-mail.'],
    action: 'Open SES',
  },
  complaints_to_assign: {
    sentence: `${complaints} for a Point of Contact.{% if dueOn %} The first answer is due {{ dueOn }}.{% endif %}`,
    subject: `${complaints} for a Point of Contact`,
    paragraphs: [
      `{{ company }} is set up in the State Examination System. ${complaints} for a Point of Contact. {% if dueOn %}The first answer is due on {{ dueOn }}.{% endif %}`,
      'A Point of Contact reads the requests and sends the answers to the agency. The Complaints Contact or an Account Administrator of your company assigns one to each complaint.',
    ],
    action: 'Assign a Point of Contact',
  },
  association_rejected: {
    sentence: 'The person whom your agency invited said that {{ company }} is not their company. Invite somebody else.',
    subject: 'The invitation for {{ company }} was rejected',
    paragraphs: [
      'The person whom your agency invited for {{ company }} said that this is not their company. The enrollment has ended, and their account was removed.',
      'You can see the reason on the company’s page, and invite somebody else there. What you sent to the company stays closed until then.',
    ],
    action: 'Open the company',
  },
  company_account_requested: {
    sentence: '{{ agency }} asks for a company account for {{ company }}.',
    subject: '{{ agency }} asks for a company account',
    paragraphs: ['{{ agency }} asks for a company account for {{ company }}, which is not in NMLS. Please decide.'],
    action: 'Decide on the request',
  },
  company_account_approved: {
    sentence: '{{ company }} now has an SES ID. You can send it requests and enroll it.',
    subject: '{{ company }} now has an SES ID',
    paragraphs: ['Your agency’s request was approved. {{ company }} now has an SES ID. You can record complaints about it, send it requests, and enroll its first user.'],
    action: 'Open the company',
  },
  company_account_rejected: {
    sentence: 'The request for a company account for {{ company }} was not approved.',
    subject: 'No company account for {{ company }}',
    paragraphs: ['Your agency’s request for a company account for {{ company }} was not approved. The reason stands with the request.'],
    action: 'Open companies',
  },
  verify_users: {
    sentence: 'Verify the users of {{ organisation }}{% if dueOn %} by {{ dueOn }}{% endif %}.',
    subject: 'Verify the users of {{ organisation }}{% if dueOn %} by {{ dueOn }}{% endif %}',
    paragraphs: [
      'Please look through the users of {{ organisation }}{% if dueOn %} by {{ dueOn }}{% endif %}, and say that each of them still belongs there. The list shows when each last signed in. Remove those who have left.',
      `This is asked of {% if isCompany %}companies every 90 days{% else %}agencies every month{% endif %}, and takes a few minutes.${overdueCompany}`,
    ],
    action: 'Verify users',
  },
  verify_users_overdue: {
    sentence: 'The users of {{ organisation }} should have been verified{% if dueOn %} by {{ dueOn }}{% endif %}.',
    subject: 'Overdue: verify the users of {{ organisation }}',
    paragraphs: [`The users of {{ organisation }} should have been verified{% if dueOn %} by {{ dueOn }}{% endif %}. Please do it now; it takes a few minutes.${overdueCompany}`],
    action: 'Verify users',
  },
  verification_told: {
    sentence: 'An Account Administrator of {{ organisation }} must verify its users{% if dueOn %} by {{ dueOn }}{% endif %}.',
    subject: 'The users of {{ organisation }} must be verified{% if dueOn %} by {{ dueOn }}{% endif %}',
    paragraphs: [
      'An Account Administrator of {{ organisation }} must look through its users{% if dueOn %} by {{ dueOn }}{% endif %} and say that each of them still belongs there.',
      'You are told because you are one of its contacts. You need to do nothing else than see that it is done.',
    ],
    action: 'Open SES',
  },
  verification_overdue_told: {
    sentence: 'Overdue: an Account Administrator of {{ organisation }} must verify its users.',
    subject: 'Overdue: the users of {{ organisation }} must be verified',
    paragraphs: [`The users of {{ organisation }} should have been verified{% if dueOn %} by {{ dueOn }}{% endif %}. Please ask an Account Administrator of your company to do it now.${overdueCompany}`],
    action: 'Open SES',
  },
  work_left_behind: {
    sentence: 'A user of {{ organisation }} was removed who still had work. Somebody must take it over.',
    subject: 'A removed user of {{ organisation }} still had work',
    paragraphs: ['A user of {{ organisation }} was removed who still had complaints or tasks. Nobody looks after them until somebody takes them over.'],
    action: 'Take over the work',
  },
  entity_change_requested: {
    sentence: '{% if agency %}{{ agency }}{% else %}Another agency{% endif %} asks your agency to change the record of {{ entity }}.',
    subject: 'A change of {{ entity }} is asked for',
    paragraphs: ['{% if agency %}{{ agency }}{% else %}Another agency{% endif %} asks your agency, which keeps the record of the Non-NMLS entity {{ entity }}, to change it.', 'What should change stands with the record. Change it, or decline; whoever asked is told.'],
    action: 'Open the record',
  },
  entity_change_done: {
    sentence: 'The change of {{ entity }} that you asked for was made.',
    subject: 'The record of {{ entity }} was changed',
    paragraphs: ['The agency that keeps the record of the Non-NMLS entity {{ entity }} made the change that you asked for. Its answer stands with the record.'],
    action: 'Open the record',
  },
  entity_change_declined: {
    sentence: 'The change of {{ entity }} that you asked for was declined.',
    subject: 'The change of {{ entity }} was declined',
    paragraphs: ['The agency that keeps the record of the Non-NMLS entity {{ entity }} declined the change that you asked for. Its answer stands with the record.'],
    action: 'Open the record',
  },
  import_finished: {
    sentence: 'Your import is finished: {{ count }} {% if count == 1 %}complaint{% else %}complaints{% endif %} imported{% if rejected > 0 %}, {{ rejected }} {% if rejected == 1 %}row{% else %}rows{% endif %} rejected{% endif %}.',
    subject: 'Your import is finished',
    paragraphs: ['Your import is finished: {{ count }} {% if count == 1 %}complaint{% else %}complaints{% endif %} imported{% if rejected > 0 %}, {{ rejected }} {% if rejected == 1 %}row{% else %}rows{% endif %} rejected{% endif %}.', '{% if rejected > 0 %}Download the rejected rows with the reasons, mend them, and import them again.{% endif %}'],
    action: 'Open the import',
  },
  complaints_assigned: {
    sentence: '{{ count }} complaints were assigned to you.',
    subject: '{{ count }} complaints were assigned to you',
    paragraphs: ['{{ count }} complaints were assigned to you: you are their Agency POC now.', 'Answers of companies that wait for review are among your tasks.'],
    action: 'Open my complaints',
  },
  import_failed: {
    sentence: 'Your import could not go on. Imported before that: {{ count }} {% if count == 1 %}complaint{% else %}complaints{% endif %}.',
    subject: 'Your import could not go on',
    paragraphs: ['Your import could not go on; the reason stands with it. Imported before that: {{ count }} {% if count == 1 %}complaint{% else %}complaints{% endif %}. You can give the file again.'],
    action: 'Open the import',
  },
  deputy_named: {
    sentence: 'You act as Point of Contact for a colleague who is away, from {{ at }}{% if dueOn %} until {{ dueOn }}{% endif %}.',
    subject: 'You act as Point of Contact for a colleague',
    paragraphs: [
      'You were named deputy of a colleague at {{ company }} who is away, from {{ at }}{% if dueOn %} until {{ dueOn }}, both days included{% endif %}.',
      'During these days the colleague’s complaints are yours: you read the requests, review drafts and send the answers, and the colleague does not. Afterwards they go back by themselves.',
    ],
    action: 'Open complaints',
  },
  deputy_named_for_you: {
    sentence: 'A colleague acts as Point of Contact for you, from {{ at }}{% if dueOn %} until {{ dueOn }}{% endif %}.',
    subject: 'A colleague acts as Point of Contact for you',
    paragraphs: [
      'A deputy was named for you at {{ company }}, from {{ at }}{% if dueOn %} until {{ dueOn }}, both days included{% endif %}.',
      'During these days the deputy answers for your complaints, and you do not. If you are back earlier, end the days on the page of deputies.',
    ],
    action: 'Open deputies',
  },
  deputy_ended: {
    sentence: 'You no longer act as Point of Contact for your colleague.',
    subject: 'Your days as deputy are over',
    paragraphs: ['You no longer act as Point of Contact for your colleague at {{ company }}. The complaints went back; what you sent and wrote stays.'],
    action: 'Open complaints',
  },
  deputy_ended_for_you: {
    sentence: 'You act as Point of Contact again; your deputy’s days are over.',
    subject: 'You act as Point of Contact again',
    paragraphs: ['The days of your deputy at {{ company }} are over. You act as Point of Contact for your complaints again.'],
    action: 'Open deputies',
  },
  document_infected: {
    sentence: 'A document that you uploaded holds malware. Nobody can open it. Check your device and upload a clean copy.',
    subject: 'A document that you uploaded holds malware',
    paragraphs: [
      'The scanner found malware in a document that you uploaded. It is locked away: nobody can open it, neither at your organization nor at another.',
      'Please have your device checked, and upload a clean copy. Which document it is, you see where you uploaded it. If you need help, call {{ supportPhone }}.',
    ],
    action: 'See the document',
  },
  document_infected_told: {
    sentence: 'A colleague uploaded a document that holds malware. Nobody can open it.',
    subject: 'A document from {{ organisation }} holds malware',
    paragraphs: [
      'The scanner found malware in a document that a user of {{ organisation }} uploaded. It is locked away: nobody can open it. The user was told too.',
      'Please see that the user’s device is checked. If you need help, call {{ supportPhone }}.',
    ],
    action: 'Open SES',
  },
  entity_discussion_tagged_you: {
    sentence: '{{ agency }} mentioned you in the discussion of {{ entity }}.',
    subject: 'You are mentioned in the discussion of {{ entity }}',
    paragraphs: ['A user of {{ agency }} mentioned you in the discussion of the Non-NMLS entity {{ entity }}.'],
    action: 'Read the discussion',
  },
  entity_discussion_tagged_agency: {
    sentence: '{{ agency }} mentioned your agency in the discussion of {{ entity }}.',
    subject: 'Your agency is mentioned in the discussion of {{ entity }}',
    paragraphs: ['A user of {{ agency }} mentioned your agency, or all agencies, in the discussion of the Non-NMLS entity {{ entity }}.'],
    action: 'Read the discussion',
  },
  address_refused: {
    sentence: 'E-mails to a user of {{ organisation }} cannot be delivered. Check the address.',
    subject: 'E-mails to a user of {{ organisation }} cannot be delivered',
    paragraphs: ['E-mails to a user of {{ organisation }} cannot be delivered. Please check the address, or ask whoever looks after your mail. Further e-mails are still tried.'],
    action: 'Open the user',
  },
  extra_address_refused: {
    sentence: 'E-mails to an extra address of {{ organisation }} cannot be delivered. Check it.',
    subject: 'E-mails to an extra address of {{ organisation }} cannot be delivered',
    paragraphs: ['E-mails to an address that {{ organisation }} named to be told too cannot be delivered. Please check it on your organization’s page. Further e-mails are still tried.'],
    action: 'Open the profile',
  },
  invitation_refused: {
    sentence: 'The invitation for {{ company }} cannot be delivered. Check the address, and invite again.',
    subject: 'The invitation for {{ company }} cannot be delivered',
    paragraphs: ['The e-mail that invites the first user of {{ company }} cannot be delivered. Please check the address. You can withdraw the invitation on the company’s page and send another.'],
    action: 'Open the company',
  },
  webhook_switched_off: {
    sentence: 'Events are no longer sent to an address of {{ organisation }}: it did not answer for days.',
    subject: 'Events are no longer sent to your system',
    paragraphs: [
      'Your system at an address that {{ organisation }} named for events did not take any for days. Sending to it was switched off.',
      'When your system is back, switch it on again. What was not delivered is listed there and can be sent again.',
    ],
    action: 'Open the integrations',
  },
}
