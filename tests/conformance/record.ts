/**
 * Records what a real Zeebe 8.6.0 does with the scripts, into recordings/. Run it after a change of the scripts
 * (Java 21+): `npm run record` for all, `npm run record -- 'part of a name'…` for some.
 */
import { Broker } from './kit/broker';
import { runOnBroker } from './kit/on-broker';
import { compacted, readRecording, writeRecording, type Recording } from './kit/recording';
import { differences } from './kit/compare';
import { awaiting, scripts } from './scenarios';

function changed(name: string, recording: Recording): string {
  try {
    const { lifecycle, sets, stream, answers } = differences(compacted(recording), readRecording(name));
    const said = Object.entries({ lifecycle, sets, stream, answers }).filter(([, text]) => text !== '');
    return said.length === 0 ? 'as before' : `changed: ${said.map(([what]) => what).join(', ')}`;
  } catch {
    return 'new';
  }
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const chosen = [...scripts, ...awaiting].filter(
    ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  );
  const broker = await Broker.start();
  const began = Date.now();
  let failed = 0;
  for (const script of chosen) {
    try {
      const recording = await runOnBroker(broker, script);
      const how = changed(script.name, recording);
      writeRecording(script.name, recording);
      process.stdout.write(`${script.name}: ${recording.records.length} records, ${how}\n`);
    } catch (error) {
      failed += 1;
      process.stdout.write(`FAILED ${String(error)}\n`);
    }
  }
  process.stdout.write(`${chosen.length} scripts, ${failed} failed, ${Date.now() - began} ms\n`);
  await broker.stop();
  process.exit(failed === 0 ? 0 : 1);
}

void main();
