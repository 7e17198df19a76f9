/** Search for a name: node search.mjs <name> */
import { openSession, print } from './session.mjs';

const [name] = process.argv.slice(2);
const home = crypto.randomUUID(); // the names of parents are searched too, so this one must not match
const session = await openSession();
const schema = (await session.query('select id from ProjectSchema where name is "VFX Scheme"')).data[0];
const { data: project } = await session.create('Project', { name: home, full_name: home, project_schema_id: schema.id });
const { data: shot } = await session.create('Shot', { name: `${name} forest`, parent_id: project.id });
await session.create('Shot', { name: 'elsewhere', parent_id: project.id });
const all = await session.search({ expression: 'select name from Shot', entityType: 'Shot', terms: [name] });
const inside = await session.search({ expression: 'select name from Shot', entityType: 'Shot', terms: ['forest'], contextId: project.id });
const none = await session.search({ expression: 'select name from Shot', entityType: 'Shot', terms: [name, 'nowhere'] });
print({ expected: shot.id, all: all.data.map((row) => row.id), inside: inside.data.map((row) => row.id), none: none.data });
