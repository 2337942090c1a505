import type { MessageKind } from '../domain/messages.ts'

/** Liquid templates over a Message with the dates in words. Plain English, at an eighth grade's level. */
export type MessageText = {
  /** In the list of notifications. */
  sentence: string
  subject: string
  paragraphs: readonly string[]
  /** The button's words. */
  action: string
}

const requests = '{% if count == 1 %}an information request{% else %}{{ count }} information requests{% endif %}'
const theRequests = '{% if count == 1 %}an information request{% else %}{{ count }} information requests{% endif %} on complaint {{ complaint }}'
const due = '{% if dueOn %}The {% if count == 1 %}answer{% else %}first answer{% endif %} is due on {{ dueOn }}.{% endif %}'

export const texts: Record<MessageKind, MessageText> = {
  assign_point_of_contact: {
    sentence: `{{ agency }} sent your company complaint {{ complaint }} with ${requests}. Assign a Point of Contact.`,
    subject: 'Assign a Point of Contact for complaint {{ complaint }}',
    paragraphs: [
      `{{ agency }} sent {{ company }} a consumer complaint, {{ complaint }}, with ${requests}. ${due}`,
      'Please assign a Point of Contact. This person reads the requests and sends the answers to the agency.',
      'The Complaints Contact or an Account Administrator of your company can do this.',
    ],
    action: 'Assign a Point of Contact',
  },
  requests_to_answer: {
    sentence: `{{ agency }} sent you ${theRequests}.{% if dueOn %} Due {{ dueOn }}.{% endif %}`,
    subject: `{{ agency }} asks for information on complaint {{ complaint }}`,
    paragraphs: [`{{ agency }} sent you ${theRequests}. ${due}`, 'You are the Point of Contact of {{ company }} for this complaint. Please answer by the due date.'],
    action: 'Read and answer',
  },
  requests_sent: {
    sentence: `Your agency sent {{ company }} ${theRequests}.`,
    subject: `Information requests on complaint {{ complaint }} were sent`,
    paragraphs: [`Your agency sent {{ company }} ${theRequests}. ${due}`],
    action: 'Open the complaint',
  },
  requests_wait: {
    sentence: '{% if count == 1 %}A request{% else %}Requests{% endif %} from {{ agency }} {% if count == 1 %}waits{% else %}wait{% endif %} for {{ company }}. Finish setting up to read {% if count == 1 %}it{% else %}them{% endif %}.',
    subject: 'Finish setting up {{ company }}: requests wait',
    paragraphs: [
      '{{ agency }} sent {{ company }} something to read and answer. You can open it as soon as the setup of your company is complete, which takes about ten minutes.',
      'If you have no password yet, use the link in the e-mail that invited you. If that link no longer works, ask the agency for a new one.',
    ],
    action: 'Go on with the setup',
  },
  you_are_point_of_contact: {
    sentence: `You are now the Point of Contact for complaint {{ complaint }} from {{ agency }}.{% if dueOn %} The first answer is due {{ dueOn }}.{% endif %}`,
    subject: 'You are the Point of Contact for complaint {{ complaint }}',
    paragraphs: [
      'You are now the Point of Contact of {{ company }} for complaint {{ complaint }} from {{ agency }}.',
      `{% if count > 0 %}{% if count == 1 %}One information request waits{% else %}{{ count }} information requests wait{% endif %} for your answer. ${due}{% else %}No information request waits for your answer now.{% endif %}`,
    ],
    action: 'Open the complaint',
  },
  response_to_review: {
    sentence: `{{ company }} answered ${theRequests}. Review the response.`,
    subject: '{{ company }} answered on complaint {{ complaint }}',
    paragraphs: [`{{ company }} answered ${theRequests}.`, 'Please review the response. You can mark it complete, ask again, or close the complaint.'],
    action: 'Review the response',
  },
  response_received: {
    sentence: `{{ company }} answered ${theRequests}.`,
    subject: '{{ company }} answered on complaint {{ complaint }}',
    paragraphs: [`{{ company }} answered ${theRequests}.`, 'You get this e-mail because you were chosen to hear of the answers when the requests were sent.'],
    action: 'Read the response',
  },
  request_canceled: {
    sentence: `{{ agency }} canceled ${theRequests}. No answer is needed.`,
    subject: '{{ agency }} canceled a request on complaint {{ complaint }}',
    paragraphs: [`{{ agency }} canceled ${theRequests}.`, 'You do not need to answer. What you wrote so far is kept with the request.'],
    action: 'Open the complaint',
  },
  request_canceled_agency: {
    sentence: `Your agency canceled ${theRequests} to {{ company }}.`,
    subject: 'A request on complaint {{ complaint }} was canceled',
    paragraphs: [`Your agency canceled ${theRequests} to {{ company }}.`],
    action: 'Open the complaint',
  },
  complaint_closed: {
    sentence: '{{ agency }} closed complaint {{ complaint }}.',
    subject: '{{ agency }} closed complaint {{ complaint }}',
    paragraphs: ['{{ agency }} closed complaint {{ complaint }}, which was sent to {{ company }}.', 'If the agency left comments for your company, you can read them with the complaint.'],
    action: 'Open the complaint',
  },
  complaint_closed_agency: {
    sentence: 'Complaint {{ complaint }}{% if company %} about {{ company }}{% endif %} was closed.',
    subject: 'Complaint {{ complaint }} was closed',
    paragraphs: ['Complaint {{ complaint }}{% if company %} about {{ company }}{% endif %} was closed.'],
    action: 'Open the complaint',
  },
  request_reminder: {
    sentence: `Reminder: {{ agency }} waits for your answer to ${theRequests}.{% if dueOn %} Due {{ dueOn }}.{% endif %}`,
    subject: 'Reminder: {{ agency }} waits for your answer on complaint {{ complaint }}',
    paragraphs: [`{{ agency }} reminds you of ${theRequests}. ${due}`, 'If the answer is almost ready, you need to do nothing else than submit it.'],
    action: 'Read and answer',
  },
  request_reminded_agency: {
    sentence: `{{ company }} was reminded of ${theRequests}.`,
    subject: '{{ company }} was reminded on complaint {{ complaint }}',
    paragraphs: [`Your agency reminded {{ company }} of ${theRequests}. ${due}`],
    action: 'Open the complaint',
  },
  review_wanted: {
    sentence: 'Complaint {{ complaint }} waits for your preliminary review.',
    subject: 'Please review complaint {{ complaint }}',
    paragraphs: ['Complaint {{ complaint }} waits for your preliminary review.', 'Let it proceed and name its Agency POC, or close it as a duplicate, as invalid or as referred elsewhere.'],
    action: 'Review the complaint',
  },
  review_wanted_agency: {
    sentence: 'Complaint {{ complaint }} was sent for preliminary review.',
    subject: 'Complaint {{ complaint }} was sent for preliminary review',
    paragraphs: ['Complaint {{ complaint }} was entered and sent to a colleague for preliminary review.'],
    action: 'Open the complaint',
  },
  review_completed_poc: {
    sentence: 'The preliminary review of {{ complaint }} is done. You are its Agency POC.',
    subject: 'You are the Agency POC of complaint {{ complaint }}',
    paragraphs: ['The preliminary review of complaint {{ complaint }} is done, and you were named its Agency POC.', 'Nothing was sent to the company yet. Please read the complaint and decide what to ask.'],
    action: 'Open the complaint',
  },
  review_completed: {
    sentence: 'The preliminary review of complaint {{ complaint }} is done. It proceeds to processing.',
    subject: 'The preliminary review of complaint {{ complaint }} is done',
    paragraphs: ['The preliminary review of complaint {{ complaint }} is done. It proceeds to processing.'],
    action: 'Open the complaint',
  },
  you_are_agency_poc: {
    sentence: 'You are now the Agency POC of complaint {{ complaint }}{% if company %} about {{ company }}{% endif %}.',
    subject: 'You are the Agency POC of complaint {{ complaint }}',
    paragraphs: ['You are now the Agency POC of complaint {{ complaint }}{% if company %} about {{ company }}{% endif %}.', 'Answers of the company come to you for review. Until the complaint is closed, another colleague can be named.'],
    action: 'Open the complaint',
  },
  complaint_canceled: {
    sentence: '{{ agency }} canceled complaint {{ complaint }}. No answer is needed.',
    subject: '{{ agency }} canceled complaint {{ complaint }}',
    paragraphs: ['{{ agency }} canceled complaint {{ complaint }}, which was sent to {{ company }}.', 'You do not need to answer its requests any more. What you wrote so far is kept.'],
    action: 'Open the complaint',
  },
  complaint_canceled_agency: {
    sentence: 'Complaint {{ complaint }}{% if company %} about {{ company }}{% endif %} was canceled.',
    subject: 'Complaint {{ complaint }} was canceled',
    paragraphs: ['Complaint {{ complaint }}{% if company %} about {{ company }}{% endif %} was canceled. Its open requests and tasks ended with it, and what other agencies had asked and not been answered.'],
    action: 'Open the complaint',
  },
  access_request_ended: {
    sentence: '{{ agency }} canceled complaint {{ complaint }}. Your request for access to it has ended.',
    subject: 'Your request for access to complaint {{ complaint }} has ended',
    paragraphs: ['{{ agency }} canceled complaint {{ complaint }} before it decided on your agency’s request for access. The request has ended with it.'],
    action: 'Open the complaint',
  },
  complaint_reopened: {
    sentence: 'Complaint {{ complaint }}{% if company %} about {{ company }}{% endif %} was reopened.',
    subject: 'Complaint {{ complaint }} was reopened',
    paragraphs: ['Complaint {{ complaint }}{% if company %} about {{ company }}{% endif %} was reopened. The reason stands in the record.', 'The company is not told before the next information request.'],
    action: 'Open the complaint',
  },
  referral_received: {
    sentence: '{{ agency }} refers complaint {{ complaint }} to your agency. Accept or reject it.',
    subject: '{{ agency }} refers complaint {{ complaint }} to your agency',
    paragraphs: ['{{ agency }} refers complaint {{ complaint }} to {{ otherAgency }}.', 'You see its basic information and the comments of the agency now. If you accept it, the complaint with all of its details becomes your agency’s. If you reject it, it goes back.'],
    action: 'Decide on the referral',
  },
  referral_sent: {
    sentence: 'Your agency referred complaint {{ complaint }} to {{ otherAgency }}.',
    subject: 'Complaint {{ complaint }} was referred to {{ otherAgency }}',
    paragraphs: ['Your agency referred complaint {{ complaint }} to {{ otherAgency }}. Until it is decided nothing of the complaint can be changed; you can withdraw the referral.'],
    action: 'Open the complaint',
  },
  referral_accepted: {
    sentence: '{{ otherAgency }} accepted complaint {{ complaint }}. It is theirs now.',
    subject: '{{ otherAgency }} accepted complaint {{ complaint }}',
    paragraphs: ['{{ otherAgency }} accepted complaint {{ complaint }}, which your agency referred. The complaint is theirs now; your agency keeps its basic information.'],
    action: 'Open the complaint',
  },
  referral_taken_over: {
    sentence: 'Your agency accepted complaint {{ complaint }} from {{ agency }}.',
    subject: 'Your agency accepted complaint {{ complaint }}',
    paragraphs: ['Your agency accepted complaint {{ complaint }} from {{ agency }}. It is in progress and has an Agency POC.'],
    action: 'Open the complaint',
  },
  referral_rejected: {
    sentence: '{{ otherAgency }} did not accept complaint {{ complaint }}. It is back with your agency.',
    subject: '{{ otherAgency }} did not accept complaint {{ complaint }}',
    paragraphs: ['{{ otherAgency }} did not accept complaint {{ complaint }}. It is back with your agency, as it was before the referral. The comments stand in the record.'],
    action: 'Open the complaint',
  },
  referral_withdrawn: {
    sentence: '{{ agency }} withdrew its referral of complaint {{ complaint }}.',
    subject: '{{ agency }} withdrew its referral of complaint {{ complaint }}',
    paragraphs: ['{{ agency }} withdrew its referral of complaint {{ complaint }}. You need to do nothing.'],
    action: 'Open the complaint',
  },
  referral_withdrawn_agency: {
    sentence: 'Your agency withdrew its referral of complaint {{ complaint }} to {{ otherAgency }}.',
    subject: 'The referral of complaint {{ complaint }} was withdrawn',
    paragraphs: ['Your agency withdrew its referral of complaint {{ complaint }} to {{ otherAgency }}. The complaint is as it was before.'],
    action: 'Open the complaint',
  },
  referral_canceled: {
    sentence: '{{ agency }} canceled complaint {{ complaint }}. Its referral to your agency has ended.',
    subject: '{{ agency }} canceled complaint {{ complaint }}',
    paragraphs: ['{{ agency }} canceled complaint {{ complaint }}, which it had referred to your agency. You need to do nothing.'],
    action: 'Open the complaint',
  },
  request_sent_back: {
    sentence: `{{ agency }} sent back ${theRequests}. Read why, and answer again.{% if dueOn %} Due {{ dueOn }}.{% endif %}`,
    subject: '{{ agency }} sent a request back on complaint {{ complaint }}',
    paragraphs: [`{{ agency }} read the answer of {{ company }} and sent back ${theRequests}. ${due}`, 'The request says what is missing. What you sent before stays readable beside your new answer.'],
    action: 'Read and answer',
  },
  request_sent_back_agency: {
    sentence: `Your agency sent ${theRequests} back to {{ company }}.`,
    subject: 'A request on complaint {{ complaint }} was sent back',
    paragraphs: [`Your agency sent ${theRequests} back to {{ company }}. ${due}`],
    action: 'Open the request',
  },
  send_back_granted: {
    sentence: `As you asked, {{ agency }} sent back ${theRequests}. Answer again.{% if dueOn %} Due {{ dueOn }}.{% endif %}`,
    subject: '{{ agency }} sent the request back as you asked, complaint {{ complaint }}',
    paragraphs: [`Your company asked {{ agency }} to send back ${theRequests}, and it did. ${due}`, 'What it adds stands with the request. What you sent before stays readable beside your new answer.'],
    action: 'Read and answer',
  },
  more_time_granted: {
    sentence: `{{ agency }} gives you more time for ${theRequests}, as you asked.{% if dueOn %} Now due {{ dueOn }}.{% endif %}`,
    subject: '{{ agency }} gives more time on complaint {{ complaint }}',
    paragraphs: [`Your company asked for more time for ${theRequests}, and {{ agency }} gave it. ${due}`, 'The date may be another than the one you asked for. The original due date stays with the request.'],
    action: 'Read and answer',
  },
  request_extended: {
    sentence: `{{ agency }} changed the due date of ${theRequests}.{% if dueOn %} Now due {{ dueOn }}.{% endif %}`,
    subject: 'A new due date on complaint {{ complaint }}',
    paragraphs: [`{{ agency }} changed the due date of ${theRequests}. ${due}`, 'The original due date stays with the request.'],
    action: 'Read and answer',
  },
  request_extended_agency: {
    sentence: `Your agency changed the due date of ${theRequests} to {{ company }}.{% if dueOn %} Now due {{ dueOn }}.{% endif %}`,
    subject: 'A due date on complaint {{ complaint }} was changed',
    paragraphs: [`Your agency changed the due date of ${theRequests} to {{ company }}. ${due}`],
    action: 'Open the request',
  },
  request_due_soon: {
    sentence: `Soon due: ${theRequests} from {{ agency }}.{% if dueOn %} Due {{ dueOn }}.{% endif %}`,
    subject: 'Soon due: your answer on complaint {{ complaint }}',
    paragraphs: [`{{ agency }} waits for your answer to ${theRequests}. ${due}`, 'If you need more time, the Point of Contact can ask the agency for it on the page of the request.'],
    action: 'Read and answer',
  },
  request_due_soon_agency: {
    sentence: `{{ company }} was reminded: ${requests} on complaint {{ complaint }} soon due.{% if dueOn %} Due {{ dueOn }}.{% endif %}`,
    subject: '{{ company }} was reminded of what is soon due on complaint {{ complaint }}',
    paragraphs: [`The system reminded {{ company }} of ${theRequests}. ${due}`],
    action: 'Open the complaint',
  },
  request_overdue: {
    sentence: `Overdue: {{ agency }} waits for your answer to ${theRequests}.{% if dueOn %} It was due {{ dueOn }}.{% endif %}`,
    subject: 'Overdue: your answer on complaint {{ complaint }}',
    paragraphs: [`{{ agency }} waits for your answer to ${theRequests}. {% if dueOn %}The {% if count == 1 %}answer{% else %}first answer{% endif %} was due on {{ dueOn }}.{% endif %}`, 'Please answer now. If you need more time, the Point of Contact can ask the agency for it on the page of the request. The agency’s Supervisors see what is overdue.'],
    action: 'Read and answer',
  },
  request_overdue_agency: {
    sentence: `Overdue: {{ company }} has not answered ${theRequests}.{% if dueOn %} It was due {{ dueOn }}.{% endif %}`,
    subject: 'Overdue: {{ company }} has not answered on complaint {{ complaint }}',
    paragraphs: [`{{ company }} has not answered ${theRequests}. {% if dueOn %}The {% if count == 1 %}answer{% else %}first answer{% endif %} was due on {{ dueOn }}.{% endif %}`, 'The system has reminded the company and does so again every five working days. You can remind it yourself, move the due date, or cancel the request.'],
    action: 'Open the complaint',
  },
  draft_response: {
    sentence: `Draft the answer to ${theRequests} from {{ agency }}.{% if dueOn %} Due {{ dueOn }}.{% endif %}`,
    subject: 'Please draft an answer on complaint {{ complaint }}',
    paragraphs: [`The Point of Contact of {{ company }} asks you to draft the answer to ${theRequests} from {{ agency }}. ${due}`, 'Hand your draft to the Point of Contact when it is ready. Only the Point of Contact sends it to the agency.'],
    action: 'Draft the answer',
  },
  review_draft: {
    sentence: `A colleague handed you the draft for ${theRequests} from {{ agency }}. Submit or return it.{% if dueOn %} Due {{ dueOn }}.{% endif %}`,
    subject: 'A draft on complaint {{ complaint }} waits for you',
    paragraphs: [`A colleague handed you the draft for ${theRequests} from {{ agency }}. ${due}`, 'Read it, then submit it to the agency, or return it to your colleague with a comment. The agency sees nothing until you submit.'],
    action: 'Review the draft',
  },
  draft_returned: {
    sentence: `The Point of Contact returned your draft for ${theRequests}. Read the comment, and hand it over again.{% if dueOn %} Due {{ dueOn }}.{% endif %}`,
    subject: 'Your draft on complaint {{ complaint }} was returned',
    paragraphs: [`The Point of Contact returned your draft for ${theRequests} from {{ agency }}. ${due}`, 'What is to be changed stands in the comments beside the draft.'],
    action: 'Open the draft',
  },
  you_act_as_point_of_contact: {
    sentence: `You act as Point of Contact for complaint {{ complaint }} from {{ agency }} while a colleague is away.{% if dueOn %} The first answer is due {{ dueOn }}.{% endif %}`,
    subject: 'You act as Point of Contact for complaint {{ complaint }}',
    paragraphs: ['You act as Point of Contact of {{ company }} for complaint {{ complaint }} from {{ agency }} while a colleague is away.', `{% if count > 0 %}{% if count == 1 %}One information request waits{% else %}{{ count }} information requests wait{% endif %} for your answer. ${due}{% endif %}`],
    action: 'Open the complaint',
  },
  asked_send_back: {
    sentence: `{{ company }} asks your agency to send ${theRequests} back, to answer again.`,
    subject: '{{ company }} asks for a request to be sent back on complaint {{ complaint }}',
    paragraphs: [`{{ company }} asks your agency to send ${theRequests} back, so that it can answer again. Its reason stands with the request.`, 'Send it back with a new due date, or decline.'],
    action: 'Decide',
  },
  asked_more_time: {
    sentence: `{{ company }} asks for more time for ${theRequests}{% if dueOn %}, until {{ dueOn }}{% endif %}.`,
    subject: '{{ company }} asks for more time on complaint {{ complaint }}',
    paragraphs: [`{{ company }} asks for more time for ${theRequests}{% if dueOn %}, until {{ dueOn }}{% endif %}. Its reason stands with the request.`, 'Move the due date, or decline. Until you decide, the due date stands.'],
    action: 'Decide',
  },
  send_back_declined: {
    sentence: `{{ agency }} does not send back ${theRequests}. Your answer stands as you sent it.`,
    subject: '{{ agency }} does not send the request back on complaint {{ complaint }}',
    paragraphs: [`{{ agency }} declined to send back ${theRequests}. Its answer stands with the request, and your response stands as you sent it.`],
    action: 'Read the answer',
  },
  more_time_declined: {
    sentence: `{{ agency }} gives no more time for ${theRequests}. The due date stands.`,
    subject: '{{ agency }} gives no more time on complaint {{ complaint }}',
    paragraphs: [`{{ agency }} declined to give more time for ${theRequests}. Its answer stands with the request. The due date is as it was.`],
    action: 'Read and answer',
  },
  ask_declined_agency: {
    sentence: `Your agency declined what {{ company }} asked about ${theRequests}.`,
    subject: 'What {{ company }} asked on complaint {{ complaint }} was declined',
    paragraphs: [`Your agency declined what {{ company }} asked about ${theRequests}. The company was told.`],
    action: 'Open the request',
  },
  ask_withdrawn: {
    sentence: `{{ company }} withdrew what it asked about ${theRequests}.`,
    subject: '{{ company }} withdrew its wish on complaint {{ complaint }}',
    paragraphs: [`{{ company }} withdrew what it asked about ${theRequests}. You need not decide any more.`],
    action: 'Open the request',
  },
  access_requested: {
    sentence: '{{ otherAgency }} asks for access to complaint {{ complaint }}. Accept or reject it.',
    subject: '{{ otherAgency }} asks for access to complaint {{ complaint }}',
    paragraphs: ['{{ otherAgency }} asks for access to complaint {{ complaint }} of {{ agency }}. If you accept, all of its complaints users read the details of the complaint until you take the access away.', 'Any Complaint Supervisor of your agency can decide.'],
    action: 'Decide on the request',
  },
  access_accepted: {
    sentence: '{{ agency }} gave your agency access to complaint {{ complaint }}.',
    subject: '{{ agency }} gave your agency access to complaint {{ complaint }}',
    paragraphs: ['{{ agency }} gave your agency access to complaint {{ complaint }}. All complaints users of {{ otherAgency }} can read its details now.'],
    action: 'Open the complaint',
  },
  access_accepted_agency: {
    sentence: '{{ otherAgency }} was given access to complaint {{ complaint }}.',
    subject: '{{ otherAgency }} has access to complaint {{ complaint }}',
    paragraphs: ['Your agency gave {{ otherAgency }} access to complaint {{ complaint }}. A Complaint Supervisor can take it away at any time.'],
    action: 'See who has access',
  },
  access_rejected: {
    sentence: '{{ agency }} rejected your request for access to complaint {{ complaint }}.',
    subject: '{{ agency }} rejected your request for access to complaint {{ complaint }}',
    paragraphs: ['{{ agency }} rejected the request of your agency for access to complaint {{ complaint }}. Its comments stand with the request.'],
    action: 'Open the complaint',
  },
  access_rejected_agency: {
    sentence: 'The request of {{ otherAgency }} for access to complaint {{ complaint }} was rejected.',
    subject: 'A request for access to complaint {{ complaint }} was rejected',
    paragraphs: ['Your agency rejected the request of {{ otherAgency }} for access to complaint {{ complaint }}.'],
    action: 'See who has access',
  },
  access_withdrawn: {
    sentence: '{{ otherAgency }} withdrew its request for access to complaint {{ complaint }}.',
    subject: 'A request for access to complaint {{ complaint }} was withdrawn',
    paragraphs: ['{{ otherAgency }} withdrew its request for access to complaint {{ complaint }}. You need not decide on it any more.'],
    action: 'See who has access',
  },
  access_revoked: {
    sentence: '{{ agency }} ended your agency’s access to complaint {{ complaint }}.',
    subject: 'Your agency’s access to complaint {{ complaint }} has ended',
    paragraphs: ['{{ agency }} ended the access of your agency to complaint {{ complaint }}. You still see its basic information.'],
    action: 'Open the complaint',
  },
  access_revoked_agency: {
    sentence: 'The access of {{ otherAgency }} to complaint {{ complaint }} was taken away.',
    subject: '{{ otherAgency }} has no access to complaint {{ complaint }} any more',
    paragraphs: ['Your agency took away the access of {{ otherAgency }} to complaint {{ complaint }}.'],
    action: 'See who has access',
  },
  access_ended_by_referral: {
    sentence: 'Complaint {{ complaint }} went to {{ agency }}. With that, your agency’s access or request for access has ended.',
    subject: 'Complaint {{ complaint }} went to {{ agency }}',
    paragraphs: ['Complaint {{ complaint }} belongs to {{ agency }} now. The access that its former agency gave to your agency, or your request for it, ended with that. You can ask {{ agency }} for access.'],
    action: 'Open the complaint',
  },
  discussion_tagged_you: {
    sentence: '{{ agency }} mentioned you in the discussion of complaint {{ complaint }}.',
    subject: 'You are mentioned in the discussion of complaint {{ complaint }}',
    paragraphs: ['A user of {{ agency }} mentioned you in the discussion of complaint {{ complaint }}.'],
    action: 'Read the discussion',
  },
  discussion_tagged_agency: {
    sentence: '{{ agency }} mentioned your agency in the discussion of complaint {{ complaint }}.',
    subject: 'Your agency is mentioned in the discussion of complaint {{ complaint }}',
    paragraphs: ['A user of {{ agency }} mentioned your agency in the discussion of complaint {{ complaint }}.'],
    action: 'Read the discussion',
  },
  discussion_told: {
    sentence: '{{ agency }} mentioned somebody in the discussion of complaint {{ complaint }}.',
    subject: 'Somebody is mentioned in the discussion of complaint {{ complaint }}',
    paragraphs: ['A user of {{ agency }} mentioned somebody in the discussion of your agency’s complaint {{ complaint }}.'],
    action: 'Read the discussion',
  },
  letter_to_approve: {
    sentence: 'A letter to {{ company }} on complaint {{ complaint }} waits for your approval.',
    subject: 'A letter on complaint {{ complaint }} waits for approval',
    paragraphs: ['A colleague drafted a letter to {{ company }} on complaint {{ complaint }} and asks a Complaint Supervisor to approve it.', 'Read it, then approve it or return it with a note. The company sees nothing of it before it is issued.'],
    action: 'Read the letter',
  },
  letter_approved: {
    sentence: 'The letter to {{ company }} on complaint {{ complaint }} is approved. It can be issued.',
    subject: 'The letter on complaint {{ complaint }} is approved',
    paragraphs: ['The letter to {{ company }} on complaint {{ complaint }} is approved. It can be issued now. If its text is changed, it needs approval anew.'],
    action: 'Open the letter',
  },
  letter_returned: {
    sentence: 'The letter to {{ company }} on complaint {{ complaint }} is a draft again.',
    subject: 'The letter on complaint {{ complaint }} is a draft again',
    paragraphs: ['The letter to {{ company }} on complaint {{ complaint }} was not approved, or is to be changed. It is a draft again; a note may stand with it.'],
    action: 'Open the letter',
  },
  letter_to_acknowledge: {
    sentence: '{{ agency }} issued a letter on complaint {{ complaint }}. Read it and acknowledge receipt.{% if dueOn %} Due {{ dueOn }}.{% endif %}',
    subject: '{{ agency }} issued a letter on complaint {{ complaint }}',
    paragraphs: ['{{ agency }} issued a letter to {{ company }} on complaint {{ complaint }}.', 'Please read it and acknowledge receipt{% if dueOn %} by {{ dueOn }}{% endif %}. Anybody at your company who may manage complaints can do this.'],
    action: 'Read the letter',
  },
  letter_waits: {
    sentence: 'A letter from {{ agency }} waits for {{ company }}. Finish setting up to read it.',
    subject: 'Finish setting up {{ company }}: a letter waits',
    paragraphs: [
      '{{ agency }} issued a letter to {{ company }}. You can open it as soon as the setup of your company is complete, which takes about ten minutes.',
      'If you have no password yet, use the link in the e-mail that invited you. If that link no longer works, ask the agency for a new one.',
    ],
    action: 'Go on with the setup',
  },
  letter_issued_agency: {
    sentence: 'Your agency issued a letter to {{ company }} on complaint {{ complaint }}.',
    subject: 'A letter on complaint {{ complaint }} was issued',
    paragraphs: ['Your agency issued a letter to {{ company }} on complaint {{ complaint }}.{% if dueOn %} It is asked to acknowledge receipt by {{ dueOn }}.{% endif %}'],
    action: 'Open the letter',
  },
  letter_extended: {
    sentence: '{{ agency }} changed the date by which you acknowledge its letter on complaint {{ complaint }}.{% if dueOn %} Now due {{ dueOn }}.{% endif %}',
    subject: 'A new date for the letter on complaint {{ complaint }}',
    paragraphs: ['{{ agency }} changed the date by which {{ company }} is asked to acknowledge its letter on complaint {{ complaint }}.{% if dueOn %} It is due on {{ dueOn }} now.{% endif %}'],
    action: 'Read the letter',
  },
  letter_extended_agency: {
    sentence: 'Your agency changed the date for the letter to {{ company }} on complaint {{ complaint }}.{% if dueOn %} Now due {{ dueOn }}.{% endif %}',
    subject: 'A new date for the letter on complaint {{ complaint }}',
    paragraphs: ['Your agency changed the date by which {{ company }} is asked to acknowledge the letter on complaint {{ complaint }}.{% if dueOn %} It is due on {{ dueOn }} now.{% endif %}'],
    action: 'Open the letter',
  },
  letter_withdrawn: {
    sentence: '{{ agency }} withdrew its letter on complaint {{ complaint }}.',
    subject: '{{ agency }} withdrew a letter on complaint {{ complaint }}',
    paragraphs: ['{{ agency }} withdrew a letter to {{ company }} on complaint {{ complaint }}. You need not acknowledge it.', 'It stays readable, marked as withdrawn, with the reason.'],
    action: 'Read the reason',
  },
  letter_withdrawn_agency: {
    sentence: 'Your agency withdrew a letter to {{ company }} on complaint {{ complaint }}.',
    subject: 'A letter on complaint {{ complaint }} was withdrawn',
    paragraphs: ['Your agency withdrew a letter to {{ company }} on complaint {{ complaint }}. The reason stands with it.'],
    action: 'Open the letter',
  },
  letter_acknowledged: {
    sentence: '{{ company }} acknowledged receipt of the letter on complaint {{ complaint }}.',
    subject: '{{ company }} acknowledged the letter on complaint {{ complaint }}',
    paragraphs: ['{{ company }} acknowledged receipt of your agency’s letter on complaint {{ complaint }}.'],
    action: 'Open the letter',
  },
  letter_due_soon: {
    sentence: 'Please acknowledge the letter of {{ agency }} on complaint {{ complaint }}.{% if dueOn %} Due {{ dueOn }}.{% endif %}',
    subject: 'Please acknowledge the letter on complaint {{ complaint }}',
    paragraphs: ['{{ agency }} waits for {{ company }} to acknowledge receipt of its letter on complaint {{ complaint }}.{% if dueOn %} It is due on {{ dueOn }}.{% endif %}'],
    action: 'Read the letter',
  },
  letter_due_soon_agency: {
    sentence: '{{ company }} was reminded to acknowledge the letter on complaint {{ complaint }}.{% if dueOn %} Due {{ dueOn }}.{% endif %}',
    subject: '{{ company }} was reminded of the letter on complaint {{ complaint }}',
    paragraphs: ['The system reminded {{ company }} to acknowledge receipt of the letter on complaint {{ complaint }}.{% if dueOn %} It is due on {{ dueOn }}.{% endif %}'],
    action: 'Open the letter',
  },
  letter_overdue: {
    sentence: 'Overdue: acknowledge the letter of {{ agency }} on complaint {{ complaint }}.{% if dueOn %} It was due {{ dueOn }}.{% endif %}',
    subject: 'Overdue: the letter on complaint {{ complaint }} is not acknowledged',
    paragraphs: ['{{ agency }} has not heard that {{ company }} received its letter on complaint {{ complaint }}.{% if dueOn %} That was due on {{ dueOn }}.{% endif %} Please read it and acknowledge receipt now.'],
    action: 'Read the letter',
  },
  letter_overdue_agency: {
    sentence: '{{ company }} has not acknowledged the letter on complaint {{ complaint }}.{% if dueOn %} It was due {{ dueOn }}.{% endif %}',
    subject: 'The letter on complaint {{ complaint }} is not acknowledged',
    paragraphs: ['{{ company }} has not acknowledged receipt of your agency’s letter on complaint {{ complaint }}.{% if dueOn %} That was due on {{ dueOn }}.{% endif %} You can call the company, give it another date, or withdraw the letter.'],
    action: 'Open the letter',
  },
}
