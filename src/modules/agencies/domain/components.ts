/** The parts of the system in which an agency takes part. */
export const components = ['complaints', 'supervisory_activities'] as const
export type Component = (typeof components)[number]
