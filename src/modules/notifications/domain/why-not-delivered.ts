/** By the enhanced status code of a report (RFC 3463, RFC 5248, RFC 7505), without the words of the server: those may hold addresses. */
const reasons: Readonly<Record<string, string>> = {
  '1.0': 'the address is wrong',
  '1.1': 'there is no such mailbox',
  '1.2': 'there is no such domain, or it takes no e-mails',
  '1.3': 'the address is not well formed',
  '1.6': 'the mailbox has moved',
  '1.10': 'there is no such mailbox',
  '2.0': 'the mailbox does not take it',
  '2.1': 'the mailbox is switched off',
  '2.2': 'the mailbox is full',
  '2.3': 'it is longer than the mailbox allows',
  '3.4': 'it is larger than the server allows',
  '4.1': 'the mail server at the other end does not answer',
  '4.2': 'the connection to the mail server at the other end broke off',
  '4.3': 'the domain’s mail server could not be found',
  '4.4': 'no way to the mail server at the other end is known',
  '4.6': 'mail servers passed it around in a circle',
  '4.7': 'the mail server at the other end could not be reached for days',
  '7.1': 'the mail server at the other end does not take e-mails from here',
  '7.26': 'the mail server at the other end could not tell that it came from here',
}
const subjects: Readonly<Record<string, string>> = {
  '1': 'something is wrong with the address',
  '2': 'something is wrong with the mailbox',
  '3': 'the mail system at the other end has a fault',
  '4': 'the mail server at the other end could not be reached',
  '5': 'the mail servers did not understand each other',
  '6': 'the mail server at the other end did not understand its contents',
  '7': 'the mail server at the other end refuses it by its rules',
}

/** "there is no such mailbox", or null where nothing is known. */
export function whyNotDelivered(status: string | null): string | null {
  const [, subject, detail] = status?.split('.') ?? []
  if (subject === undefined || detail === undefined) return null
  return reasons[`${subject}.${detail}`] ?? subjects[subject] ?? 'the mail server at the other end gives no reason'
}
