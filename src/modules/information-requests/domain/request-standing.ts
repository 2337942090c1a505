/** How a request that was sent stands: with the company and not due yet, or overdue; answered by the due date, or after it; canceled. */
export const requestStandings = ['due', 'overdue', 'on_time', 'late', 'canceled'] as const
export type RequestStanding = (typeof requestStandings)[number]
export const standingWords: Record<RequestStanding, string> = { due: 'With the company, not due yet', overdue: 'Overdue', on_time: 'Answered on time', late: 'Answered late', canceled: 'Canceled' }

/** What a list can be asked for: one of them, or all that were sent. */
export const askedStandings = ['sent', ...requestStandings] as const
export type AskedStanding = (typeof askedStandings)[number]
export const askedStandingWords: Record<AskedStanding, string> = { sent: 'Sent, however it stands', ...standingWords }
