/** Somebody who can be written to. */
type Reachable = { id: string; name: string; email: string }
/** userId null: by e-mail only, to an address without an account or to somebody who cannot sign in. */
export type Telling<M> = { userId: string | null; mail: { address: string; name: string | null } | null; message: M }

export function tell<M>(people: readonly Reachable[], message: M): Telling<M>[] {
  return people.map((person) => ({ userId: person.id, mail: { address: person.email, name: person.name }, message }))
}

export function tellInApp<M>(people: readonly Reachable[], message: M): Telling<M>[] {
  return people.map((person) => ({ userId: person.id, mail: null, message }))
}

export function tellByMail<M>(people: readonly Reachable[], message: M): Telling<M>[] {
  return people.map((person) => ({ userId: null, mail: { address: person.email, name: person.name }, message }))
}

export function tellAddresses<M>(addresses: readonly string[], message: M): Telling<M>[] {
  return addresses.map((address) => ({ userId: null, mail: { address, name: null }, message }))
}

/** One notification per person and one e-mail per address: the first, which is the most personal, stands. */
export function onceEach<M>(tellings: readonly Telling<M>[]): Telling<M>[] {
  const users = new Set<string>()
  const addresses = new Set<string>()
  return tellings.flatMap((telling) => {
    const address = telling.mail?.address.toLowerCase()
    if (telling.userId === null ? address === undefined || addresses.has(address) : users.has(telling.userId)) return []
    if (telling.userId !== null) users.add(telling.userId)
    if (address === undefined) return [telling]
    if (addresses.has(address)) return [{ ...telling, mail: null }]
    addresses.add(address)
    return [telling]
  })
}
