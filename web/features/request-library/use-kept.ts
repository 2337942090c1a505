import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { requestLibraryQuery } from '../../agency/request-library.ts'
import { ApiProblem } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { forgetTyped } from '../../ui/form/contract-form.ts'
import { announce } from '../../ui/live-region.tsx'

/** Saving what is kept in the library, at the version that was read; whoever was overtaken is told, and saves knowingly the second time. */
export function useKept(contract: z.ZodType<{ version: number }>, version: number, memoryKey: string) {
  const navigate = useNavigate()
  const seen = useRef(version)
  const [stale, setStale] = useState(false)
  async function keep(work: (version: number) => Promise<unknown>, said: string) {
    try {
      await work(seen.current)
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'stale_version') {
        seen.current = contract.parse(error.current).version
        setStale(true)
      }
      throw error
    }
    forgetTyped(memoryKey)
    announce(said)
    await queryClient.invalidateQueries({ queryKey: requestLibraryQuery.queryKey })
    await navigate({ to: '/request-library' })
  }
  return { stale, keep }
}
