/**
 * The embedded engine on a database, in a process that is made to be killed. First it checks what earlier processes
 * left and prints `checked <json>`; then it works on instances for ever, and prints each answer that it got as
 * `ack <kind> <what>`: stdout is a pipe, so a line that was written is not lost by a kill.
 * argv: the compiled program's folder, a file with the answers of earlier processes; DATABASE_URL or DATA_DIR.
 */
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const [, , dist, acknowledgedFile, seedText] = process.argv;
const require = createRequire(`${dist}/`);
const { openDatabase } = require('./src/store/open.js');
const { startEmbeddedEngine } = require('./src/loop/embedded-engine.js');
const { ResourceParser, parseStoredResources } = require('./src/loop/resources.js');
const { createClock } = require('./src/kit/clock.js');
const { Engine } = require('./src/engine/engine.js');

const CLIENTS = 12;
const HOUR = 3_600_000;
const quiet = () => undefined;
const logger = {
  info: quiet,
  warn: quiet,
  error: (details, text) => say(`error ${text} ${String(details.err)}`),
};

/** Returns when the pipe has the line, even when it was full. */
function say(line) {
  let rest = Buffer.from(`${line}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

const process_ = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">
<bpmn:message id="m" name="go"><bpmn:extensionElements><zeebe:subscription correlationKey="=id" /></bpmn:extensionElements></bpmn:message>
<bpmn:process id="load" isExecutable="true">
<bpmn:startEvent id="s" /><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="a" />
<bpmn:serviceTask id="a"><bpmn:extensionElements><zeebe:taskDefinition type="a" /><zeebe:ioMapping><zeebe:input source="=id" target="copy" /><zeebe:output source="=r" target="first" /></zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:sequenceFlow id="f2" sourceRef="a" targetRef="c" />
<bpmn:intermediateCatchEvent id="c"><bpmn:messageEventDefinition id="md" messageRef="m" /></bpmn:intermediateCatchEvent>
<bpmn:sequenceFlow id="f3" sourceRef="c" targetRef="b" />
<bpmn:serviceTask id="b"><bpmn:extensionElements><zeebe:taskDefinition type="b" /></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:boundaryEvent id="w" attachedToRef="b" cancelActivity="false"><bpmn:outgoing>f5</bpmn:outgoing><bpmn:timerEventDefinition id="td"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT0.02S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
<bpmn:sequenceFlow id="f4" sourceRef="b" targetRef="e" /><bpmn:sequenceFlow id="f5" sourceRef="w" targetRef="e" /><bpmn:endEvent id="e" />
</bpmn:process></bpmn:definitions>`;

/** Everything stored: rows of the state, and the records in order. */
async function stored(database) {
  const rows = [];
  // PostgreSQL may need a moment to see that the process before is gone.
  while (!(await database.engineStore.tryLock())) await new Promise((resolve) => setTimeout(resolve, 20));
  for await (const row of database.engineStore.load()) rows.push(row);
  await database.engineStore.unlock();
  const found = await database.knex('record').select('record').orderBy('position');
  const records = found.map(({ record }) => (typeof record === 'string' ? JSON.parse(record) : record));
  return { rows, records };
}

const COUNTED = /^(counter|pending-command)$/;

function dump(rows) {
  return new Map(
    rows
      .filter(({ family, value }) => value !== null && !COUNTED.test(family))
      .map(({ family, key, value }) => [`${family} ${key}`, canonical(JSON.parse(value))]),
  );
}

function canonical(value) {
  return JSON.stringify(value, (_name, entry) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([left], [right]) => (left < right ? -1 : 1)))
      : entry,
  );
}

/** The state that the records make, against the state that is stored. */
async function replayed({ rows, records }) {
  const loaded = new Engine();
  for (const row of rows) loaded.load(row);
  await parseStoredResources(loaded, new ResourceParser());
  const engine = new Engine(loaded.models);
  for (const { valueType, intent, key, value } of records)
    engine.replay({ valueType, intent, key: Number(key), value });
  const theirs = dump(rows);
  const ours = dump(engine.takeChanges());
  const names = new Set([...theirs.keys(), ...ours.keys()]);
  return [...names]
    .filter((name) => theirs.get(name) !== ours.get(name))
    .map((name) => `${name}: stored ${theirs.get(name)}, replayed ${ours.get(name)}`);
}

function problemsOf(records) {
  const problems = [];
  const once = new Set();
  const messages = new Set();
  let last = 0;
  for (const { position, valueType, intent, key, value } of records) {
    if (Number(position) <= last) problems.push(`position ${position} after ${last}`);
    last = Number(position);
    const what = `${valueType} ${intent} ${key}`;
    const isOnce =
      (valueType === 'PROCESS_INSTANCE' && intent !== 'SEQUENCE_FLOW_TAKEN') ||
      ['JOB', 'TIMER', 'MESSAGE', 'PROCESS_INSTANCE_CREATION', 'PROCESS_MESSAGE_SUBSCRIPTION'].includes(
        valueType,
      );
    if (isOnce && once.has(what)) problems.push(`${what} twice`);
    once.add(what);
    if (valueType === 'MESSAGE' && intent === 'PUBLISHED') {
      if (messages.has(value.messageId)) problems.push(`message ${value.messageId} published twice`);
      messages.add(value.messageId);
    }
  }
  return { problems, once, messages };
}

/** What was answered and is not there. */
function lost(acknowledged, { once, messages }) {
  const holds = {
    create: (key) => once.has(`PROCESS_INSTANCE ELEMENT_ACTIVATED ${key}`),
    complete: (key) => once.has(`JOB COMPLETED ${key}`),
    publish: (id) => messages.has(id),
  };
  return acknowledged.filter(([kind, what]) => !holds[kind](what)).map((ack) => `lost: ${ack.join(' ')}`);
}

async function check(database) {
  const everything = await stored(database);
  const acknowledged = readFileSync(acknowledgedFile, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('ack '))
    .map((line) => line.split(' ').slice(1));
  const found = problemsOf(everything.records);
  const problems = [...found.problems, ...lost(acknowledged, found), ...(await replayed(everything))];
  say(
    `checked ${JSON.stringify({ acknowledged: acknowledged.length, records: everything.records.length, rows: everything.rows.length, problems: problems.slice(0, 20) })}`,
  );
  return everything;
}

/** Jobs that wait, by type; each is taken once. */
class Jobs {
  waiting = { a: [], b: [] };
  wanting = { a: [], b: [] };

  add({ valueType, intent, key, value }) {
    if (valueType !== 'JOB' || intent !== 'CREATED') return;
    const taker = this.wanting[value.type].shift();
    if (taker) taker({ key: Number(key), value });
    else this.waiting[value.type].push({ key: Number(key), value });
  }

  take(type) {
    const job = this.waiting[type].shift();
    return job ? Promise.resolve(job) : new Promise((resolve) => this.wanting[type].push(resolve));
  }
}

async function work(engine, everything) {
  const jobs = new Jobs();
  engine.onRecords((records) => records.forEach((record) => jobs.add(record)));
  const done = new Set(
    everything.records
      .filter(({ valueType, intent }) => valueType === 'JOB' && intent !== 'CREATED')
      .map(({ key }) => String(key)),
  );
  const instances = new Map();
  for (const { valueType, key, value } of everything.records) {
    if (valueType === 'VARIABLE' && value.name === 'id')
      instances.set(String(value.processInstanceKey), JSON.parse(value.value));
    void key;
  }
  everything.records.filter(({ key }) => !done.has(String(key))).forEach((record) => jobs.add(record));
  const submit = async (valueType, intent, key, value) => {
    const answer = await engine.submit({ valueType, intent, key, value });
    return answer.kind === 'event' ? answer : undefined;
  };
  let made = 0;
  const create = async () => {
    for (;;) {
      const id = `${seedText}-${(made += 1)}`;
      const answer = await submit('PROCESS_INSTANCE_CREATION', 'CREATE', -1, {
        bpmnProcessId: 'load',
        version: -1,
        variables: { id },
      });
      const key = String(answer.value.processInstanceKey);
      instances.set(key, id);
      say(`ack create ${key}`);
    }
  };
  const complete = async (type) => {
    for (;;) {
      const { key, value } = await jobs.take(type);
      if (await submit('JOB', 'COMPLETE', key, { variables: { r: key } })) say(`ack complete ${key}`);
      // A client that does not know whether it was heard asks again.
      if (await submit('JOB', 'COMPLETE', key, { variables: { r: key } }))
        say(`error job ${key} completed twice`);
      if (type === 'b') continue;
      const messageId = instances.get(String(value.processInstanceKey));
      const message = {
        name: 'go',
        correlationKey: messageId,
        timeToLive: HOUR,
        messageId,
        variables: { got: true },
      };
      if (await submit('MESSAGE', 'PUBLISH', -1, message)) say(`ack publish ${messageId}`);
    }
  };
  const all = Array.from({ length: CLIENTS }, () => [create(), complete('a'), complete('b')]).flat();
  await Promise.all(all);
}

const database = await openDatabase({ databaseUrl: process.env.DATABASE_URL, dataDir: process.env.DATA_DIR });
await database.migrate();
const everything = await check(database);
const engine = await startEmbeddedEngine({ store: database.engineStore, clock: createClock(), logger });
while (engine.status().state !== 'PROCESSING') await new Promise((resolve) => setTimeout(resolve, 20));
const isDeployed = everything.records.some(({ valueType }) => valueType === 'PROCESS');
if (!isDeployed) {
  const resource = Buffer.from(process_).toString('base64');
  await engine.submit({
    valueType: 'DEPLOYMENT',
    intent: 'CREATE',
    key: -1,
    value: { resources: [{ resourceName: 'load.bpmn', resource }] },
  });
}
say('working');
await work(engine, everything);
