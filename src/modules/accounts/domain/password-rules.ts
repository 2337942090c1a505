/** What may be chosen as a password (NIST SP 800-63B 5.1.1): length, and nothing that is tried first. No rules on its signs. */
export const fewestCharacters = 12
export const mostCharacters = 256

export type PasswordContext = {
  /** Name, e-mail address and organisation of whoever chooses it. */
  own: readonly string[]
  /** Is this word, in small letters, among the common passwords? */
  isCommon: (word: string) => boolean
}

const systemWords = ['state examination system', 'examination', 'ses']
/** What must be left once one's own words are taken out. */
const fewestOther = 8
const shortestWord = 3

/** The sentence that says what is wrong and how to do better; null for a password that may be used. */
export function faultOf(password: string, context: PasswordContext): string | null {
  return lengthFault(password) ?? patternFault(password) ?? ownFault(password, context.own) ?? commonFault(password, context.isCommon)
}

/** Counted as they are stored: one character, however the keyboard composes its accent. */
export function passwordLength(password: string): number {
  return Array.from(password.normalize('NFC')).length
}

export function lengthFault(password: string): string | null {
  const length = passwordLength(password)
  if (length < fewestCharacters) return `Use at least ${String(fewestCharacters)} characters; this has ${String(length)}. A few words in a row are easy to remember.`
  if (length > mostCharacters) return `Use at most ${String(mostCharacters)} characters; this has ${String(length)}.`
  return null
}

/** The same few characters again and again, or a row of the alphabet, of figures or of the keyboard. */
export function patternFault(password: string): string | null {
  const text = plain(password)
  if (text.trim() === '') return 'Spaces alone are tried first. Use a few words that do not belong together.'
  if (new Set(text).size <= 3 || period(text) <= 4) return 'This repeats the same few characters. Use a few words that do not belong together.'
  if (Array.from(withoutRows(text)).length <= 3) return 'This is a row of letters, figures or keys, which is tried first. Use a few words that do not belong together.'
  return null
}

/** Mostly one's own name, e-mail address or organization, or the system's name. */
export function ownFault(password: string, own: readonly string[]): string | null {
  const forms = [plain(password), unleet(plain(password))].map(lettersAndFigures)
  const words = ownWords(own)
  const mostlyOwn = forms.some((form) => {
    const rest = words.reduce((text, word) => text.replaceAll(word, ' '), form)
    return rest !== form && rest.replaceAll(' ', '').length < fewestOther
  })
  return mostlyOwn ? 'This is mostly a name: yours, your e-mail address, your organization or this system. Others try those first; use words that have nothing to do with you.' : null
}

/** A common password as it is, repeated, with figures or signs around it, or with figures in place of letters. */
export function commonFault(password: string, isCommon: (word: string) => boolean): string | null {
  const text = plain(password)
  const forms = [text, lettersAndFigures(text)].flatMap((form) => [form, unleet(form), inner(form), unleet(inner(form)), inner(unleet(form))])
  const found = forms.some((form) => form.length >= 4 && periods(form).some((length) => isCommon(form.slice(0, length))))
  return found ? 'This is a password that is tried first, alone or with figures and signs added. Use a few words that do not belong together.' : null
}

function plain(password: string): string {
  return password.normalize('NFKC').toLowerCase()
}

function lettersAndFigures(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}

/** Without the figures and signs at both ends. */
function inner(text: string): string {
  return text.replace(/^\P{L}+|\P{L}+$/gu, '')
}

const leet: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', $: 's', '!': 'i', '€': 'e', '+': 't' }
function unleet(text: string): string {
  return Array.from(text, (sign) => leet[sign] ?? sign).join('')
}

/** The lengths of the parts of which the text is made by repeating one (the last may be cut off), the whole included. */
function periods(text: string): number[] {
  const lengths = Array.from({ length: text.length }, (_, index) => index + 1)
  return lengths.filter((length) => text.startsWith(text.slice(length)))
}

function period(text: string): number {
  return periods(text)[0] ?? 0
}

const rowsForward = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'azertyuiop', '1q2w3e4r5t6y7u8i9o0p', 'qazwsxedcrfvtgbyhnujmikolp', '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p']
// Forward, backward, and from the end on to the beginning.
const rows = rowsForward.flatMap((row) => [row, Array.from(row).reverse().join('')]).map((row) => row + row.slice(0, 4))
const shortestRow = 4

/** What is left once every part of four or more characters that runs along a row is taken out. */
function withoutRows(text: string): string {
  let rest = ''
  let from = 0
  while (from < text.length) {
    const length = longestRowAt(text, from)
    if (length < shortestRow) {
      rest += text[from] ?? ''
      from += 1
    } else {
      from += length
    }
  }
  return rest
}

function longestRowAt(text: string, from: number): number {
  let length = 0
  while (from + length < text.length && rows.some((row) => row.includes(text.slice(from, from + length + 1)))) length += 1
  return length
}

/** The words of names and addresses, longest first, so that a part never hides the whole. */
function ownWords(own: readonly string[]): string[] {
  const whole = [...own, ...systemWords].map(plain)
  const parts = whole.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))
  const all = [...parts, ...whole.map(lettersAndFigures)].filter((word) => word.length >= shortestWord && !small.has(word))
  return [...new Set(all)].sort((a, b) => b.length - a.length)
}

// Of organisations and addresses: too common to say anything of their owner.
const small = new Set(['the', 'and', 'for', 'inc', 'llc', 'com', 'org', 'gov', 'net', 'example', 'state'])
