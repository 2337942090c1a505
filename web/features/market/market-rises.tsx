import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { listOfMarket } from '#src/modules/reports/domain/market-list.ts'
import type { MarketFilters, MarketRise, MarketRises as Rises } from '#src/modules/reports/market-contract.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Section } from '../../ui/page.tsx'
import { risesQuery } from './market-queries.ts'
import { monthWords, numberWords } from './market-words.ts'

/** Where the last full month brought unusually many, with the statistic that says so. */
export function MarketRises({ filters }: { filters: MarketFilters }): ReactNode {
  const { data, error, refetch } = useQuery(risesQuery(filters))
  return (
    <Section title={data ? `Unusual rises in ${monthWords(data.month)}` : 'Unusual rises'} lead={data ? everybodyWords(data) : undefined}>
      {error && !data ? <ErrorState error={error} retry={refetch} title="The rises could not be looked for" /> : null}
      {data ? (
        <>
          <div className="market-rises">
            <Found title="Companies and entities" found={data.companies} rises={data} filters={filters} what="companies and entities" />
            <Found title="Issues" found={data.issues} rises={data} filters={filters} what="issues" />
          </div>
          <details className="market-method">
            <summary>How a rise is found</summary>
            <p className="prose">
              The last full month is held against the twelve months before, beside what all others had in the same months: in a season that is busy for everybody nobody stands out. The chance is that of Fisher’s exact test. Counts that always went up and down
              more than chance explains are discounted by that. As many are looked at, chances are corrected (Benjamini and Hochberg) so that at most 1 in 100 of what is pointed out should be chance. At least 10 complaints, and half as many again as expected,
              are asked for. A rise says where to look, not what is behind it.
            </p>
          </details>
        </>
      ) : error ? null : (
        <Skeleton lines={2} height={72} label="Looking for unusual rises" />
      )}
    </Section>
  )
}

function everybodyWords({ everybody }: Rises): string {
  return `All complaints: ${numberWords(everybody.count)}, against ${numberWords(Math.round(everybody.usual))} a month before`
}

function Found({ title, found, rises, filters, what }: { title: string; found: Rises['companies']; rises: Rises; filters: MarketFilters; what: string }): ReactNode {
  return (
    <section>
      <h3>{title}</h3>
      {found.rises.length === 0 ? (
        <p className="muted">{found.lookedAt === 0 ? 'There were no complaints to look at.' : `None. ${numberWords(found.lookedAt)} ${what} were looked at.`}</p>
      ) : (
        <>
          <ul className="market-rises__list">
            {found.rises.map((rise) => (
              <Rise key={`${rise.companyId ?? ''}${rise.entityId ?? ''}${String(rise.issueId)}`} rise={rise} rises={rises} filters={filters} />
            ))}
          </ul>
          <p className="muted small">{`${numberWords(found.lookedAt)} ${what} were looked at.`}</p>
        </>
      )}
    </section>
  )
}

function Rise({ rise, rises, filters }: { rise: MarketRise; rises: Rises; filters: MarketFilters }): ReactNode {
  const counted = { companyId: rise.companyId, entityId: rise.entityId, productId: rise.productId, issueId: rise.issueId }
  const own = Object.fromEntries(Object.entries(counted).filter(([, value]) => value !== null))
  const month = monthWords(rises.month).split(' ')[0] ?? ''
  const to: string = '/complaints'
  return (
    <li>
      <Bars months={rise.months} />
      <div>
        <strong>
          <Link to="/reports/market" search={{ ...filters, ...own, by: rise.issueId === null ? 'issue' : 'company' }}>
            {rise.name}
          </Link>
        </strong>
        {rise.under ? <span className="muted"> {rise.under}</span> : null}
        <p>
          <span className="num">{`${numberWords(rise.count)} in ${month}`}</span>; {rise.usual === 0 ? 'none in the twelve months before' : `${rise.usual.toLocaleString('en-US')} a month before`}
          {Math.abs(rise.expected - rise.usual) >= 1 ? `, ${rise.expected.toLocaleString('en-US')} to be expected as all others went` : ''}. A rise this large by chance: {rise.chance}.
        </p>
        <Link to={to} search={listOfMarket(rises, filters, counted)}>
          {`List these ${numberWords(rise.count)}`}
          <span className="sr-only"> of {rise.name}</span>
        </Link>
      </div>
    </li>
  )
}

/** Thirteen months at a glance; the words beside it say the same. */
function Bars({ months }: { months: readonly number[] }): ReactNode {
  const most = Math.max(1, ...months)
  return (
    <svg className="market-bars" viewBox="0 0 78 40" aria-hidden="true">
      {months.map((count, index) => {
        const height = Math.max(1, Math.round((38 * count) / most))
        return <rect key={index} x={index * 6} y={40 - height} width={4.5} height={height} className={index === months.length - 1 ? 'market-bars__last' : undefined} />
      })}
    </svg>
  )
}
