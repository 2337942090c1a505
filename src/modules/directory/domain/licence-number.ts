/** The form in which licence numbers are compared: letters and digits only, whatever their case. */
export function numberKey(number: string): string {
  return number.normalize('NFKC').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
}
