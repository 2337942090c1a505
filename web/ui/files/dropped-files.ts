const places = new WeakMap<File, string>()

/** The folders in which a file was chosen or dropped, and its name: "Loan 12/Statements/May.pdf". */
export function pathOf(file: File): string {
  return places.get(file) ?? (file.webkitRelativePath || file.name)
}

/** The files in a drop or a paste, those inside folders included. What cannot be read is left out. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (entries.length === 0) return [...transfer.files]
  return (await Promise.all(entries.map(filesIn))).flat()
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) return fileOf(entry)
  if (!isDirectory(entry)) return []
  const reader = entry.createReader()
  const children: FileSystemEntry[] = []
  // A reader gives at most a hundred entries at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])))
    if (some.length === 0) break
    children.push(...some)
  }
  return (await Promise.all(children.map(filesIn))).flat()
}

async function fileOf(entry: FileSystemFileEntry): Promise<File[]> {
  const file = await new Promise<File | null>((resolve) => entry.file(resolve, () => resolve(null)))
  if (!file) return []
  // The file itself does not know where it lay when it was dropped.
  places.set(file, entry.fullPath.replace(/^\//, ''))
  return [file]
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
