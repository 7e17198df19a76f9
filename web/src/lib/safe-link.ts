/** Addresses that strangers give us: only those of the web are followed. */

/** *address* when it is a whole address of the web, else null. */
export function webAddress(address: unknown): string | null {
  const url = typeof address === 'string' ? parsedAddress(address) : null
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null
}

/** *address* when a picture may be shown from it: of the web, or the picture itself. */
export function pictureAddress(address: unknown): string | null {
  const isPicture =
    typeof address === 'string' && /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i.test(address)
  return isPicture ? address : webAddress(address)
}

function parsedAddress(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}
