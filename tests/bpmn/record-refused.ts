/**
 * Records what a real Zeebe 8.6.0 says of the files in fixtures/refused, into the text beside each (Java 21+):
 * npx esbuild tests/bpmn/record-refused.ts --bundle --platform=node --packages=external --outfile=dist/record-refused.js
 * node dist/record-refused.js tests/bpmn/fixtures/refused [part of a name…]
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openRawClient } from '../gateway/raw-client';
import { startZeebe } from '../kit/zeebe';

const PREFIX = 'encountered the following errors:\n';

async function main(): Promise<void> {
  const [folder = '', ...wanted] = process.argv.slice(2);
  const files = readdirSync(folder).filter(
    (file) => file.endsWith('.bpmn') && (wanted.length === 0 || wanted.some((part) => file.includes(part))),
  );
  const broker = await startZeebe();
  const client = openRawClient(broker.address);
  try {
    for (const name of files) {
      const content = readFileSync(path.join(folder, name));
      const { status, details } = await client.call('DeployResource', { resources: [{ name, content }] });
      const begin = details.indexOf(PREFIX);
      if (status === 'OK' || begin === -1)
        process.stdout.write(`${name}: expected a refusal, but ${status} ${details}\n`);
      else
        writeFileSync(path.join(folder, name.replace(/bpmn$/, 'txt')), details.slice(begin + PREFIX.length));
    }
  } finally {
    client.close();
    await broker.stop();
  }
}

void main();
