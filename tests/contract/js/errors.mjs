/** The errors that the client raises: node errors.mjs loose|strict */
import { Session } from '@ftrack/api';
import { openSession, refusal, print } from './session.mjs';

// A refused session rejects promises that it does not return.
process.on('unhandledRejection', () => undefined);

const strictApi = process.argv[2] === 'strict';
const session = await openSession({ strictApi });
const stranger = new Session(process.env.FTRACK_SERVER, process.env.FTRACK_API_USER, 'wrong', { strictApi });
print({
  parse: await refusal(session.query('select stat from Job')),
  validation: await refusal(session.create('Job', { status: 'sleeping' })),
  missing: await refusal(session.update('Job', ['no-such-job'], { status: 'done' })),
  credentials: await refusal(stranger.initializing),
});
