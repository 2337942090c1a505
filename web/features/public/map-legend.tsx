import type { ReactNode } from 'react'
import { levelOf, levels, levelWords, tiles, type StateEntry } from './participation.ts'

/** What the looks of the map mean, and how many states and DC look so. */
export function MapLegend({ items }: { items: readonly StateEntry[] | undefined }): ReactNode {
  const byState = new Map(items?.map((entry) => [entry.state, entry]))
  return (
    <ul className="tiles__legend">
      {levels.map((level) => (
        <li key={level}>
          <span className={`tile-swatch tile--${level}`} />
          {levelWords[level].words} <strong className="num">{items ? tiles.filter(({ code }) => levelOf(byState.get(code)) === level).length : '–'}</strong>
        </li>
      ))}
    </ul>
  )
}
