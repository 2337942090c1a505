import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** What a registration asks for, as far as an authenticator reads it. */
export type CreationRequest = { challenge: string; rp: { id: string }; user: { id: string } }
/** What a sign-in asks for. */
export type AssertionRequest = { challenge: string; rpId: string; allowCredentials?: { id: string }[] | undefined }

/** How this answer departs from what an honest browser and authenticator would say. */
export type Deviation = {
  origin?: string
  rpId?: string
  challenge?: string
  userVerified?: boolean
  userPresent?: boolean
  /** Instead of one more than the last. */
  counter?: number
  userHandle?: string | null
}

type Credential = { id: Buffer; rpId: string; userHandle: string; privateKey: KeyObject; counter: number }

/**
 * An authenticator in software (ES256, attestation "none"), with the browser's part beside it: real keys and
 * signatures, so that the server's checks are the ones that decide.
 */
export class SoftwareAuthenticator {
  readonly origin: string
  /** 'always zero', as synced passkeys count. */
  readonly counts: boolean
  readonly credentials: Credential[] = []

  constructor(origin: string, options: { counts?: boolean } = {}) {
    this.origin = origin
    this.counts = options.counts ?? true
  }

  create(request: CreationRequest, deviation: Deviation = {}) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const credential: Credential = { id: randomBytes(32), rpId: request.rp.id, userHandle: request.user.id, privateKey, counter: this.counts ? 1 : 0 }
    this.credentials.push(credential)
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    // COSE: key type EC2, ES256, P-256, and the point.
    const cose = cborMap([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]])
    const attested = Buffer.concat([Buffer.alloc(16), uint16(credential.id.length), credential.id, cose])
    const authData = Buffer.concat([this.#head(credential, deviation, 0x40), attested])
    const id = credential.id.toString('base64url')
    return {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.#clientData('webauthn.create', request.challenge, deviation).toString('base64url'),
        attestationObject: cborMap([['fmt', 'none'], ['attStmt', emptyMap], ['authData', authData]]).toString('base64url'),
        transports: ['internal'],
      },
    }
  }

  /** Answers with the credential asked for, else the newest. */
  get(request: AssertionRequest, deviation: Deviation = {}) {
    const asked = request.allowCredentials?.map(({ id }) => id)
    const credential = this.credentials.findLast((one) => asked === undefined || asked.includes(one.id.toString('base64url')))
    if (credential === undefined) throw new Error('This authenticator holds none of these credentials.')
    if (this.counts) credential.counter = deviation.counter ?? credential.counter + 1
    const authData = this.#head(credential, deviation, 0)
    const clientData = this.#clientData('webauthn.get', request.challenge, deviation)
    const signed = Buffer.concat([authData, sha256(clientData)])
    const id = credential.id.toString('base64url')
    const handle = deviation.userHandle === undefined ? credential.userHandle : deviation.userHandle
    return {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, credential.privateKey).toString('base64url'),
        ...(handle === null ? {} : { userHandle: handle }),
      },
    }
  }

  /** Whose system, what the user did, how often the key was used. */
  #head(credential: Credential, { rpId, userPresent = true, userVerified = true }: Deviation, flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(credential.counter)
    return Buffer.concat([sha256(Buffer.from(rpId ?? credential.rpId)), Buffer.from([flags | (userPresent ? 1 : 0) | (userVerified ? 4 : 0)]), counter])
  }

  #clientData(type: string, challenge: string, deviation: Deviation): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge: deviation.challenge ?? challenge, origin: deviation.origin ?? this.origin, crossOrigin: false }))
  }
}

const emptyMap = Symbol('an empty map')
type Cbor = number | string | Buffer | typeof emptyMap

/** As much of CBOR (RFC 8949) as an authenticator speaks. */
function cborMap(entries: [number | string, Cbor][]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flatMap(([key, value]) => [cbor(key), cbor(value)])])
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value)
  if (typeof value === 'string') return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([cborHead(2, value.length), value])
  return cborMap([])
}

function cborHead(major: number, length: number): Buffer {
  const kind = major << 5
  if (length < 24) return Buffer.from([kind | length])
  return length < 256 ? Buffer.from([kind | 24, length]) : Buffer.concat([Buffer.from([kind | 25]), uint16(length)])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
