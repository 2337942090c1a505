/** Roles as people read them. */
export type Roles = { kind: string; systemRoles: readonly string[]; complaintsRole: string | null; isComplaintsContact: boolean }

const systemRoleWords: Record<string, string> = {
  account_administrator: 'Account Administrator',
  staff_director: 'Staff Director',
  staff_user: 'Staff User',
  examiner: 'Examiner',
  reviewer: 'Reviewer',
  master_viewer: 'Master Viewer',
  leader: 'Leader',
  contributor: 'Contributor',
  third_party: 'Third Party',
}

const complaintsRoleWords: Record<string, string> = {
  supervisor: 'Complaint Supervisor',
  manager: 'Complaint Manager',
  viewer: 'Complaint Viewer',
  manage: 'Manage complaints',
  view: 'View complaints',
}

export function roleWords({ kind, systemRoles, complaintsRole, isComplaintsContact }: Roles): string[] {
  if (kind === 'platform') return ['Platform Administrator']
  return [
    ...systemRoles.map((role) => systemRoleWords[role] ?? role),
    ...(isComplaintsContact ? ['Complaints Contact'] : []),
    ...(complaintsRole === null ? [] : [complaintsRoleWords[complaintsRole] ?? complaintsRole]),
  ]
}
