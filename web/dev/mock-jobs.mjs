/** The jobs of the mock server: every state, and two that move. */
import { randomUUID } from 'node:crypto'

const traceback = `Traceback (most recent call last):
  File "/pipeline/publish/render.py", line 212, in publish
    plates = collect(shot)
  File "/pipeline/publish/collect.py", line 58, in collect
    raise MissingPlate(f"no plate for {shot}")
publish.errors.MissingPlate: no plate for sh0420
`
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19)
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGNkYPjPwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==', 'base64')
const csv = ['shot,frames,status,notes', ...Array.from({ length: 400 }, (_, row) => `sh${String(row * 10).padStart(4, '0')},${1001 + row},${row % 3 ? 'approved' : 'pending'},"line ${row}, quoted"`)].join('\n')

function job(world, values) {
  const made = { id: randomUUID(), type: 'api_job', status: 'running', user_id: 'u-admin', data: null, created_at: ago(1), finished_at: null, job_components: [], ...values }
  world.jobs.set(made.id, made)
  return made.id
}

const described = (description, more = {}) => JSON.stringify({ description, ...more })

export function startJobs(world) {
  const report = job(world, { id: 'report', status: 'done', data: described('Daily report for Monday'), created_at: ago(190), finished_at: ago(188) })
  world.attach(report, 'daily_report', '.csv', Buffer.from(csv), 'text/plain')
  const bundle = job(world, { id: 'bundle', status: 'done', data: described('Delivery package DRG_0420 to client'), created_at: ago(70), finished_at: ago(61) })
  world.attach(bundle, 'manifest', '.json', Buffer.from(JSON.stringify({ package: 'DRG_0420', shots: [{ name: 'sh0010', frames: [1001, 1096], ok: true }, { name: 'sh0020', frames: [1001, 1120], ok: null }] })), 'text/plain')
  world.attach(bundle, 'contact_sheet', '.png', png, 'image/png')
  world.attach(bundle, 'shots', '.csv', Buffer.from(csv), 'text/plain')
  world.attach(bundle, 'transfer', '.log', Buffer.from(Array.from({ length: 30000 }, (_, line) => `[${line}] copied file_${line}.exr`).join('\n')), 'text/plain')
  const failed = job(world, { id: 'failed', status: 'failed', data: described('Publish of sh0420 failed: no plate was found for the shot, so nothing has been written to the delivery folder', { traceback }), created_at: ago(32), finished_at: ago(30) })
  world.attach(failed, 'traceback', '.txt', Buffer.from(traceback), 'text/plain')
  job(world, { status: 'failed', user_id: 'u-mia', id: 'odd', data: 'not JSON at all {', created_at: ago(3000), finished_at: ago(2999) })
  job(world, { status: 'queued', data: described('Encode 12 movies for review'), created_at: ago(2) })
  job(world, { status: 'running', user_id: 'u-mia', data: described('Sync to site Copenhagen'), created_at: ago(45) })
  job(world, { status: 'done', data: null, created_at: ago(5000), finished_at: ago(4998) })
  for (let index = 0; index < 320; index += 1) job(world, { status: index % 9 === 4 ? 'failed' : 'done', user_id: index % 3 ? 'u-admin' : 'u-mia', data: described(`Nightly conform of reel ${index + 1}`), created_at: ago(6000 + index * 300), finished_at: ago(5990 + index * 300) })
  const moving = job(world, { id: 'moving', data: described('Transfer components (0 of 200)') })
  const unknown = job(world, { data: described('Building the contact sheet') })
  let step = 0
  setInterval(() => {
    step = (step + 1) % 201
    world.updateJob(moving, { data: described(`Transfer components (${step} of 200)`) })
    if (step % 30 === 0) world.updateJob(unknown, { data: described(`Building the contact sheet, row ${step / 30}`) })
  }, 300)
}
