import { expect, test } from 'vitest'
import type { QueueState } from './queue-items.ts'
import { nextUp } from './upload-turns.ts'

const queue = (...states: QueueState[]) => states.map((state, index) => ({ key: String(index), name: `${String(index)}.pdf`, size: 1, state, sent: 0, bytesPerSecond: 0, problem: '', documentId: null }))
const started = (items: ReturnType<typeof queue>, atOnce: number) => nextUp(items, atOnce).map(({ key }) => key)

test('as many start as may go at once, those first that came first; paused and refused ones are passed over', () => {
  expect(started(queue('done', 'waiting', 'paused', 'refused', 'waiting', 'waiting'), 2)).toEqual(['1', '4'])
  expect(started(queue('uploading', 'waiting', 'waiting'), 3)).toEqual(['1', '2'])
})

test('what waits for its connection keeps its place', () => {
  expect(started(queue('retrying', 'uploading', 'waiting'), 2)).toEqual([])
  expect(started(queue('retrying', 'retrying', 'retrying', 'waiting'), 2)).toEqual([])
})

test('of two thousand files no more than a batch starts, whatever may go at once', () => {
  expect(started(queue(...Array<QueueState>(2_000).fill('waiting')), 100)).toHaveLength(25)
})
