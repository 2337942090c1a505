import { useSyncExternalStore } from 'react'
import type { Base, Content } from './draft-merge.ts'

/** What was typed and has not arrived at the server, with what it was based on. */
export type KeptAnswer = { base: Base; content: Content }

/*
 * Lives as long as the tab: the page may be left and opened again, or turn read-only because a colleague submitted,
 * and what was typed is still there.
 */
const kept = new Map<string, KeptAnswer>()
const listeners = new Set<() => void>()

export function keyOf(requestId: string, round: number): string {
  return `${requestId}:${String(round)}`
}

export function keepAnswer(key: string, answer: KeptAnswer): void {
  kept.set(key, answer)
  tell()
}

export function forgetAnswer(key: string): void {
  if (kept.delete(key)) tell()
}

export function keptAnswer(key: string): KeptAnswer | undefined {
  return kept.get(key)
}

export function useKeptAnswer(key: string): KeptAnswer | undefined {
  return useSyncExternalStore(subscribe, () => kept.get(key))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

function tell(): void {
  for (const listener of listeners) listener()
}
