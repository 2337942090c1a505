import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { ApiProblem } from '../../app/api.ts'
import { Notice } from '../../ui/notice.tsx'

/**
 * The version that this form is based on. Where somebody else saved meanwhile it becomes theirs, so that saving again
 * means that this form stands; a list that is read again in the background does not change it.
 */
export function useVersion<S extends z.ZodType<{ version: number }>>(schema: S, first: number) {
  const [version, setVersion] = useState(first)
  const [stale, setStale] = useState(false)
  async function keep(save: (version: number) => Promise<z.output<S>>): Promise<z.output<S>> {
    try {
      const next = await save(version)
      setVersion(next.version)
      setStale(false)
      return next
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'stale_version') {
        setVersion(schema.parse(error.current).version)
        setStale(true)
      }
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
