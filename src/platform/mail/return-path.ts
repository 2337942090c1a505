import { timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'
import type { SecretBox } from '../ports.ts'

/**
 * The address that reports on an e-mail come back to: it names the e-mail, so that a report needs no guessing, and carries a
 * mark under SECRETS_KEY, so that nobody reports on an e-mail who has not had it. Letters and digits of one case only: mail
 * servers on the way may change the case.
 */
const idBytes = 16
const markBytes = 10
/** 26 bytes in base 36. */
const tokenLength = 41

export type ReturnPath = (mailId: string) => string

/** @param address such as bounces@ses.example.org */
export function returnPathOf(secrets: SecretBox, address: string): ReturnPath {
  const { local, domain } = partsOf(address)
  return (mailId) => `${local}+${tokenOf(Buffer.concat([parse(mailId), markOf(secrets, mailId).now]))}@${domain}`
}

/** The e-mail that this address was made for; null: it was not made here. */
export function mailOfReturnPath(secrets: SecretBox, address: string, given: string): string | null {
  const { local, domain } = partsOf(address.toLowerCase())
  const [start, end] = [`${local}+`, `@${domain}`]
  const wanted = given.toLowerCase()
  if (!wanted.startsWith(start) || !wanted.endsWith(end)) return null
  const bytes = bytesOf(wanted.slice(start.length, -end.length))
  if (bytes === null) return null
  let id: string
  try {
    id = stringify(bytes.subarray(0, idBytes))
  } catch {
    return null
  }
  const mark = bytes.subarray(idBytes)
  const { now, underOldKey } = markOf(secrets, id)
  return timingSafeEqual(now, mark) || (underOldKey !== null && timingSafeEqual(underOldKey, mark)) ? id : null
}

function markOf(secrets: SecretBox, mailId: string): { now: Buffer; underOldKey: Buffer | null } {
  const { now, underOldKey } = secrets.mark('return-path', mailId)
  return { now: now.subarray(0, markBytes), underOldKey: underOldKey?.subarray(0, markBytes) ?? null }
}

function partsOf(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@')
  return { local: address.slice(0, at), domain: address.slice(at + 1) }
}

function tokenOf(bytes: Buffer): string {
  return BigInt(`0x${bytes.toString('hex')}`).toString(36).padStart(tokenLength, '0')
}

function bytesOf(token: string): Buffer | null {
  if (!/^[0-9a-z]{41}$/.test(token)) return null
  const hex = Array.from(token).reduce((sum, digit) => sum * 36n + BigInt(parseInt(digit, 36)), 0n).toString(16)
  const length = (idBytes + markBytes) * 2
  return hex.length > length ? null : Buffer.from(hex.padStart(length, '0'), 'hex')
}
