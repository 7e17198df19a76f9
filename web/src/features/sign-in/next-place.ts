/** Where to go after signing in: a place of ours only, so a link cannot send people elsewhere. */
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
