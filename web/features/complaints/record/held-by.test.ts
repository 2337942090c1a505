import { describe, expect, test } from 'vitest'
import { heldBy, timelineSentences } from './held-by.ts'
import { reader, sampleRecord, sampleRequest } from './sample-record.ts'

describe('who held a complaint when', () => {
  test('the agency alone, while nothing was sent', () => {
    const timeline = heldBy(sampleRecord(), [], reader)
    expect(timeline.spans).toEqual([{ side: 'agency', from: '2026-10-05', to: '2026-11-23' }])
    expect(timeline.daysWithCompany).toBe(0)
  })

  test('the company while at least one request is with it, counted once', () => {
    const early = sampleRequest({ status: 'sent_to_agency', answeredAt: '2026-10-30T15:00:00.000Z' })
    const late = sampleRequest({ status: 'sent_to_agency', sentAt: '2026-10-20T15:00:00.000Z', answeredAt: '2026-11-03T16:00:00.000Z' })
    const timeline = heldBy(sampleRecord(), [late, early], reader)
    expect(timeline.spans).toEqual([
      { side: 'agency', from: '2026-10-05', to: '2026-10-09' },
      { side: 'company', from: '2026-10-09', to: '2026-11-03' },
      { side: 'agency', from: '2026-11-03', to: '2026-11-23' },
    ])
    expect(timeline.daysWithCompany).toBe(25)
    expect(timeline.marks.map((mark) => mark.words)).toEqual(['Received', 'Sent to company', 'Answered'])
  })

  test('what is still due reaches to its date, and the sentences say so', () => {
    const timeline = heldBy(sampleRecord(), [sampleRequest()], reader)
    expect(timeline.due).toEqual({ from: '2026-11-23', to: '2026-11-30' })
    expect(timelineSentences(timeline, { agency: 'Your agency', company: 'Brightwater' }).at(-1)).toBe('Due from Brightwater: Nov 30, 2026')
  })

  test('a closed complaint ends where it was closed', () => {
    const timeline = heldBy(sampleRecord({ status: 'closed', closedAt: '2026-11-10T15:00:00.000Z' }), [], reader)
    expect(timeline.spans.at(-1)?.to).toBe('2026-11-10')
    expect(timeline.due).toBeNull()
  })

  test('a canceled complaint ends where it was canceled', () => {
    const timeline = heldBy(sampleRecord({ status: 'canceled' }), [], { ...reader, canceledAt: '2026-11-10T15:00:00.000Z' })
    expect(timeline.spans.at(-1)?.to).toBe('2026-11-10')
    expect(timeline.marks.at(-1)).toEqual({ on: '2026-11-10', words: 'Canceled' })
  })

  test('to an agency with access, the owner goes by its name', () => {
    expect(timelineSentences(heldBy(sampleRecord(), [], reader), { agency: 'Ohio FRD', company: 'Brightwater' })[0]).toMatch(/^Ohio FRD: /)
  })

  test('an evening in Ohio is still that day, although it is the next one in Greenwich', () => {
    const timeline = heldBy(sampleRecord(), [sampleRequest({ sentAt: '2026-10-10T02:00:00.000Z' })], reader)
    expect(timeline.spans[1]?.from).toBe('2026-10-09')
  })
})
