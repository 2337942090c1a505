import { normalizeIP } from '@fastify/rate-limit'

/**
 * By what attempts and requests of an address are counted: one IPv4 address, and of IPv6 the /64, as whoever has one
 * address there has all of them.
 */
export function networkOf(address: string): string {
  return normalizeIP(address)
}
