import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { ApiProblem } from '../../app/api.ts'
import { Notice } from '../../ui/notice.tsx'

/** Somebody else saved meanwhile: what they saved is kept, so that saving again means that this form stands. */
export function useStale<S extends z.ZodType>(schema: S) {
  const [stale, setStale] = useState<z.output<S> | null>(null)
  async function keep<T>(save: () => Promise<T>): Promise<T> {
    try {
      return await save()
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'stale_version') setStale(schema.parse(error.current))
      throw error
    }
  }
  return { stale, keep }
}

export function StaleNotice(): ReactNode {
  return (
    <Notice tone="warning" title="Somebody else saved the profile meanwhile">
      Load the page again to see it. If you save now, what stands in this form holds.
    </Notice>
  )
}
