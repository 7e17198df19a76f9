/** A person as names and marks show them. */
import { textOf, type Fields } from '@/lib/fields'

export interface Person {
  readonly username: string
  readonly fullName: string
}

/** What a question about users must select for `readPerson`. */
export const personProjection = 'username, first_name, last_name'

/** The full name of *user* is the username where no other name is known. */
export function readPerson(user: Fields): Person {
  const username = textOf(user.username)
  const fullName = [user.first_name, user.last_name].map(textOf).filter(Boolean).join(' ')
  return { username, fullName: fullName || username }
}
