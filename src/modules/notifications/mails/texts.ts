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
}
