import { pythonText } from '@/lib/python-text'
import { quoted } from '@/lib/query-text'

/** Example code that creates a job: the same for both clients, except for the module name. */
export type Client = 'callboard' | 'ftrack_api'

export interface Connection {
  readonly serverUrl: string
  readonly username: string
  /** Null until a key has been created on this page. */
  readonly apiKey: string | null
}

export const noKey = 'YOUR-API-KEY'

export function jobSnippet(client: Client, connection: Connection): string {
  const text = (value: string): string => JSON.stringify(value)
  const query = `User where username is ${quoted(connection.username)}`
  const { serverUrl, username, apiKey } = connection
  const credentials = `api_key=${text(apiKey ?? noKey)}, api_user=${text(username)}`
  const data = '{"description": "My custom job description."}'
  return `import json, ${client}
session = ${client}.Session(server_url=${text(serverUrl)}, ${credentials})
user = session.query(${pythonText(query)}).one()
job = session.create("Job", {"user": user, "status": "running", "data": json.dumps(${data})})
session.commit()

# Report progress: the progress bar follows the numbers in the description.
import time
for number in range(1, 201):
    time.sleep(0.05)  # your work
    job["data"] = json.dumps({"description": f"Transfer components ({number} of 200)"})
    session.commit()

# Attach a file, which users can download from the Jobs menu.
import pathlib
path = "my_file.txt"
pathlib.Path(path).write_text("All 200 components have been transferred.\\n")
server_location = session.query('Location where name is "ftrack.server"').one()
component = session.create_component(path, data={'name': 'My file'}, location=server_location)
session.create('JobComponent', {'job_id': job['id'], 'component_id': component['id']})

job["status"] = "done"
session.commit()
`
}

/** How to get each client. */
export const origins: Record<Client, string> = {
  callboard: 'Install this client with “pip install callboard”.',
  ftrack_api: 'The official ftrack client works unchanged.',
}
