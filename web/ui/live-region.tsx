import { useEffect, useState, type ReactNode } from 'react'

type Listener = (message: string) => void
const listeners = new Set<Listener>()

/** Reads a sentence out to people who use a screen reader, when they pause. Nothing is seen. */
export function announce(message: string): void {
  for (const listener of listeners) listener(message)
}

/** Stands once, in the shell. A repeated message is read again, because it alternates between two regions. */
export function LiveRegion(): ReactNode {
  const [{ message, turn }, setState] = useState({ message: '', turn: 0 })
  useEffect(() => {
    const listener: Listener = (next) => setState((before) => ({ message: next, turn: 1 - before.turn }))
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [])
  return (
    <>
      <div className="sr-only" aria-live="polite" role="status">
        {turn === 0 ? message : ''}
      </div>
      <div className="sr-only" aria-live="polite" role="status">
        {turn === 1 ? message : ''}
      </div>
    </>
  )
}
