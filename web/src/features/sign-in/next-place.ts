/** Return the path to open after sign-in: only a local one, to prevent open redirects. */
export function placeAfterSignIn(next: unknown): string {
  if (
    typeof next !== 'string' ||
    !next.startsWith('/') ||
    /^\/[\\/]/.test(next) ||
    next.startsWith('/sign-in')
  )
    return '/'
  return next
}
