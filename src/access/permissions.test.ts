import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agencySystemRoles, companySystemRoles, complaintsAccesses, complaintsRoles, type Actor } from './actor.ts'
import { actions, may, permissions } from './permissions.ts'

const own = 'agency-1'
const agencyActor = fc.record({
  kind: fc.constant('agency' as const),
  userId: fc.constant('user-1'),
  agencyId: fc.constant(own),
  systemRoles: fc.subarray([...agencySystemRoles]),
  complaintsRole: fc.option(fc.constantFrom(...complaintsRoles)),
  timeZone: fc.constant('UTC'),
})
const companyActor = fc.record({
  kind: fc.constant('company' as const),
  userId: fc.constant('user-1'),
  companyId: fc.constant('company-1'),
  systemRoles: fc.subarray([...companySystemRoles]),
  complaintsAccess: fc.option(fc.constantFrom(...complaintsAccesses)),
  isComplaintsContact: fc.boolean(),
  enrolled: fc.boolean(),
  timeZone: fc.constant('UTC'),
})
const anyTarget = fc.record({
  ownerAgencyId: fc.constantFrom(own, 'agency-2'),
  sharedWithActor: fc.boolean(),
  companyId: fc.constantFrom('company-1', 'company-2'),
  agencyPocId: fc.constantFrom('user-1', 'user-2', null),
  companyPocId: fc.constantFrom('user-1', 'user-2', null),
  addedBy: fc.constantFrom('user-1', 'user-2'),
})

// Filters that somebody keeps are their own, as their account is.
const changing = actions.filter((action) => !/view|export|own$|filter.keep/.test(action))

test('a Complaint Viewer changes nothing, whatever else they are not', () => {
  fc.assert(
    fc.property(anyTarget, fc.constantFrom(...changing), (target, action) => {
      const viewer: Actor = { kind: 'agency', userId: 'user-1', agencyId: own, systemRoles: ['examiner', 'reviewer', 'staff_user'], complaintsRole: 'viewer', timeZone: 'UTC' }
      expect(may(viewer, action, target)).toBe(false)
    }),
  )
})

test('system roles alone give nothing on complaints', () => {
  fc.assert(
    fc.property(agencyActor, anyTarget, fc.constantFrom(...actions.filter((action) => !/^(users|profile|account|integration)/.test(action))), (actor, target, action) => {
      expect(may({ ...actor, complaintsRole: null }, action, target)).toBe(false)
    }),
  )
})

test('no company acts for an agency, no agency for a company', () => {
  fc.assert(
    fc.property(agencyActor, companyActor, anyTarget, fc.constantFrom(...actions), (agency, company, target, action) => {
      const side = permissions[action].side
      if (side === 'agency') expect(may(company, action, target)).toBe(false)
      if (side === 'company') expect(may(agency, action, target)).toBe(false)
    }),
  )
})

test("nobody changes another organisation's record", () => {
  const across = new Set(['complaint.request-access', 'complaint.withdraw-access-request', 'entity-discussion.post', 'complaint.decide-referral', 'discussion.post', 'complaint.enter', 'complaint.import', 'entity.create', 'entity.request-change', 'citation.manage', 'letter-template.manage', 'request-library.manage', 'company.enroll', 'company.request-account'])
  fc.assert(
    fc.property(fc.oneof(agencyActor, companyActor), anyTarget, fc.constantFrom(...changing.filter((action) => !across.has(action))), (actor, target, action) => {
      const foreign = { ...target, ownerAgencyId: 'agency-2', companyId: 'company-2' }
      expect(may(actor, action, foreign)).toBe(false)
    }),
  )
})

test('only a Supervisor decides on access, only the Company POC submits', () => {
  fc.assert(
    fc.property(agencyActor, companyActor, anyTarget, (agency, company, target) => {
      if (may(agency, 'complaint.decide-access', target)) expect(agency.complaintsRole).toBe('supervisor')
      if (may(company, 'response.submit', target)) expect([target.companyPocId, target.companyId, company.complaintsAccess]).toEqual(['user-1', 'company-1', 'manage'])
    }),
  )
})

test('who may do it to some record may do it without one named', () => {
  fc.assert(
    fc.property(fc.oneof(agencyActor, companyActor), anyTarget, fc.constantFrom(...actions), (actor, target, action) => {
      if (may(actor, action, target)) expect(may(actor, action)).toBe(true)
    }),
  )
})
