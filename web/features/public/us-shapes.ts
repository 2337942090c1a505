import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import atlas from 'us-atlas/states-albers-10m.json'

/*
 * The states as the us-atlas draws them: projected already (Albers; Alaska and Hawaii moved in), 975 by 610 units. So
 * their shapes are written as paths without a library for maps. Loaded by the page of the map alone.
 */
export type Shape = { code: string; path: string; /** The middle of its largest part, for letters; null where there is no room for them. */ label: { x: number; y: number } | null }

type States = Topology<{ states: GeometryCollection }>
type Ring = readonly (readonly number[])[]

/** By FIPS code, which the atlas uses. */
const codes: Readonly<Record<string, string>> = {
  '01': 'AL', '02': 'AK', '04': 'AZ', '05': 'AR', '06': 'CA', '08': 'CO', '09': 'CT', '10': 'DE', '11': 'DC', '12': 'FL', '13': 'GA', '15': 'HI', '16': 'ID', '17': 'IL', '18': 'IN', '19': 'IA', '20': 'KS',
  '21': 'KY', '22': 'LA', '23': 'ME', '24': 'MD', '25': 'MA', '26': 'MI', '27': 'MN', '28': 'MS', '29': 'MO', '30': 'MT', '31': 'NE', '32': 'NV', '33': 'NH', '34': 'NJ', '35': 'NM', '36': 'NY', '37': 'NC',
  '38': 'ND', '39': 'OH', '40': 'OK', '41': 'OR', '42': 'PA', '44': 'RI', '45': 'SC', '46': 'SD', '47': 'TN', '48': 'TX', '49': 'UT', '50': 'VT', '51': 'VA', '53': 'WA', '54': 'WV', '55': 'WI', '56': 'WY',
}
/** Where the middle lies at the edge, or beyond it. */
const aside: Readonly<Record<string, number>> = { FL: 16, LA: -10, MI: 4, ID: 4 }
/** Too small for letters, or of a shape whose middle lies elsewhere. */
const withoutLetters = new Set(['CT', 'DC', 'DE', 'HI', 'MA', 'MD', 'NH', 'NJ', 'RI', 'VT'])

export function usShapes(): Shape[] {
  const topology = atlas as unknown as States
  return feature(topology, topology.objects.states).features.flatMap(({ id, geometry }) => {
    const code = codes[String(id)]
    const rings: Ring[] = geometry.type === 'Polygon' ? geometry.coordinates : geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []
    if (code === undefined || rings.length === 0) return []
    return [{ code, path: rings.map(pathOf).join(''), label: withoutLetters.has(code) ? null : middleOf(rings, aside[code] ?? 0) }]
  })
}

function pathOf(ring: Ring): string {
  return `M${ring.map(([x = 0, y = 0]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}Z`
}

/** The centroid of the largest ring, `shift` units to the right of it. */
function middleOf(rings: readonly Ring[], shift: number): { x: number; y: number } {
  const middles = rings.map((ring) => {
    let [area, x, y] = [0, 0, 0]
    ring.forEach(([x1 = 0, y1 = 0], index) => {
      const [x2 = 0, y2 = 0] = ring[(index + 1) % ring.length] ?? []
      const cross = x1 * y2 - x2 * y1
      area += cross / 2
      x += (x1 + x2) * cross
      y += (y1 + y2) * cross
    })
    return { size: Math.abs(area), x: x / (6 * area), y: y / (6 * area) }
  })
  const largest = middles.reduce((most, one) => (one.size > most.size ? one : most))
  return { x: Math.round(largest.x) + shift, y: Math.round(largest.y) }
}
