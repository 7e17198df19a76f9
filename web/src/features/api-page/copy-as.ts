/** Generate code for a query or a batch in other tools, with a placeholder for the API key. */
import { isMany, type Schemas } from '@/entities/schema/schema'
import type { Json } from '@/lib/api'
import { pythonText } from '@/lib/python-text'
import { resolvePath, type Reading } from './query-reading'

export type Language = 'Python' | 'JavaScript' | 'curl'
export const languages: readonly Language[] = ['Python', 'JavaScript', 'curl']

export interface Place {
  readonly serverUrl: string
  readonly username: string
}

const noKey = 'YOUR-API-KEY'

export function queryAs(
  language: Language,
  text: string,
  reading: Pick<Reading, 'type' | 'projections'>,
  schemas: Schemas,
  place: Place,
): string {
  const expression = text.trim()
  const isFigures = reading.projections.some((projection) => projection.includes('('))
  if (language === 'curl' || isFigures) return batchAs(language, [{ action: 'query', expression }], place)
  const row = variableFor(reading.type)
  if (language === 'JavaScript') {
    return lines(
      ...javascriptSession(place),
      `const result = await session.query(${JSON.stringify(expression)});`,
      `for (const ${camel(row)} of result.data) {`,
      `  console.log(${camel(row)});`,
      '}',
    )
  }
  const values = (
    reading.projections.length > 0
      ? reading.projections
      : (schemas.get(reading.type ?? '')?.primaryKey ?? ['id'])
  ).map((path) => subscripts(path, reading.type, schemas))
  return lines(
    ...pythonSession(place),
    `for ${row} in session.query(${pythonText(expression)}):`,
    `    print(${[...new Set(values)].map((value) => row + value).join(', ')})`,
  )
}

export function batchAs(language: Language, operations: readonly Json[], place: Place): string {
  switch (language) {
    case 'Python':
      return lines(
        ...pythonSession(place),
        `results = session.call(${pythonLiteral(operations)})`,
        'for result in results:',
        '    print(result)',
      )
    case 'JavaScript':
      return lines(
        ...javascriptSession(place),
        `const results = await session.call(${JSON.stringify(operations, null, 2)});`,
        'console.log(results);',
      )
    case 'curl':
      return [
        `curl ${shellText(`${place.serverUrl.replace(/\/$/, '')}/api`)}`,
        `--header ${shellText('content-type: application/json')}`,
        `--header ${shellText(`ftrack-user: ${place.username}`)}`,
        `--header ${shellText(`ftrack-api-key: ${noKey}`)}`,
        `--header ${shellText('ftrack-strict-api: true')}`,
        `--data-raw ${shellText(JSON.stringify(operations))}`,
      ].join(' \\\n  ')
  }
}

function lines(...parts: string[]): string {
  return parts.map((part) => `${part}\n`).join('')
}

function pythonSession({ serverUrl, username }: Place): string[] {
  const [server, user] = [JSON.stringify(serverUrl), JSON.stringify(username)]
  return [
    'import callboard',
    '',
    `session = callboard.Session(server_url=${server}, api_key="${noKey}", api_user=${user})`,
  ]
}

function javascriptSession({ serverUrl, username }: Place): string[] {
  const [server, user] = [JSON.stringify(serverUrl), JSON.stringify(username)]
  return [
    'import { Session } from "@ftrack/api";',
    '',
    `const session = new Session(${server}, ${user}, "${noKey}");`,
    'await session.initializing;',
  ]
}

/** Return subscripts such as `["user"]["username"]`; a path through a collection ends at the collection. */
function subscripts(path: string, type: string | null, schemas: Schemas): string {
  const steps = path.replace(/\[\w*\]?/g, '').split('.')
  const many = steps.findIndex((_, index) => {
    const { attribute } = resolvePath(
      schemas,
      type,
      path
        .split('.')
        .slice(0, index + 1)
        .join('.'),
    )
    return attribute !== undefined && isMany(attribute)
  })
  return steps
    .slice(0, many < 0 ? undefined : many + 1)
    .map((step) => `[${JSON.stringify(step)}]`)
    .join('')
}

function variableFor(type: string | null): string {
  return type === null ? 'row' : type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
}

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function pythonLiteral(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'object') return JSON.stringify(value)
  const deeper = `${indent}    `
  const parts = Array.isArray(value)
    ? value.map((item) => pythonLiteral(item, deeper))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${pythonLiteral(item, deeper)}`)
  const [first, last] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const line = first + parts.join(', ') + last
  return line.length + indent.length < 100 && !line.includes('\n')
    ? line
    : `${first}\n${parts.map((part) => `${deeper}${part},\n`).join('')}${indent}${last}`
}

function shellText(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`
}
