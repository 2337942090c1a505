/** Takes server-sent events as they come, in pieces of any length, and hands over each that is whole. */
export function eventReader(onEvent: (event: string, data: unknown) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const events = (rest + text).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const lines = event.split('\n')
      const valueOf = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
      const data = valueOf('data')
      // A line that says nothing keeps the connection alive.
      if (data !== undefined) onEvent(valueOf('event') ?? 'message', JSON.parse(data))
    }
  }
}
