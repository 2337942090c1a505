/** Times of one kind of work, in milliseconds, and how often a second it was done. */
export type Timing = { p50: number; p95: number; p99: number; perSecond: number }

export type Load = { concurrency: number; samples: number; warmUp: number }

/** `work` is called with 0, 1, 2 …, at most `concurrency` at a time; `warm` between what is not measured and what is. */
export async function measure(load: Load, work: (index: number) => Promise<unknown>, warm?: () => Promise<void>): Promise<Timing> {
  let next = 0
  const times: number[] = []
  const inTurn = async (until: number, keep: boolean) => {
    while (next < until) {
      const index = next
      next += 1
      const begun = performance.now()
      await work(index)
      if (keep) times.push(performance.now() - begun)
    }
  }
  const all = (until: number, keep: boolean) => Promise.all(Array.from({ length: load.concurrency }, () => inTurn(until, keep)))
  await all(load.warmUp, false)
  await warm?.()
  const begun = performance.now()
  await all(load.warmUp + load.samples, true)
  const seconds = (performance.now() - begun) / 1000
  times.sort((a, b) => a - b)
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99), perSecond: times.length / seconds }
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

/** The middle one of several rounds, figure by figure: a machine that others use too has bad moments. */
export function middle(rounds: readonly Timing[]): Timing {
  const of = (pick: (timing: Timing) => number) => median(rounds.map(pick))
  return { p50: of((t) => t.p50), p95: of((t) => t.p95), p99: of((t) => t.p99), perSecond: of((t) => t.perSecond) }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return percentile(sorted, 0.5)
}
