/** Mail servers give up within five days and then say so: an address written to longer ago than this, without a report since, was reached. */
export const daysUntilReached = 6

/** Characters before the @ of MAIL_BOUNCE_ADDRESS: RFC 5321 allows 64, of which a plus sign and the token of an e-mail take 42. */
export const longestLocalPart = 22
