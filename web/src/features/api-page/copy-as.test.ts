import { expect, it } from 'vitest'
import { readSchemas } from '@/entities/schema/schema'
import { sample } from '@/entities/schema/schema-sample'
import { batchAs, queryAs, type Language } from './copy-as'
import { readQuery } from './query-reading'

const schemas = readSchemas(sample)
const place = { serverUrl: 'http://board:8000', username: 'mia' }
const as = (language: Language, text: string): string =>
  queryAs(language, text, readQuery(text, schemas), schemas, place)

it('generates Python that prints the projections', () => {
  expect(
    as('Python', 'select user.username, job_components.component.name from Job where status is "done"'),
  ).toBe(
    `import callboard

session = callboard.Session(server_url="http://board:8000", api_key="YOUR-API-KEY", api_user="mia")
for job in session.query('select user.username, job_components.component.name from Job where status is "done"'):
    print(job["user"]["username"], job["job_components"])
`,
  )
  expect(as('Python', 'JobComponent')).toContain(
    "for job_component in session.query('JobComponent'):\n" +
      '    print(job_component["component_id"], job_component["job_id"])',
  )
})

it('preserves quotes, line ends and backslashes', () => {
  expect(as('Python', `User where username is 'mia'`)).toContain(
    `session.query("User where username is 'mia'")`,
  )
  expect(as('Python', 'User\nwhere id is x')).toContain('session.query("""User\nwhere id is x""")')
  expect(as('Python', 'User where username is "a\\"b"')).toContain(
    String.raw`session.query("User where username is \"a\\\"b\"")`,
  )
})

it('generates JavaScript', () => {
  expect(as('JavaScript', 'JobComponent where job_id is "x"')).toContain(
    'await session.query("JobComponent where job_id is \\"x\\"");\nfor (const jobComponent of result.data)',
  )
})

it('uses a call for aggregates, whose rows are not entities', () => {
  expect(as('Python', 'select count(id) from Job group by status')).toContain(
    'results = session.call([{"action": "query", "expression": "select count(id) from Job group by status"}])',
  )
})

it('generates a shell command with escaped quotes', () => {
  expect(as('curl', `User where username is 'mia'`)).toBe(
    `curl 'http://board:8000/api' \\
  --header 'content-type: application/json' \\
  --header 'ftrack-user: mia' \\
  --header 'ftrack-api-key: YOUR-API-KEY' \\
  --header 'ftrack-strict-api: true' \\
  --data-raw '[{"action":"query","expression":"User where username is '\\''mia'\\''"}]'`,
  )
})

it('writes Python literals', () => {
  const lines = batchAs(
    'Python',
    [
      {
        action: 'update',
        entity_type: 'User',
        entity_key: ['u'],
        entity_data: { is_active: true, email: null, __entity_type__: 'User' },
      },
    ],
    place,
  )
  expect(lines).toContain('"entity_data": {"is_active": True, "email": None, "__entity_type__": "User"}')
})
