import { useEffect, useRef } from 'react'

/** Takes files from the clipboard (a screenshot), pasted anywhere on the page; pasted text stays with its field. */
export function PasteFiles({ onFiles }: { onFiles: (files: readonly File[]) => void }): null {
  const take = useRef(onFiles)
  take.current = onFiles
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const transfer = event.clipboardData
      // A word processor puts a picture of the text beside the text itself.
      if (!transfer || transfer.files.length === 0 || transfer.types.includes('text/plain')) return
      event.preventDefault()
      take.current([...transfer.files])
    }
    addEventListener('paste', paste)
    return () => removeEventListener('paste', paste)
  }, [])
  return null
}
