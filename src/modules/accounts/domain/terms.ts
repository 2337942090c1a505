/** The terms of use that hold now (web/features/public). Whoever accepted an earlier version is asked again. */
export const termsVersion = '2026-11'
