export const requestLibraryRoutes = [] as const
