/** A small production created with the JavaScript client: node production.mjs <name> <file> */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expression, operation, projectSchema } from '@ftrack/api';
import './browser-globals.mjs';
import { openSession, refusal, print } from './session.mjs';

const [name, path] = process.argv.slice(2);
const session = await openSession({ strictApi: true });
const results = {};

async function one(text) {
  const { data } = await session.query(text);
  return data[0];
}

// Session
results.version = (await session.getServerInformation()).version;
results.keys = session.getPrimaryKeyAttributes('Metadata');
results.schema = session.getSchema('Task').id;

// Create, in one batch, and by ensure
const schema = await one('select id from ProjectSchema where name is "VFX Scheme"');
const kind = await one('select id from Type where name is "Compositing"');
const project = (await session.create('Project', { name, full_name: `${name} in full`, project_schema_id: schema.id })).data;
const [shot, spare] = (
  await session.call([
    operation.create('Shot', { id: crypto.randomUUID(), name: 'sh010', parent_id: project.id }),
    operation.create('Shot', { name: 'sh020', parent_id: project.id }),
  ])
).map((result) => result.data);
const work = (await session.create('Task', { name: 'comp', parent_id: shot.id, type_id: kind.id, bid: 7200 })).data;
const ensured = await session.ensure('Shot', { name: 'sh010', parent_id: project.id, description: 'Ensured' }, ['name', 'parent_id']);
results.ensured = ensured.id === shot.id;
results.statuses = (await projectSchema.getStatuses(session, schema.id, 'Task', kind.id)).map((status) => status.name);
const offered = await session.query('select status_id, __permissions.status_id from Task limit 1');
results.offered = offered.data[0].__permissions.status_id.__options.includes(offered.data[0].status_id);

// Queries: projections, relations, escaping, pages, times
const rows = await session.query(
  expression`select name, parent.name, status.state.short, link from TypedContext where project_id is "${project.id}" order by name`,
);
results.rows = rows.data.map((row) => [row.__entity_type__, row.name, row.parent.name]);
results.link = rows.data[0].link.map((item) => item.type);
const pages = await session.query(`select name from Shot where project_id is "${project.id}" order by name limit 1`);
results.page = [pages.data.map((row) => row.name), pages.metadata.next];
const dated = await openSession({ decodeDatesAsIso: true });
results.created = typeof (await dated.query(`select created_at from Project where id is "${project.id}"`)).data[0].created_at;

// Update and delete
results.updated = (await session.update('Task', [work.id], { name: 'renamed', bid: 60 })).data.name;
results.stored = (await one(`select name, bid from Task where id is "${work.id}"`)).bid;
await session.delete('Shot', [spare.id]);
results.deleted = (await session.query(`Shot where id is "${spare.id}"`)).data;

// Custom attributes and metadata
const configuration = await one('select id from CustomAttributeConfiguration where key is "fstart" and entity_type is "task"');
await session.update('ContextCustomAttributeValue', [configuration.id, shot.id], { value: 1001 });
const attributes = await one(`select custom_attributes from Shot where id is "${shot.id}"`);
results.attribute = attributes.custom_attributes.find((each) => each.key === 'fstart').value;
results.found = (await session.query(`Shot where custom_attributes any (key is "fstart" and value is 1001) and id is "${shot.id}"`)).data.length;
await session.create('Metadata', { parent_id: shot.id, parent_type: 'Shot', key: 'camera', value: 'A' });
results.metadata = (await one(`select metadata from Shot where id is "${shot.id}"`)).metadata.map(({ key, value }) => [key, value]);

// Upload, publish
const file = new File([await readFile(path)], basename(path));
const [{ data: component }] = await session.createComponent(file, { data: { name: 'main' } });
const asset = (await session.create('Asset', { name: 'main', context_id: shot.id })).data;
const version = (await session.create('AssetVersion', { asset_id: asset.id, task_id: work.id })).data;
await session.update('FileComponent', [component.id], { version_id: version.id });
await session.update('AssetVersion', [version.id], { thumbnail_id: component.id });
results.published = (await one(`select version, components.name from AssetVersion where id is "${version.id}"`)).components.map((each) => each.name);
results.url = session.getComponentUrl(component.id);
results.thumbnail = session.thumbnailUrl(component.id, { size: 100 });

// Errors
results.errors = {
  syntax: await refusal(session.query('select nothing from Task')),
  validation: await refusal(session.create('Task', { name: 'nowhere' })),
  duplicate: await refusal(session.create('Project', { name, full_name: name, project_schema_id: schema.id })),
};
print(results);
