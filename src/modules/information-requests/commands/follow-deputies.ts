import type { Deps } from '../../../platform/ports.ts'

export async function followDeputies(_deps: Pick<Deps, 'transaction'>): Promise<void> {}
