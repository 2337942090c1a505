import type { Deps, Jobs } from '../../platform/ports.ts'

/** This module's jobs by name. */
export function integrationJobs(_deps: Deps) {
  return { 'deliver-webhook': (_payload: Jobs['deliver-webhook']) => Promise.resolve() }
}
