import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import type { PdfDocument } from '../../../platform/pdf/pdf-document.ts'
import type { ZipEntry } from '../../../platform/zip/zip-stream.ts'
import { archiveDocuments, findDetailed, readForPrint, recordOnPaper, targetOf } from '../../complaints/index.ts'
import { outsideParts } from '../../complaints/domain/print-parts.ts'
import type { DocumentDeps } from '../../documents/index.ts'
import { packageObstacle } from '../domain/access-rules.ts'

/**
 * The package as the complaint stands now: the record as PDF, its documents with their manifest, and SHA256SUMS.txt over all
 * of them, which its receiver checks with any common tool. The sums' own hash is kept, so that later anybody can be shown
 * what was handed over. Each download is an entry of the history.
 */
export async function takePackage(deps: DocumentDeps, actor: Actor, complaintId: string, packageId: string, { environment, render }: { environment: { training: boolean }; render: (document: PdfDocument) => Readable }): Promise<{ name: string; entries: ZipEntry[] }> {
  if (actor.kind !== 'agency') throw notFound('page')
  const asked = await findPackage(deps, actor, complaintId, packageId)
  const parts = outsideParts.filter((part) => asked.parts.includes(part))
  const found = await readForPrint(deps, actor, complaintId, { parts, export: true, outside: true })
  const view = recordOnPaper(found, parts, environment)
  const pdf = Buffer.concat(await render({
    title: view.title,
    author: 'State Examination System',
    language: 'en-US',
    createdAt: new Date(view.exportedAt),
    header: view.title,
    footer: view.exported,
    ...(view.warning === null ? {} : { warning: view.warning }),
    blocks: view.blocks,
  }).toArray())
  const documents = asked.with_documents ? await archiveDocuments(deps, actor, complaintId, { outside: true }) : { entries: [], hashes: [] }
  const record = `${view.number}.pdf`
  const about = aboutText({ number: view.number, subject: found.record.subjectName, by: `${found.by.name}, ${found.by.agency}`, at: found.at, recipient: asked.recipient, note: asked.note, withDocuments: asked.with_documents, documents: documents.hashes.length })
  const texts = documents.entries.flatMap((entry) => ('text' in entry ? [{ path: entry.path, sha256: hashOf(entry.text) }] : []))
  const sums = [{ path: 'About this package.txt', sha256: hashOf(about) }, { path: record, sha256: hashOf(pdf) }, ...texts, ...documents.hashes].map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')
  const files = documents.hashes.length + 1
  await noteTaken(deps, actor, { complaintId, packageId, manifest: hashOf(sums), files })
  return {
    name: `${view.number}-referral-package.zip`,
    entries: [
      { path: 'About this package.txt', at: found.at, compress: true, text: about },
      { path: 'SHA256SUMS.txt', at: found.at, compress: true, text: sums },
      { path: record, at: found.at, compress: false, size: pdf.length, open: () => Readable.from([pdf]) },
      ...documents.entries,
    ],
  }
}

async function findPackage(deps: DocumentDeps, actor: AgencyActor, complaintId: string, packageId: string) {
  return deps.transaction(actor, async (tx) => {
    const complaint = await findDetailed(tx, complaintId)
    const row = await tx.db.selectFrom('referral_package').select(['recipient', 'note', 'parts', 'with_documents']).where('id', '=', packageId).where('complaint_id', '=', complaintId).executeTakeFirst()
    if (row === undefined) throw notFound('package')
    permit(actor, 'complaint.refer', targetOf(complaint))
    const obstacle = packageObstacle(complaint.status)
    if (obstacle !== null) throw new AppError('conflict', obstacle)
    return row
  })
}

async function noteTaken(deps: DocumentDeps, actor: AgencyActor, of: { complaintId: string; packageId: string; manifest: string; files: number }): Promise<void> {
  await deps.transaction(actor, async (tx) => {
    await tx.db.updateTable('referral_package').set({ manifest_sha256: of.manifest, files: of.files, taken_by: actor.userId, taken_at: tx.now }).where('id', '=', of.packageId).execute()
    await tx.audit({ action: 'complaint.package_taken', audience: 'agency', agencyId: actor.agencyId, complaintId: of.complaintId, about: { kind: 'referral_package', id: of.packageId }, details: { manifestSha256: of.manifest, files: of.files } })
  })
}

type About = { number: string; subject: string; by: string; at: Date; recipient: string; note: string; withDocuments: boolean; documents: number }

function aboutText({ number, subject, by, at, recipient, note, withDocuments, documents }: About): string {
  return [
    `Referral package of complaint ${number}, about ${subject}`,
    `For: ${recipient}`,
    `From: ${by}`,
    `Put together: ${at.toISOString()} (UTC)`,
    '',
    ...(note === '' ? [] : [note, '']),
    `${number}.pdf is the record. ${withDocuments ? `manifest.csv names its documents (${String(documents)} of them are here) and says what was left out and why.` : 'Its documents are not part of this package.'}`,
    'SHA256SUMS.txt holds the SHA-256 checksum of every file. Check them, where this package was unpacked, with: sha256sum -c SHA256SUMS.txt',
    'The package may hold personal data of the complainant. Send it only in ways that protect it.',
    '',
  ].join('\n')
}

function hashOf(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
