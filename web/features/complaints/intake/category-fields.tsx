import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { z } from 'zod'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { categoriesQuery } from '../../../agency/queries.ts'
import { SelectField, type Option } from '../../../ui/form/choice-fields.tsx'
import { ComboField, type ComboOption } from '../../../ui/form/combo-field.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { announce } from '../../../ui/live-region.tsx'
import { retiredWords } from '../record/category-words.ts'
import { findCategories, pathsOf, type CategoryPath } from './find-category.ts'
import type { Intake } from './use-intake-form.ts'

type Level = 'product' | 'sub_product' | 'issue' | 'sub_issue'
const Finder = z.object({ category: z.string().optional() })

/**
 * Product, sub-product, issue and sub-issue: found by words at once, or chosen level by level, each offering what belongs
 * to the one before. Retired labels are not offered, but one that the complaint already has stays readable.
 */
export function CategoryFields({ intake: { form }, record }: { intake: Intake; record: ComplaintRecord }): ReactNode {
  const all = useQuery(categoriesQuery).data?.items
  const paths = useMemo(() => pathsOf(all ?? []), [all])
  const [productId = '', issueId = ''] = useWatch({ control: form.control, name: ['productId', 'issueId'] })
  // After a choice by words the controls below start again with what was chosen.
  const [round, setRound] = useState(0)
  const kept = Object.values(record.categories).flatMap((category) => category ?? [])
  const optionsOf = (level: Level, parentId: string | null): Option[] =>
    (all ?? []).flatMap((one) => {
      if (one.level !== level || (parentId !== null && one.parentId !== Number(parentId || -1))) return []
      if (!one.retired) return [{ value: String(one.id), label: one.name }]
      const own = kept.find((category) => category.id === one.id)
      return own ? [{ value: String(one.id), label: `${one.name} (${retiredWords(own.retired)})` }] : []
    })

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

  function take(path: CategoryPath) {
    const sameProduct = String(path.productId) === form.getValues('productId')
    const set = (name: 'productId' | 'subProductId' | 'issueId' | 'subIssueId', id: number | null) => form.setValue(name, id === null ? '' : String(id), { shouldDirty: true })
    set('productId', path.productId)
    // A path to an issue says nothing of the sub-product, nor the other way round: what was chosen there stays.
    if (path.subProductId !== null || !sameProduct) set('subProductId', path.subProductId)
    if (path.issueId !== null || !sameProduct) {
      set('issueId', path.issueId)
      set('subIssueId', path.subIssueId)
    }
    form.clearErrors(['productId', 'subProductId', 'issueId', 'subIssueId'])
    setRound(round + 1)
    announce(`${path.labels.join(', ')} chosen`)
  }

  const products = optionsOf('product', null)
  const [subProducts, issues, subIssues] = [optionsOf('sub_product', productId), optionsOf('issue', productId), optionsOf('sub_issue', issueId)]
  // The options come after the values: a select shows its value only once the option is there.
  const ready = all !== undefined
  return (
    <>
      <Find key={`find-${String(round)}`} wasUsed={round > 0} paths={paths} productId={productId === '' ? null : Number(productId)} onTake={take} />
      <div className="field-grid" key={`${String(ready)}-${String(round)}`}>
        <SelectField form={form} name="productId" label="Product" options={products} className="half" />
        <SelectField form={form} name="subProductId" label="Sub-product" options={subProducts} optional choose={chooseWords(productId, subProducts, 'product')} className="half" key={`sub-${productId}`} />
        <SelectField form={form} name="issueId" label="Issue" options={issues} choose={chooseWords(productId, issues, 'product')} className="half" key={`issue-${productId}`} />
        <SelectField form={form} name="subIssueId" label="Sub-issue" options={subIssues} optional choose={chooseWords(issueId, subIssues, 'issue')} className="half" key={`sub-issue-${issueId}`} />
      </div>
    </>
  )
}

/** Finds a whole path by words, such as an issue under any product. It starts anew after each choice. */
function Find({ paths, productId, wasUsed, onTake }: { paths: readonly CategoryPath[]; productId: number | null; wasUsed: boolean; onTake: (path: CategoryPath) => void }): ReactNode {
  const form = useContractForm(Finder, { defaultValues: { category: '' } })
  // It was replaced by this one while it had the focus.
  useEffect(() => {
    if (wasUsed) form.setFocus('category')
  }, [form, wasUsed])
  return (
    <ComboField<z.input<typeof Finder>, z.output<typeof Finder>, ComboOption & { path: CategoryPath }>
      form={form}
      name="category"
      label="Find a category"
      optional
      hint="Type everyday words such as “escrow”, “car loan” or “overdraft fees” and choose; or go level by level below."
      placeholder="Words of a product or issue"
      from={2}
      none="No category has these words. Try others, or choose below."
      search={(words) => Promise.resolve(findCategories(paths, words, productId).map((path) => ({ value: path.key, label: path.labels.at(-1) ?? '', detail: path.labels.slice(0, -1).join(' › '), path })))}
      onChoose={(option) => {
        if (option) onTake(option.path)
      }}
    />
  )
}

function chooseWords(parentId: string, options: readonly Option[], parent: string): string {
  if (!parentId) return `Choose the ${parent} first`
  return options.length === 0 ? 'None for this choice' : 'Choose…'
}
