/** The contracts as data: what docs/workers.md, the page and workers written elsewhere read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createAutomates } from '../../src/connectors/automates';
import { fieldsOf, usesIn } from '../../src/connectors/contract';
import { projectRoot } from '../../src/config/root';
import { contractOf } from '../../workers/host/contracts';
import { workersMarkdown } from '../../workers/host/contracts-text';
import { findWorkers } from '../../workers/host/registry';

const contracts = findWorkers().map(contractOf);
const contractOfType = (type: string) => {
  const found = contracts.find(({ jobType }) => jobType === type);
  if (found === undefined) throw new Error(`Expected a worker of type ${type}, but there is none`);
  return found;
};

test('docs/workers.md is current: run `npm run contracts`', () => {
  expect(readFileSync(path.join(projectRoot, 'docs/workers.md'), 'utf8')).toBe(workersMarkdown(contracts));
});

test('a contract tells fields, errors, time limit and connector', () => {
  const reserve = contractOfType('reserve-stock');
  expect(fieldsOf(reserve.input)).toMatchObject([
    { name: 'article', kinds: ['text'], required: true },
    { name: 'quantite', kinds: ['integer'], required: true },
  ]);
  expect(fieldsOf(reserve.output)).toMatchObject([{ name: 'reservationId', kinds: ['id'] }]);
  expect(reserve).toMatchObject({
    errors: [{ code: 'STOCK_INSUFFISANT' }],
    timeLimitSeconds: 60,
    connector: null,
    written: true,
  });
  expect(contractOfType('http-call')).toMatchObject({ connector: 'http', timeLimitSeconds: 310 });
  expect(fieldsOf(contractOfType('copy-backup').output)[0]).toMatchObject({
    kinds: ['list'],
    choices: expect.arrayContaining(['Bande magnétique']),
  });
});

const xml = (body: string) =>
  `<?xml version="1.0"?><bpmn:definitions><bpmn:process id="p">${body}</bpmn:process></bpmn:definitions>`;

test.each([
  [
    'a task, its name on two lines',
    xml(
      '<bpmn:serviceTask id="t" name="Réserver&#10;le &quot;matériel&quot;"><bpmn:documentation>x</bpmn:documentation><bpmn:extensionElements><zeebe:taskDefinition retries="5" type="reserve-stock" /></bpmn:extensionElements></bpmn:serviceTask>',
    ),
    [{ jobType: 'reserve-stock', elementId: 't', step: 'Réserver le "matériel"' }],
  ],
  [
    'an event without a name, after a task without a job type',
    xml(
      '<bpmn:userTask id="u" name="Lire" /><bpmn:endEvent id="e"><zeebe:taskDefinition type="send-mail" /></bpmn:endEvent>',
    ),
    [{ jobType: 'send-mail', elementId: 'e', step: 'e' }],
  ],
  [
    'another prefix',
    '<definitions><sendTask name="N" id="s"><ns0:taskDefinition type="a"/></sendTask></definitions>',
    [{ jobType: 'a', elementId: 's', step: 'N' }],
  ],
  ['nothing', '', []],
])('the uses in %s', (_, text, uses) => {
  expect(usesIn(text)).toEqual(uses);
});

describe('the list of workers', () => {
  const seen = (jobType: string, seenSecondsAgo: number) => ({
    jobType,
    host: 'srv',
    pid: 12,
    seenSecondsAgo,
    inHand: 0,
    done: 4,
    failed: 0,
  });
  let read = 0;
  const automates = createAutomates({
    contracts: ['archive', 'send-mail', 'run-backup', 'check-stock'].map(contractOfType),
    connections: [
      { jobType: 'archive', automatic: true, connector: null },
      { jobType: 'run-backup', automatic: false, connector: null },
    ],
    life: async () => ({
      processes: [seen('archive', 3), seen('archive', 40), seen('send-mail', 17)],
      waiting: [
        { jobType: 'archive', count: 2 },
        { jobType: 'send-mail', count: 1 },
        { jobType: 'run-backup', count: 5 },
        { jobType: 'calcul-taxe', count: 7 },
      ],
    }),
    procedures: async () => [{ key: '1', name: 'Essai', letter: 'E' }],
    xmlOf: async () => {
      read += 1;
      return xml(
        '<bpmn:serviceTask id="t" name="Archiver"><zeebe:taskDefinition type="archive" /></bpmn:serviceTask>',
      );
    },
  });

  it('warns of what waits without a worker that lives, of types it does not know too, not of what people do', async () => {
    const list = await automates.list();
    expect(list.map(({ jobType, waiting, missing }) => [jobType, waiting, missing])).toEqual([
      ['archive', 2, false],
      ['send-mail', 1, true],
      ['run-backup', 5, false],
      ['check-stock', 0, false],
      ['calcul-taxe', 7, true],
    ]);
    expect(list[0]?.processes.map(({ alive }) => alive)).toEqual([true, false]);
    expect(list[4]).toMatchObject({ contract: null, byHand: false });
  });

  it('tells the steps of each, and reads a deployed version once', async () => {
    const [archive] = await automates.list();
    expect(archive?.uses).toMatchObject([{ step: 'Archiver', procedure: { letter: 'E' } }]);
    expect(read).toBe(1);
  });
});
