import type { Deps, Jobs } from '../../platform/ports.ts'

/** This module's jobs by name. */
export function reportJobs(_deps: Deps) {
  return { 'roll-up-reports': (_payload: Jobs['roll-up-reports']) => Promise.resolve() }
}
