import { useState, type ReactNode } from 'react'
import { sentenceOf } from '../../ui/error-state.tsx'
import { announce } from '../../ui/live-region.tsx'

/** Sends something on a press, once at a time; keeps the sentence of the last refusal. */
export function useDeed(deed: () => Promise<unknown>): { working: boolean; problem: string; start: () => void } {
  const [working, setWorking] = useState(false)
  const [problem, setProblem] = useState('')
  async function run() {
    setWorking(true)
    setProblem('')
    try {
      await deed()
    } catch (error) {
      setProblem(sentenceOf(error))
    } finally {
      setWorking(false)
    }
  }
  return {
    working,
    problem,
    start: () => {
      if (working) announce('Still working')
      else void run()
    },
  }
}

/** The one primary button of a step that has no form. */
export function StepButton({ working, onPress, children }: { working: boolean; onPress: () => void; children: ReactNode }): ReactNode {
  return (
    <button type="button" className="usa-button main-action" aria-disabled={working} onClick={onPress}>
      {working ? 'Working…' : children}
    </button>
  )
}
