import { expect, test } from 'vitest'
import { readPerson } from './person'

test.each([
  [{ first_name: 'Mia', last_name: 'Berg' }, 'Mia Berg'],
  [{ first_name: '', last_name: 'Berg' }, 'Berg'],
  [{ first_name: 'Mia', last_name: null }, 'Mia'],
  [{}, 'mia'],
])('the full name of %o is %s', (names, fullName) => {
  expect(readPerson({ username: 'mia', ...names })).toEqual({ username: 'mia', fullName })
})
