/** docs/workers.md: one row a worker, from its definition and the procedures of processes/. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../config/root';
import { fieldsOf, type JsonSchema, type WorkerContract } from './described';
import { jobStepsOfFolder } from '../../procedures/asks';

/** Job type → folder → ids of the steps. */
async function usesByType(): Promise<Map<string, Map<string, string[]>>> {
  const found = new Map<string, Map<string, string[]>>();
  const processes = path.join(projectRoot, 'processes');
  for (const folder of readdirSync(processes).sort()) {
    for (const { jobType, elementId } of await jobStepsOfFolder(path.join(processes, folder))) {
      const folders = found.get(jobType) ?? new Map<string, string[]>();
      found.set(jobType, folders.set(folder, [...(folders.get(folder) ?? []), elementId]));
    }
  }
  return found;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ') || '–';

function fieldCell(schema: JsonSchema): string {
  const fields = fieldsOf(schema).map(({ name, kinds, choices, required }) => {
    const kind =
      choices.length > 0 ? choices.map((choice) => `« ${choice} »`).join(', ') : kinds.join(' or ');
    return `\`${name}\`${required ? '' : '?'}: ${kind}`;
  });
  return cell(fields.join('; '));
}

function limitOf(seconds: number): string {
  if (seconds < 3600) return `${seconds} s`;
  return seconds < 86_400 ? `${seconds / 3600} h` : `${seconds / 86_400} d`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export async function workersMarkdown(contracts: readonly WorkerContract[]): Promise<string> {
  const uses = await usesByType();
  const rows = contracts.map((contract) => {
    const folders = [...(uses.get(contract.jobType) ?? [])];
    const where = folders.map(([folder, steps]) => `${folder} (${[...new Set(steps)].join(', ')})`);
    return row([
      `\`${contract.jobType}\``,
      cell(contract.description),
      fieldCell(contract.input),
      fieldCell(contract.output),
      cell(contract.errors.map(({ code, description }) => `\`${code}\`: ${description}`).join(' ')),
      contract.connector === null ? '–' : `\`${contract.connector}\``,
      limitOf(contract.timeLimitSeconds),
      contract.connector === null && contract.written ? 'never' : 'without its connector',
      cell(where.join('; ')),
    ]);
  });
  const head = [
    'job type',
    'does',
    'inputs',
    'outputs',
    'BPMN errors',
    'connector',
    'time limit',
    'by hand',
    'used by',
  ];
  return `# Workers

Made by \`npm run contracts\` from the definitions in \`workers/\` and the procedures in \`processes/\`; a test checks that it is current. The same contracts as JSON schemas: \`npm run -s contracts -- json\`, or \`GET /api/v1/worker-contracts\` of a running program. A \`?\` marks what may be absent. How to write one: \`docs/writing-a-worker.md\`.

${row(head)}
${row(head.map(() => '---'))}
${rows.join('\n')}
`;
}
