import { useQuery } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { categoriesQuery } from '../../../agency/queries.ts'
import { SelectField, type Option } from '../../../ui/form/choice-fields.tsx'
import type { Intake } from './use-intake-form.ts'

type Level = 'product' | 'sub_product' | 'issue' | 'sub_issue'

/**
 * Product, sub-product, issue and sub-issue, each offering what belongs to the one before. Retired labels are not offered,
 * but one that the complaint already has stays readable.
 */
export function CategoryFields({ intake: { form }, record }: { intake: Intake; record: ComplaintRecord }): ReactNode {
  const all = useQuery(categoriesQuery).data?.items ?? []
  const [productId = '', issueId = ''] = useWatch({ control: form.control, name: ['productId', 'issueId'] })
  const kept = [record.categories.product, record.categories.subProduct, record.categories.issue, record.categories.subIssue].flatMap((category) => category?.id ?? [])
  const optionsOf = (level: Level, parentId: string | null): Option[] =>
    all.filter((one) => one.level === level && (parentId === null || one.parentId === Number(parentId || -1)) && (!one.retired || kept.includes(one.id))).map((one) => ({ value: String(one.id), label: one.retired ? `${one.name} (earlier label)` : one.name }))

  // What was chosen under another product belongs to that product.
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ name, type }) => {
          if (type !== 'change') return
          if (name === 'productId') for (const under of ['subProductId', 'issueId', 'subIssueId'] as const) form.setValue(under, '')
          if (name === 'issueId') form.setValue('subIssueId', '')
        },
      }),
    [form],
  )

  const products = optionsOf('product', null)
  const [subProducts, issues, subIssues] = [optionsOf('sub_product', productId), optionsOf('issue', productId), optionsOf('sub_issue', issueId)]
  // The options come after the values: a select shows its value only once the option is there.
  const ready = all.length > 0
  return (
    <div className="field-grid" key={String(ready)}>
      <SelectField form={form} name="productId" label="Product" options={products} className="half" />
      <SelectField form={form} name="subProductId" label="Sub-product" options={subProducts} optional choose={chooseWords(productId, subProducts, 'product')} className="half" key={`sub-${productId}`} />
      <SelectField form={form} name="issueId" label="Issue" options={issues} choose={chooseWords(productId, issues, 'product')} className="half" key={`issue-${productId}`} />
      <SelectField form={form} name="subIssueId" label="Sub-issue" options={subIssues} optional choose={chooseWords(issueId, subIssues, 'issue')} className="half" key={`sub-issue-${issueId}`} />
    </div>
  )
}

function chooseWords(parentId: string, options: readonly Option[], parent: string): string {
  if (!parentId) return `Choose the ${parent} first`
  return options.length === 0 ? 'None for this choice' : 'Choose…'
}
