/** The main use case as a JavaScript program: node story.mjs <file> */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import './browser-globals.mjs';
import { openSession, print } from './session.mjs';

const session = await openSession();
const [path] = process.argv.slice(2);
const user = (await session.query(`select id from User where username is "${session.apiUser}"`)).data[0];

const job = (
  await session.create('Job', { user_id: user.id, status: 'running', data: JSON.stringify({ description: 'My custom job description.' }) })
).data;
const one = async (attributes) => (await session.query(`select ${attributes} from Job where id is "${job.id}"`)).data[0];

const reported = [];
for (const number of [3, 104, 200]) {
  await session.update('Job', [job.id], { data: JSON.stringify({ description: `Transfer components (${number} of 200)` }) });
  reported.push((await one('data')).data);
}

const file = new File([await readFile(path)], basename(path));
const [{ data: component }] = await session.createComponent(file);
await session.create('JobComponent', { component_id: component.id, job_id: job.id });
const unfinished = (await one('finished_at')).finished_at;
await session.update('Job', [job.id], { status: 'done' });

const finished = await one('status, created_at, finished_at, job_components.url, job_components.component.name, job_components.component.file_type, job_components.component.size');
const files = finished.job_components.map(({ component }) => component);
print({
  job: job.id,
  reported,
  unfinished,
  status: finished.status,
  created_at: finished.created_at.toISOString(),
  finished_at: finished.finished_at.toISOString(),
  urls: files.map(({ id }) => session.getComponentUrl(id)),
  own_urls: finished.job_components.map(({ url }) => url.url),
  files: files.map(({ name, file_type, size }) => [name, file_type, size]),
});
