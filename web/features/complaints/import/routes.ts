/** Pages of their own: children of signedInRoute. */
export const importPages = [] as const
