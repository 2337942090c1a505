import type { OrganisationFacts } from './organisation-facts.ts'

/** Organizations that an event concerns, in the part that each has in it. */
export type Concerned = {
  home: { kind: 'agency' | 'company'; id: string } | null
  initiatorAgencyId: string | null
  askerAgencyId: string | null
  namedAgencyIds: string[]
}

/** Whose own systems may hear of it; null: it was overtaken before the job ran, as it then is for people (organisation-plan.ts). */
export function concernedBy(facts: OrganisationFacts): Concerned | null {
  if (isOvertaken(facts)) return null
  const { home, initiator, entityChange, tagged } = facts
  return {
    home: home === null || home.kind === 'platform' ? null : { kind: home.kind, id: home.id },
    initiatorAgencyId: initiator?.id ?? null,
    askerAgencyId: entityChange?.asker.id ?? null,
    namedAgencyIds: tagged?.agencyIds ?? [],
  }
}

function isOvertaken({ event, home, user, verification, accountRequest, entityChange, deputy, document, enrollment }: OrganisationFacts): boolean {
  switch (event) {
    case 'enrollment_completed':
      return home?.kind !== 'company' || !home.enrolled
    case 'association_rejected':
      return enrollment === null
    case 'verification_opened':
    case 'verification_overdue':
      return verification === null
    case 'company_account_decided':
      return accountRequest === null || accountRequest.status === 'pending'
    case 'entity_change_decided':
      return entityChange === null || entityChange.state === 'open'
    case 'deputy_named':
      return deputy === null || deputy.ended
    case 'document_infected':
      return document === null
    case 'account_removed':
      return user?.standing !== 'removed'
    case 'account_reactivated':
      return user === null || user.standing === 'removed'
    default:
      return false
  }
}
