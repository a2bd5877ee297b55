/**
 * Records what a real Zeebe 8.6.0 makes of every decision case, into `zeebe-8.6.0.jsonl` beside this file. Run it after a
 * change of the cases (Java 21+):
 * npx esbuild tests/dmn/record.ts --bundle --platform=node --packages=external --outfile=dist/record-dmn.js
 * node dist/record-dmn.js tests/dmn/zeebe-8.6.0.jsonl
 */
import { writeFileSync } from 'node:fs';
import { startZeebe } from '../kit/zeebe';
import { connect, recordCase } from './gateway-case';
import { decisionCases } from './cases';

async function main(): Promise<void> {
  const [target] = process.argv.slice(2);
  if (target === undefined) throw new Error('Expected the file to write');
  const broker = await startZeebe();
  try {
    const gateway = connect(broker.address);
    const lines: string[] = [];
    for (const decisionCase of decisionCases)
      lines.push(JSON.stringify(await recordCase(gateway, decisionCase)));
    gateway.close();
    writeFileSync(target, `${lines.join('\n')}\n`);
    process.stdout.write(`${lines.length} cases\n`);
  } finally {
    await broker.stop();
  }
}

void main();
