/** Pages of their own: children of signedInRoute. */
export const reviewPages = [] as const
