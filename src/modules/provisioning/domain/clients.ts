/** Tokens of an organisation at a time: one for each directory, and one while it is exchanged. */
export const mostClients = 5
