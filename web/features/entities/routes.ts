/** Non-NMLS entities, and the guided search for a subject. */
export const entityRoutes = [] as const
