import { expect, it } from 'vitest'
import { jobSnippet } from './snippets'

const connection = { serverUrl: 'http://127.0.0.1:8000', username: 'admin', apiKey: 'k' }

it('starts with the documented code', () => {
  expect(jobSnippet('callboard', connection).split('\n').slice(0, 5)).toEqual([
    'import json, callboard',
    'session = callboard.Session(server_url="http://127.0.0.1:8000", api_key="k", api_user="admin")',
    `user = session.query('User where username is "admin"').one()`,
    'job = session.create("Job", {"user": user, "status": "running", ' +
      '"data": json.dumps({"description": "My custom job description."})})',
    'session.commit()',
  ])
})

it('differs between the clients only in the module', () => {
  const official = jobSnippet('ftrack_api', connection)
  expect(official.replaceAll('ftrack_api', 'callboard')).toBe(jobSnippet('callboard', connection))
})

it('contains a placeholder until a key is created', () => {
  expect(jobSnippet('callboard', { ...connection, apiKey: null })).toContain('api_key="YOUR-API-KEY"')
})

it('escapes quotes in usernames', () => {
  expect(jobSnippet('callboard', { ...connection, username: `o'neil` })).toContain(
    `session.query("User where username is \\"o'neil\\"")`,
  )
})
