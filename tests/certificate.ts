/** A certificate made on the spot, as `openssl` or `mkcert` makes one: for a name, signed by its own key. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificate {
  /** Paths, for TLS_CERT and TLS_KEY. */
  readonly cert: string
  readonly key: string
  /** SHA-256 of its public key, base64: what Chromium is told to trust. */
  readonly spki: string
}

const DAY_MS = 24 * 60 * 60_000

/** Written into that folder as cert.pem and key.pem; valid for a day around now. */
export function makeCertificate(folder: string, name: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const who = sequence(set(sequence(oid(COMMON_NAME), der(0x0c, Buffer.from(name)))))
  const names = sequence(der(0x82, Buffer.from(name)))
  const isAuthority = sequence(der(0x01, Buffer.of(0xff)))
  const signedPart = sequence(
    der(0xa0, integer(Buffer.of(2))), // version 3
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    sequence(oid(ECDSA_SHA256)),
    who,
    sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    who,
    spki,
    der(
      0xa3,
      sequence(
        sequence(oid(SUBJECT_ALT_NAME), der(0x04, names)),
        sequence(oid(BASIC_CONSTRAINTS), der(0x04, isAuthority)),
      ),
    ),
  )
  const signature = sign('sha256', signedPart, privateKey)
  const whole = sequence(signedPart, sequence(oid(ECDSA_SHA256)), der(0x03, Buffer.of(0), signature))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const base64 = whole.toString('base64').replace(/.{64}/g, '$&\n')
  writeFileSync(cert, `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`)
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return { cert, key, spki: createHash('sha256').update(spki).digest('base64') }
}

// As DER writes them.
const COMMON_NAME = '550403'
const SUBJECT_ALT_NAME = '551d11'
const BASIC_CONSTRAINTS = '551d13'
const ECDSA_SHA256 = '2a8648ce3d040302'

function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.of(tag, ...size), body])
}
const sequence = (...content: Buffer[]): Buffer => der(0x30, ...content)
const set = (...content: Buffer[]): Buffer => der(0x31, ...content)
const integer = (bytes: Buffer): Buffer => der(0x02, bytes)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
/** UTCTime: YYMMDDhhmmssZ. */
const time = (ms: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)}Z`))
