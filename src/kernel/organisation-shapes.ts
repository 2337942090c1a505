import { z } from 'zod'
import { timeZones } from './time-zones.ts'

/** Shapes that agencies and companies share: where to write to, and in which zone they live. */
/** Is this an e-mail address as a form would take it? */
export function isEmailAddress(text: string): boolean {
  return EmailAddress.safeParse(text).success
}

export const EmailAddress = z.email('Enter an e-mail address such as complaints@agency.gov.').max(254)
/** Where users' addresses may lie: "agency.gov", without @. */
export const EmailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'Enter a domain such as agency.gov, without @.')
export const EmailDomains = z.array(EmailDomain).max(20, 'Enter at most 20 domains.')
export const ExtraAddresses = z.array(EmailAddress).max(10, 'Enter at most 10 addresses.')
export const TimeZone = z.enum(timeZones, 'Choose a time zone.')
