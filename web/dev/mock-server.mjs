/**
 * A stand-in for the server while working on the interface: `npm run dev:mock`, then `npm run dev`.
 *
 * Keeps everything in memory, understands only the questions this interface asks, and lets two jobs move. It also serves
 * the built files with the policy of the real server, so a violation shows here. Sign in as admin or mia, password "demo".
 */
import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { startJobs } from './mock-jobs.mjs'

const port = Number(process.env.PORT ?? 8000)
const dist = new URL('../../src/callboard/web/dist/', import.meta.url)
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https: http:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; " +
  "frame-src 'self' https: http:; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const types = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', html: 'text/html; charset=utf-8' }

const users = [
  { id: 'u-admin', username: 'admin', first_name: 'Ada', last_name: 'Admin', email: 'ada@example.com', is_administrator: true },
  { id: 'u-mia', username: 'mia', first_name: 'Mia', last_name: 'Sørensen', email: 'mia@example.com', is_administrator: false },
]
const jobs = new Map()
const files = new Map()
const keys = [{ id: 'k1', name: 'Farm wrapper', created_at: '2026-09-01T08:00:00', last_used_at: '2026-11-23T17:20:00' }]
const shares = new Map()
const streams = new Set()
const history = []
let failures = 0

export function publish(entities) {
  const event = { id: randomUUID(), topic: 'ftrack.update', data: { entities, user: { userid: null, name: null } }, sent: null, source: {}, target: '', inReplyToEvent: null }
  history.push(event)
  for (const stream of streams) stream.write(`id: ${history.length}\nevent: ftrack.update\ndata: ${JSON.stringify(event)}\n\n`)
}

const columns = { id: 'jobid', user_id: 'userid' }
const jobEvent = (action, id, changed) => ({
  action, entityType: 'job', entity_type: 'Job', entityId: id, parentId: null, keys: Object.keys(changed), parents: [],
  changes: Object.fromEntries(Object.entries(changed).map(([name, value]) => [columns[name] ?? name, { old: null, new: value }])),
})

export const world = {
  users,
  jobs,
  addJob(job) {
    jobs.set(job.id, job)
    publish([jobEvent('add', job.id, Object.fromEntries(Object.entries(job).filter(([name]) => name !== 'job_components')))])
  },
  updateJob(id, changed) {
    const job = jobs.get(id)
    if (job === undefined) return
    if ('status' in changed) changed.finished_at = ['done', 'failed'].includes(changed.status) ? new Date().toISOString().slice(0, 19) : null
    Object.assign(job, changed)
    publish([jobEvent('update', id, changed)])
  },
  removeJob(id) {
    if (jobs.delete(id)) publish([jobEvent('remove', id, {})])
  },
  attach(id, name, fileType, bytes, mime) {
    const componentId = randomUUID()
    files.set(componentId, { name: name + fileType, bytes, mime })
    jobs.get(id)?.job_components.push({ component_id: componentId, name, file_type: fileType, size: bytes.length })
    publish([{ action: 'add', entityType: 'jobcomponent', entity_type: 'JobComponent', entityId: componentId, parentId: id, changes: {}, keys: [], parents: [{ entityId: id, entityType: 'job', entity_type: 'Job' }] }])
  },
}

function entityOf(job, seen) {
  const user = users.find((candidate) => candidate.id === job.user_id)
  const owner = user === undefined ? null : seen.has(user.id) ? { __entity_type__: 'User', id: user.id } : { __entity_type__: 'User', id: user.id, username: user.username, first_name: user.first_name, last_name: user.last_name }
  if (user !== undefined) seen.add(user.id)
  const time = (value) => (value === null ? null : { __type__: 'datetime', value })
  return {
    __entity_type__: 'Job', id: job.id, status: job.status, type: job.type, data: job.data, user_id: job.user_id, user: owner, created_at: time(job.created_at), finished_at: time(job.finished_at),
    job_components: job.job_components.map((file) => ({
      __entity_type__: 'JobComponent', job_id: job.id, component_id: file.component_id,
      component: { __entity_type__: 'FileComponent', id: file.component_id, name: file.name, file_type: file.file_type, size: file.size },
    })),
  }
}

/** Criteria of job-filter.ts, one regular expression each. */
function test(expression, job) {
  const value = (pattern) => pattern.exec(expression)?.[1]
  const list = (text) => text?.match(/"((?:\\.|[^"])*)"/g)?.map((part) => JSON.parse(part))
  const statuses = list(value(/status (?:is|in) (\([^)]*\)|"[^"]*")/))
  const ids = list(value(/(?:where|and) id (?:is|in) (\([^)]*\)|"[^"]*")/))
  const userId = value(/user_id is "([^"]*)"/)
  const username = value(/user\.username is "([^"]*)"/)
  const text = value(/data like "%(.*?)%"/)
  const created = value(/created_at >= "([^"]*)"/)
  const finished = value(/finished_at >= "([^"]*)"/)
  return (
    (!statuses || statuses.includes(job.status)) && (!ids || ids.includes(job.id)) && (!userId || job.user_id === userId) &&
    (!username || users.find((user) => user.id === job.user_id)?.username === username) && (!text || (job.data ?? '').toLowerCase().includes(text.toLowerCase())) &&
    (!created || job.created_at >= created) && (!finished || (job.finished_at ?? '') >= finished) && (!/job_components any/.test(expression) || job.job_components.length > 0)
  )
}

function query(expression, actor) {
  const offset = Number(/offset (\d+)/.exec(expression)?.[1] ?? 0)
  const limit = Number(/limit (\d+)/.exec(expression)?.[1] ?? 0)
  const order = /order by (\w+)/.exec(expression)?.[1] ?? 'created_at'
  const all = [...jobs.values()].filter((job) => (actor.is_administrator || job.user_id === actor.id) && test(expression, job)).sort((a, b) => ((a[order] ?? '') < (b[order] ?? '') ? 1 : -1))
  const page = limit === 0 ? all : all.slice(offset, offset + limit)
  const seen = new Set()
  return { action: 'query', data: page.map((job) => entityOf(job, seen)), metadata: { next: { offset: limit !== 0 && page.length === limit ? offset + limit : null } } }
}

const schemas = [
  {
    id: 'Job', primary_key: ['id'], required: ['id', 'status'], immutable: ['id', 'type'], default_projections: ['id'],
    properties: {
      id: { type: 'string' }, status: { type: 'string', default: 'queued', enum: ['queued', 'running', 'done', 'failed'] }, type: { type: 'string' }, data: { type: 'string', format: 'json' },
      created_at: { type: 'string', format: 'date-time' }, user: { $ref: 'User' }, user_id: { type: 'string', format: 'foreign_key', description: 'Foreign key(s): User.id' },
    },
  },
  { id: 'User', primary_key: ['id'], required: ['id'], immutable: ['id'], default_projections: ['id'], properties: { id: { type: 'string' }, username: { type: 'string' }, first_name: { type: 'string' } } },
]

function operate(operation, actor) {
  const id = operation.entity_key?.[0]
  if (operation.action === 'query_schemas') return schemas
  if (operation.action === 'query' && operation.expression.includes('from User')) return { action: 'query', data: users.map((user) => ({ __entity_type__: 'User', ...user })), metadata: { next: { offset: null } } }
  if (operation.action === 'query') return query(operation.expression, actor)
  if (operation.action === 'update') world.updateJob(id, { status: operation.entity_data.status })
  if (operation.action === 'delete') world.removeJob(id)
  return { action: operation.action, data: true }
}

const sessions = new Map()
const sessionOf = (user) => ({ user, csrf: 'token', cursor: history.length, server: { version: '0.1.0', url: `http://127.0.0.1:${port}` }, demo: true })
const error = (status, code, content) => ({ status, body: { exception: 'ServerError', content, error_code: code } })
const actorOf = (request) => sessions.get(/callboard_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1])

async function bodyOf(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  return parts.length === 0 ? undefined : JSON.parse(Buffer.concat(parts).toString())
}

const routes = [
  ['POST', /^\/web\/sign-in$/, ({ body }) => {
    if (failures >= 5) return { ...error(429, 'credentials.throttled', 'Too many attempts.'), headers: { 'retry-after': '20' } }
    const user = users.find((candidate) => candidate.username === body.username)
    if (user === undefined || body.password !== 'demo') return (failures += 1), error(401, 'credentials.invalid', 'Wrong username or password.')
    const token = randomUUID()
    sessions.set(token, user)
    return { body: sessionOf(user), headers: { 'set-cookie': `callboard_session=${token}; HttpOnly; SameSite=Lax; Path=/` } }
  }],
  ['GET', /^\/web\/session$/, ({ actor }) => ({ body: sessionOf(actor) })],
  ['POST', /^\/web\/sign-out$/, () => ({ status: 204, headers: { 'set-cookie': 'callboard_session=; Max-Age=0; Path=/' } })],
  ['GET', /^\/web\/keys$/, () => ({ body: keys })],
  ['POST', /^\/web\/keys$/, ({ body }) => {
    const key = { id: randomUUID(), name: body.name, created_at: new Date().toISOString().slice(0, 19), last_used_at: null }
    keys.push(key)
    return { body: { id: key.id, name: key.name, key: `cb_${createHash('sha256').update(key.id).digest('hex').slice(0, 40)}` } }
  }],
  ['DELETE', /^\/web\/keys\/(.+)$/, ({ match }) => (keys.splice(keys.findIndex((key) => key.id === match[1]), 1), { status: 204 })],
  ['POST', /^\/web\/jobs\/(.+)\/share$/, ({ match }) => {
    const token = randomUUID().slice(0, 8)
    shares.set(token, match[1])
    return { body: { path: `/share/${token}`, url: `http://127.0.0.1:${port}/share/${token}` } }
  }],
  ['POST', /^\/web\/share\/(.+)$/, ({ match }) => (shares.has(match[1]) ? { body: { job_id: shares.get(match[1]) } } : error(404, 'share.unknown', 'Unknown link.'))],
  ['POST', /^\/api$/, ({ body, actor }) => ({ body: body.map((operation) => operate(operation, actor)) })],
]

function sendFile(request, response, url) {
  const file = files.get(url.searchParams.get('id'))
  if (file === undefined) return response.writeHead(404).end()
  response.writeHead(200, {
    'content-type': url.searchParams.get('inline') === '1' ? file.mime : 'application/octet-stream', 'content-length': file.bytes.length, etag: `"${createHash('md5').update(file.bytes).digest('hex')}"`,
    'content-disposition': url.searchParams.get('inline') === '1' ? 'inline' : `attachment; filename="${file.name}"`,
  })
  response.end(request.method === 'HEAD' ? undefined : file.bytes)
}

function openStream(request, response, url) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  const after = Number(url.searchParams.get('after') ?? 0)
  response.write(`event: hello\ndata: {"cursor": ${history.length}}\n\n`)
  history.slice(after).forEach((event, index) => response.write(`id: ${after + index + 1}\nevent: ftrack.update\ndata: ${JSON.stringify(event)}\n\n`))
  streams.add(response)
  request.on('close', () => streams.delete(response))
}

async function sendPage(response, path) {
  const name = path.startsWith('/assets/') ? path.slice(1) : 'index.html'
  const text = await readFile(new URL(name, dist)).catch(() => null)
  if (text === null) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': types[name.split('.').pop()] ?? 'application/octet-stream', 'content-security-policy': policy }).end(text)
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost')
  const route = routes.find(([method, pattern]) => method === request.method && pattern.test(url.pathname))
  const actor = actorOf(request)
  if (route === undefined && url.pathname === '/component/get') return sendFile(request, response, url)
  if (route === undefined && url.pathname === '/events' && actor) return openStream(request, response, url)
  // There is no event hub here: the interface says that the server does not answer.
  if (url.pathname.startsWith('/socket.io')) return response.writeHead(404).end()
  if (route === undefined) return sendPage(response, url.pathname)
  const open = url.pathname === '/web/sign-in'
  const answer = actor || open ? route[2]({ actor, body: await bodyOf(request), match: route[1].exec(url.pathname) }) : error(401, 'credentials.missing', 'Sign in first.')
  response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body))
}).listen(port, '127.0.0.1', () => console.log(`mock server on http://127.0.0.1:${port}`))

startJobs(world)
