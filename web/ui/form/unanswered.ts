/**
 * What is said of a field that holds nothing at all, such as radio buttons of which none is chosen, where its contract has
 * no sentence of its own: never "expected string, received null".
 */
export function unanswered(issue: { code?: string | undefined; input?: unknown }): string | undefined {
  return issue.input === null || issue.input === undefined ? 'Choose or enter something here.' : undefined
}
