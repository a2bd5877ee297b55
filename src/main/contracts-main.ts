/** `npm run contracts`: writes docs/workers.md; `npm run -s contracts -- json` prints the contracts as JSON schemas. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../config/root';
import { contractOf } from '../workers/contracts/contracts';
import { workersMarkdown } from '../workers/contracts/contracts-text';
import { findWorkers } from '../workers/host/registry';

async function main(): Promise<void> {
  const contracts = findWorkers().map(contractOf);
  if (process.argv[2] === 'json') {
    process.stdout.write(`${JSON.stringify(contracts, null, 2)}\n`);
    return;
  }
  writeFileSync(path.join(projectRoot, 'docs', 'workers.md'), await workersMarkdown(contracts));
  process.stdout.write(`docs/workers.md: ${contracts.length} workers\n`);
}

void main();
