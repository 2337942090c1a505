import { useEffect, useRef, useState, type ReactNode } from 'react'
import { ConfirmDialog } from '../ask-dialog.tsx'
import { announce } from '../live-region.tsx'
import { Meter } from '../meter.tsx'
import { countStates, countWords, isPending, overallWords } from './queue-words.ts'
import type { QueueItem } from './queue-items.ts'
import type { UploadQueue } from './upload-queue.ts'

/** All files together: how many, how fast, how long; and what can be done about all of them. */
export function QueueBar({ queue, items }: { queue: UploadQueue; items: readonly QueueItem[] }): ReactNode {
  const [asking, setAsking] = useState(false)
  const counts = countStates(items)
  useSpoken(items)
  const moving = counts.waiting + counts.uploading + counts.retrying
  const words = overallWords(items, counts.uploading > 0 ? queue.bytesPerSecond : 0)
  const pending = items.filter(isPending).length
  if (pending + counts.refused === 0 || items.length < 2) return null
  const share = items.reduce((all, { sent }) => all + sent, 0)
  return (
    <div className="queue-bar">
      <div className="queue-bar__words">
        <strong className="num">{countWords(counts)}</strong>
        {words && moving > 0 ? <span className="num small">{words}</span> : null}
      </div>
      {moving > 0 ? <Meter value={share} max={items.reduce((all, { size }) => all + size, 0)} label="All files uploaded" wide /> : null}
      <div className="row">
        {moving > 0 ? <AllButton words="Pause all" onClick={() => queue.pauseAll()} /> : null}
        {counts.paused > 0 ? <AllButton words="Resume all" onClick={() => queue.resumeAll()} /> : null}
        {counts.failed > 0 ? <AllButton words="Retry all that failed" onClick={() => queue.retryAll()} /> : null}
        {pending > 0 ? <AllButton words="Cancel all" onClick={() => setAsking(true)} /> : null}
      </div>
      {asking ? (
        <ConfirmDialog
          title={`Cancel ${pending === 1 ? 'the upload' : `${pending.toLocaleString('en-US')} uploads`}?`}
          confirm="Cancel the uploads"
          keep="Keep uploading"
          danger
          onConfirm={async () => {
            queue.cancelAll()
            setAsking(false)
            return Promise.resolve()
          }}
          onClose={() => setAsking(false)}
        >
          <p>What has arrived of them is deleted. Files that are up already stay.</p>
        </ConfirmDialog>
      ) : null}
    </div>
  )
}

function AllButton({ words, onClick }: { words: string; onClick: () => void }): ReactNode {
  return (
    <button type="button" className="link-button" onClick={onClick}>
      {words}
    </button>
  )
}

const spokenEvery = 30_000

/** Said aloud now and then, and when it is over; not with every change. */
function useSpoken(items: readonly QueueItem[]): void {
  const last = useRef({ at: 0, busy: false })
  const busy = items.some(({ state }) => state === 'uploading' || state === 'waiting' || state === 'retrying')
  useEffect(() => {
    const now = performance.now()
    const { at, busy: before } = last.current
    if (busy && !before) last.current = { at: now, busy }
    else if (busy && now - at >= spokenEvery) {
      last.current = { at: now, busy }
      announce(countWords(countStates(items)))
    } else if (!busy && before) {
      last.current = { at: now, busy }
      if (items.length > 1) announce(countWords(countStates(items)))
    }
  }, [items, busy])
}
