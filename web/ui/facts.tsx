import { Fragment, type ReactNode } from 'react'

export type Fact = { label: string; value: ReactNode }

/** Labels and values. Facts without a value (null, undefined, '') are left out. `columns={2}` where there is room. */
export function Facts({ items, columns = 1 }: { items: readonly Fact[]; columns?: 1 | 2 }): ReactNode {
  const shown = items.filter(({ value }) => value !== null && value !== undefined && value !== '')
  const pairs = shown.map(({ label, value }) => (
    <Fragment key={label}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </Fragment>
  ))
  if (columns === 1) return <dl className="facts">{pairs}</dl>
  return (
    <dl className="facts facts--two">
      {shown.map(({ label, value }) => (
        <div className="facts__pair" key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
