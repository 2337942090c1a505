import { expect, test } from 'vitest'
import { eventReader } from './event-reader.ts'

test('events are read whole, however the network cuts them, and lines that say nothing are left out', () => {
  const text = 'event: hello\ndata: {"now":1}\n\n: \n\nevent: news\ndata: {"topic":"user:1","what":"tasks"}\n\n'
  for (let size = 1; size <= text.length; size += 1) {
    const heard: [string, unknown][] = []
    const read = eventReader((event, data) => heard.push([event, data]))
    for (let at = 0; at < text.length; at += size) read(text.slice(at, at + size))
    expect(heard).toEqual([
      ['hello', { now: 1 }],
      ['news', { topic: 'user:1', what: 'tasks' }],
    ])
  }
})
