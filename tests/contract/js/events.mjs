/** Publish, receive, reply to and target events: node events.mjs <topic> */
import { Event } from '@ftrack/api';
import { openSession, print } from './session.mjs';

const [topic] = process.argv.slice(2);
const session = await openSession({ autoConnectEventHub: true });
const { eventHub: hub } = session;
const received = [];
const updates = [];
hub.subscribe(`topic=${topic}`, (event) => {
  received.push([event.data.n, event.source.user.username, event.source.applicationId]);
  return { answer: event.data.n + 1 };
}, { id: `${topic}-listener` });
hub.subscribe('topic=ftrack.update', (event) => {
  updates.push(...event.data.entities.map((entity) => `${entity.action} ${entity.entity_type}`));
});
while (!hub.isConnected()) await new Promise((done) => setTimeout(done, 20));
await new Promise((done) => setTimeout(done, 200));
const reply = await hub.publishAndWaitForReply(new Event(topic, { n: 1 }), { timeout: 10 });
await hub.publish(new Event(topic, { n: 2 }, { target: 'id=nobody' }));
await hub.publish(new Event(topic, { n: 3 }, { target: `id=${topic}-listener` }));
await session.create('Job', { user_id: (await session.query('User limit 1')).data[0].id, status: 'running' });
for (let tries = 0; tries < 100 && !(received.length > 1 && updates.length); tries += 1) await new Promise((done) => setTimeout(done, 50));
print({ received, reply: reply.data, updates });
process.exit(0);
