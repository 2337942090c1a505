/** The form in which e-mail addresses are compared: nobody is turned away for a capital letter. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase()
}
