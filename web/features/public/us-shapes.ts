import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import atlas from 'us-atlas/states-albers-10m.json'
import { z } from 'zod'

/*
 * The states as the us-atlas draws them: projected already (Albers; Alaska and Hawaii moved in), 975 by 610 units. So
 * their shapes are written as paths without a library for maps. Loaded by the page of the map alone.
 */
export type Shape = {
  code: string
  path: string
  /** The middle of its largest part. */
  middle: Point
  /** Where its letters stand: in the middle or, where there is no room for them, beside it, at the end of a line. */
  letters: Point & { isBeside: boolean }
}
type Point = { x: number; y: number }

const Position = z.array(z.number())
const Arcs = z.array(z.array(z.number()))
/** As much of the atlas as is drawn. */
const Atlas: z.ZodType<Topology<{ states: GeometryCollection }>> = z.object({
  type: z.literal('Topology'),
  transform: z.object({ scale: z.tuple([z.number(), z.number()]), translate: z.tuple([z.number(), z.number()]) }),
  arcs: z.array(z.array(Position)),
  objects: z.object({
    states: z.object({
      type: z.literal('GeometryCollection'),
      geometries: z.array(z.discriminatedUnion('type', [z.object({ type: z.literal('Polygon'), id: z.string(), arcs: Arcs }), z.object({ type: z.literal('MultiPolygon'), id: z.string(), arcs: z.array(Arcs) })])),
    }),
  }),
})
type Ring = readonly (readonly number[])[]

/** By FIPS code, which the atlas uses. */
const codes: Readonly<Record<string, string>> = {
  '01': 'AL', '02': 'AK', '04': 'AZ', '05': 'AR', '06': 'CA', '08': 'CO', '09': 'CT', '10': 'DE', '11': 'DC', '12': 'FL', '13': 'GA', '15': 'HI', '16': 'ID', '17': 'IL', '18': 'IN', '19': 'IA', '20': 'KS',
  '21': 'KY', '22': 'LA', '23': 'ME', '24': 'MD', '25': 'MA', '26': 'MI', '27': 'MN', '28': 'MS', '29': 'MO', '30': 'MT', '31': 'NE', '32': 'NV', '33': 'NH', '34': 'NJ', '35': 'NM', '36': 'NY', '37': 'NC',
  '38': 'ND', '39': 'OH', '40': 'OK', '41': 'OR', '42': 'PA', '44': 'RI', '45': 'SC', '46': 'SD', '47': 'TN', '48': 'TX', '49': 'UT', '50': 'VT', '51': 'VA', '53': 'WA', '54': 'WV', '55': 'WI', '56': 'WY',
}
/** Where the middle lies at the edge, or beyond it. */
const aside: Readonly<Record<string, number>> = { FL: 16, LA: -10, MI: 4, ID: 4 }
/** Too small for letters, which stand in the sea or above instead. */
const beside: Readonly<Record<string, Point>> = {
  VT: { x: 846, y: 84 }, NH: { x: 872, y: 62 }, MA: { x: 962, y: 156 }, RI: { x: 962, y: 184 }, CT: { x: 938, y: 212 }, NJ: { x: 918, y: 240 }, DE: { x: 918, y: 264 }, MD: { x: 918, y: 288 }, DC: { x: 918, y: 312 }, HI: { x: 374, y: 572 },
}

export function usShapes(): Shape[] {
  const topology = Atlas.parse(atlas)
  return feature(topology, topology.objects.states).features.flatMap(({ id, geometry }) => {
    const code = codes[String(id)]
    const rings: Ring[] = geometry.type === 'Polygon' ? geometry.coordinates : geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []
    if (code === undefined || rings.length === 0) return []
    const middle = middleOf(rings)
    const place = beside[code]
    return [{ code, path: rings.map(pathOf).join(''), middle, letters: place ? { ...place, isBeside: true } : { x: middle.x + (aside[code] ?? 0), y: middle.y, isBeside: false } }]
  })
}

function pathOf(ring: Ring): string {
  return `M${ring.map(([x = 0, y = 0]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}Z`
}

/** The centroid of the largest ring. */
function middleOf(rings: readonly Ring[]): Point {
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
  return { x: Math.round(largest.x), y: Math.round(largest.y) }
}
