/** Characters as the server counts them: Unicode code points, a line break once however the browser writes it. */
export function countCharacters(text: string): number {
  let count = 0
  for (const _ of text.replace(/\r\n?/g, '\n')) count += 1
  return count
}

/** "528 of 4,000 characters", and how many too many. */
export function charactersSentence(count: number, max: number): string {
  const sentence = `${count.toLocaleString('en-US')} of ${max.toLocaleString('en-US')} characters`
  return count > max ? `${sentence}, ${(count - max).toLocaleString('en-US')} too many` : sentence
}
