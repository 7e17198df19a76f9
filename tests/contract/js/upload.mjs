/** Upload a file with the client's uploader: node upload.mjs <file> */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { requests } from './browser-globals.mjs';
import { openSession, print } from './session.mjs';

const session = await openSession();
const [path] = process.argv.slice(2);
const progress = [];
const file = new File([await readFile(path)], basename(path));
const [{ data: component }, { data: registration }] = await session.createComponent(file, { onProgress: (percent) => progress.push(percent) });
print({ url: session.getComponentUrl(component.id), location: registration.location_id, progress, requests });
