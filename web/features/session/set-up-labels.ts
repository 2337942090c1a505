/** What setting up an account consists of, for everybody who was invited. */
export const setUpSteps = ['Password', 'Second factor', 'Recovery codes', 'Terms of use'] as const
