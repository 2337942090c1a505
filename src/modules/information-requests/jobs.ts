import type { Deps, Jobs } from '../../platform/ports.ts'
import { followDeputies } from './commands/follow-deputies.ts'
import { remindDue } from './commands/remind-due.ts'

/** This module's jobs by name: deadlines and deputies. */
export function exchangeJobs(deps: Pick<Deps, 'transaction'>) {
  return {
    'remind-due': (_payload: Jobs['remind-due']) => remindDue(deps),
    'follow-deputies': (_payload: Jobs['follow-deputies']) => followDeputies(deps),
  }
}
