import { crc32 } from 'node:zlib'

/** A ZIP file in a ZIP file and so on, `levels` deep, nothing of it packed: harmless, and a few kilobytes. */
export function nestedArchive(levels: number): Buffer {
  let content: Buffer = Buffer.from('x')
  for (let level = 0; level < levels; level += 1) content = archiveOf(content)
  return content
}

const name = Buffer.from('a.zip')

/** One stored entry (APPNOTE 4.3.7, 4.3.12, 4.3.16). */
function archiveOf(content: Buffer): Buffer {
  const facts = Buffer.alloc(26)
  facts.writeUInt16LE(20, 0)
  facts.writeUInt16LE(33, 8) // January 1, 1980
  facts.writeUInt32LE(crc32(content), 10)
  facts.writeUInt32LE(content.length, 14)
  facts.writeUInt32LE(content.length, 18)
  facts.writeUInt16LE(name.length, 22)
  const entry = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, name, content])
  const directory = Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), facts, Buffer.alloc(14), name])
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(entry.length, 16)
  return Buffer.concat([entry, directory, end])
}
