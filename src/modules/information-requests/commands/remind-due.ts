import type { Deps } from '../../../platform/ports.ts'

export async function remindDue(_deps: Pick<Deps, 'transaction'>): Promise<void> {}
