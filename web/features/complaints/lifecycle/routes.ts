/** Pages of their own: children of signedInRoute. */
export const lifecyclePages = [] as const
