import { z } from 'zod'
import { Id, Instant, Person, requiredText, text } from '../../kernel/shapes.ts'
import { outsideParts } from '../complaints/domain/print-parts.ts'

/** A complaint put together for an agency that does not take part, to be sent by other means (docs/rules.md 6). */
export const MakePackage = z.strictObject({
  recipient: requiredText(200, 'Say for which agency it is.').describe('An agency outside the system'),
  note: text(4_000).default('').describe('Goes along in the package: why it is theirs'),
  parts: z.array(z.enum(outsideParts)).min(1, 'Choose at least one part of the record.').max(outsideParts.length),
  withDocuments: z.boolean(),
})
export type MakePackage = z.infer<typeof MakePackage>

export const ReferralPackage = z
  .object({
    id: Id,
    recipient: z.string(),
    note: z.string(),
    parts: z.array(z.string()),
    withDocuments: z.boolean(),
    madeBy: Person,
    madeAt: Instant,
    taken: z.object({ by: Person, at: Instant, files: z.number().int(), manifestSha256: z.string().describe('Of SHA256SUMS.txt in the ZIP that was downloaded last') }).nullable(),
  })
  .meta({ id: 'ReferralPackage' })
export type ReferralPackage = z.infer<typeof ReferralPackage>
export const PackageList = z.object({ items: z.array(ReferralPackage), canMake: z.boolean(), whyNot: z.string().nullable() })
export type PackageList = z.infer<typeof PackageList>
export const PackagePath = z.object({ id: Id, packageId: Id })
