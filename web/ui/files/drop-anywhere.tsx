import { useEffect, useRef, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { Icon } from '../icon.tsx'
import { filesOf } from './dropped-files.ts'

/**
 * Takes files that are dropped anywhere on the page, and says so over it while they are held there. A drop that a part of
 * the page took for itself (a FileQueue) is left to it.
 */
export function DropAnywhere({ words, onFiles }: { words: string; onFiles: (files: readonly File[]) => void }): ReactNode {
  const [over, setOver] = useState(false)
  const take = useRef(onFiles)
  take.current = onFiles

  useEffect(() => {
    // Each element under the pointer sends its own enter and leave.
    let depth = 0
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth += 1
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const move = (event: DragEvent) => {
      // Without this the browser would open the file instead.
      if (carriesFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      depth = 0
      setOver(false)
      if (event.defaultPrevented || !event.dataTransfer || !carriesFiles(event)) return
      event.preventDefault()
      void filesOf(event.dataTransfer).then((files) => take.current(files))
    }
    addEventListener('dragenter', enter)
    addEventListener('dragleave', leave)
    addEventListener('dragover', move)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('dragover', move)
      removeEventListener('drop', drop)
    }
  }, [])

  if (!over) return null
  return createPortal(
    <div className="drop-anywhere" aria-hidden="true">
      <p>
        <Icon name="upload_file" />
        {words}
      </p>
    </div>,
    document.body,
  )
}
