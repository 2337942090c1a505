import { useSyncExternalStore } from 'react'
import { z } from 'zod'
import type { Base, Content } from './draft-merge.ts'

/** What was typed and has not arrived at the server, with what it was based on. */
export type KeptAnswer = { base: Base; content: Content }

/*
 * Survives the page being left, a reload and an expired session, as long as the tab: the browser's store of this tab, under
 * the user's ID, so that nobody who signs in afterwards finds it. Where there is no store, memory must do.
 */
const prefix = 'ses-answer:'
const kept = new Map<string, KeptAnswer>()
const listeners = new Set<() => void>()

const Kept = z.object({
  base: z.object({ version: z.number(), text: z.string(), links: z.array(z.string()), restricted: z.boolean() }),
  content: z.object({ text: z.string(), links: z.array(z.string()), restricted: z.boolean() }),
})

export function keyOf(userId: string, requestId: string, round: number): string {
  return `${prefix}${userId}:${requestId}:${String(round)}`
}

export function keepAnswer(key: string, answer: KeptAnswer): void {
  kept.set(key, answer)
  try {
    sessionStorage.setItem(key, JSON.stringify(answer))
  } catch {
    // No store, or a full one: it is kept in memory.
  }
  tell()
}

export function forgetAnswer(key: string): void {
  try {
    sessionStorage.removeItem(key)
  } catch {
    // There is no store.
  }
  if (kept.delete(key)) tell()
}

export function keptAnswer(key: string): KeptAnswer | undefined {
  const known = kept.get(key)
  if (known) return known
  const stored = fromStore(key)
  // Put into memory, so that it is the same object each time.
  if (stored) kept.set(key, stored)
  return stored
}

function fromStore(key: string): KeptAnswer | undefined {
  try {
    const text = sessionStorage.getItem(key)
    return text === null ? undefined : Kept.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export function useKeptAnswer(key: string): KeptAnswer | undefined {
  return useSyncExternalStore(subscribe, () => keptAnswer(key))
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
