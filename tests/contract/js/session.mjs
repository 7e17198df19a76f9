/** Open a session with the server in the environment, and print the results of a program. */
import { Session } from '@ftrack/api';

export async function openSession(options = {}) {
  const { FTRACK_SERVER, FTRACK_API_USER, FTRACK_API_KEY } = process.env;
  const session = new Session(FTRACK_SERVER, FTRACK_API_USER, FTRACK_API_KEY, { autoConnectEventHub: false, ...options });
  await session.initializing;
  return session;
}

export function print(value) {
  process.stdout.write(JSON.stringify(value));
}

export async function refusal(promise) {
  try {
    return { answered: await promise };
  } catch (error) {
    return { name: error.name, message: error.message, errorCode: error.errorCode ?? null };
  }
}
