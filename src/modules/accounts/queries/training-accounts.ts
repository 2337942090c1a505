import { displayId } from '../../../kernel/ids.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { TrainingAccount, TrainingPlatformAccount } from '../contract.ts'
import { roleWords } from '../domain/role-words.ts'
import { codeAt, openTotpSecret } from '../one-time-codes.ts'
import { listTrainingAccounts, listTrainingPlatformAccounts } from '../store.ts'

/** The invented people of the training environment, with all that is needed to sign in as them. */
export async function trainingAccounts(deps: Deps, password: string): Promise<TrainingAccount[]> {
  const rows = await deps.transaction({ kind: 'nobody' }, listTrainingAccounts)
  return rows.map((row) => {
    const totpSecret = openTotpSecret(deps.secrets, row.second_factor)
    return {
      email: row.email,
      password,
      totpSecret,
      code: codeAt(totpSecret, deps.clock.now()),
      name: row.name,
      organisation: row.organisation_name,
      organisationCode: row.organisation_code ?? displayId('company', row.company_number ?? 0),
      kind: row.kind,
      roles: roleWords({ kind: row.kind, systemRoles: row.system_roles, complaintsRole: row.complaints_role, isComplaintsContact: row.is_complaints_contact }),
    }
  })
}

export async function trainingPlatformAccounts(deps: Deps, password: string): Promise<TrainingPlatformAccount[]> {
  const rows = await deps.transaction({ kind: 'nobody' }, listTrainingPlatformAccounts)
  return rows.map(({ email, name, second_factor }) => {
    const totpSecret = openTotpSecret(deps.secrets, second_factor)
    return { email, password, totpSecret, code: codeAt(totpSecret, deps.clock.now()), name, roles: roleWords({ kind: 'platform', systemRoles: [], complaintsRole: null, isComplaintsContact: false }) }
  })
}
