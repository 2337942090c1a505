export const enrollmentRoutes = [] as const
