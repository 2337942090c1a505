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
}
