/** Validate untrusted URLs: only http and https are followed. */

/** Return *address* if it is an absolute http or https URL, else null. */
export function webAddress(address: unknown): string | null {
  const url = typeof address === 'string' ? parsedAddress(address) : null
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null
}

/** Return *address* if it is safe as an image source: an http, https or image data URL; else null. */
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
