/**
 * Detect the encoding of a text file from its first bytes.
 *
 * The rules, in order: a byte order mark; the zero bytes of UTF-16; valid UTF-8; Shift JIS, when nearly all
 * characters read as Japanese; otherwise Windows-1252, which accepts any bytes.
 */

/** The encodings that a user can choose, as `TextDecoder` names them. */
export const encodings = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
  shift_jis: 'Shift JIS',
  'euc-jp': 'EUC-JP',
  gb18030: 'GB 18030',
  big5: 'Big5',
  'euc-kr': 'EUC-KR',
  'windows-1250': 'Windows-1250',
  'windows-1251': 'Windows-1251',
} as const

export type Encoding = keyof typeof encodings

export function isEncoding(value: string): value is Encoding {
  return value in encodings
}

const examined = 256 * 1024

/** Return the most probable encoding of a text that starts with *bytes*. */
export function detectEncoding(bytes: Uint8Array): Encoding {
  const start = bytes.subarray(0, examined)
  return markedEncoding(start) ?? wideEncoding(start) ?? byteEncoding(start)
}

function markedEncoding(bytes: Uint8Array): Encoding | null {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return null
}

/** In UTF-16, line ends and spaces have a zero byte, always on the same side. */
function wideEncoding(bytes: Uint8Array): Encoding | null {
  const zeros = [0, 0]
  for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const pairs = bytes.length / 2
  if (odd > 0 && odd / pairs >= 0.02 && even <= odd / 20 && decodes(bytes, 'utf-16le')) return 'utf-16le'
  if (even > 0 && even / pairs >= 0.02 && odd <= even / 20 && decodes(bytes, 'utf-16be')) return 'utf-16be'
  return null
}

function byteEncoding(bytes: Uint8Array): Encoding {
  if (decodes(bytes, 'utf-8')) return 'utf-8'
  return isShiftJis(bytes) ? 'shift_jis' : 'windows-1252'
}

/** Return whether *bytes* are valid, except for a character that is cut at their end. */
function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/**
 * Return whether *bytes* are Shift JIS.
 *
 * Nearly any byte pair is a valid character, including "’s" of Windows-1252. But in Japanese, most first bytes
 * are below 0xA0, which are signs in Windows-1252, and most second bytes are not ASCII letters.
 */
function isShiftJis(bytes: Uint8Array): boolean {
  if (!decodes(bytes, 'shift_jis')) return false
  let pairs = 0
  let low = 0
  let beyondAscii = 0
  for (let index = 0; index < bytes.length - 1; index += 1) {
    const byte = bytes[index] ?? 0
    // Private characters are valid too, but no text contains them.
    if (byte >= 0xf0 && byte <= 0xfc) return false
    if (!((byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xef))) continue
    pairs += 1
    if (byte <= 0x9f) low += 1
    if ((bytes[(index += 1)] ?? 0) >= 0x80) beyondAscii += 1
  }
  return pairs > 0 && low / pairs >= 0.5 && beyondAscii / pairs >= 0.4
}

/** Return whether *bytes* are the start of a text, and not of a picture or another binary file. */
export function isText(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 8192)
  const isWide = (markedEncoding(start) ?? wideEncoding(start)) !== null
  if (!isWide && start.includes(0)) return false
  const text = new TextDecoder(detectEncoding(start)).decode(start, { stream: true })
  // eslint-disable-next-line no-control-regex -- logs contain bells, form feeds and escape sequences
  const controls = text.match(/[\0-\x06\x0e-\x1a\x1c-\x1f\ufffd]/g)?.length ?? 0
  return controls <= text.length / 100
}
