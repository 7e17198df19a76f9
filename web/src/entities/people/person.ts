/** A user, as shown by name or initials. */
import { textOf, type Fields } from '@/lib/fields'

export interface Person {
  readonly username: string
  readonly fullName: string
}

/** The projections that `readPerson` requires. */
export const personProjection = 'username, first_name, last_name'

/** Read *user*; the full name falls back to the username. */
export function readPerson(user: Fields): Person {
  const username = textOf(user.username)
  const fullName = [user.first_name, user.last_name].map(textOf).filter(Boolean).join(' ')
  return { username, fullName: fullName || username }
}
