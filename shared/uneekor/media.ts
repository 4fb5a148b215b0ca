/** The pictures of a shot, as the source names them. */

/** The ball on the face, at impact. */
export const IMPACT = 'ballimpact'

const FRAME = /^topview\d{2}$/

/** One of the swing's frames; their names ascend in time. */
export function isFrame(name: string): boolean {
  return FRAME.test(name)
}

/** By its first bytes: every picture of the source is one. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}

/** A picture that the app knows what to do with; the source may send others one day. */
export function isPicture(name: string): boolean {
  return name === IMPACT || isFrame(name)
}
