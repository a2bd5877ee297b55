/** Leaves of random processes, and the events around activities. */
import {
  association,
  boundary,
  compensateEvent,
  element,
  end,
  errorEvent,
  escalationEvent,
  escape,
  flow,
  linkEvent,
  mappings,
  messageEvent,
  signalEvent,
  timerEvent,
} from '../../engine/kit/bpmn';
import { sequence, type Block } from './blocks';
import { ERROR_CODES, type Builder } from './process';

const single = (id: string, xml: string): Block => ({ xml, entry: id, exit: id });

/** Inputs and outputs; seldom one that raises an incident until `guard` is set. */
function randomMappings({ random }: Builder): string {
  if (random.chance(0.55)) return '';
  const input: Record<string, string> = {};
  const output: Record<string, string> = {};
  if (random.chance(0.6)) input['local'] = random.pick(['=n', '="text"', '=n + 1', '=missing', '=[n, flag]']);
  if (random.chance(0.3)) input['deep.er'] = random.pick(['=n', '={a: n, b: flag}', '=local']);
  if (random.chance(0.6)) output['out'] = random.pick(['=r', '=local', '=n * 2', '={k: r}', '="é"']);
  if (random.chance(0.2)) output['o.p'] = random.pick(['=n', '=out']);
  if (random.chance(0.07)) input['guarded'] = '=assert(guard, guard != null)';
  if (random.chance(0.07)) output['guarded'] = '=assert(guard, guard != null)';
  if (Object.keys(input).length + Object.keys(output).length === 0) return '';
  return mappings({ input, output });
}

/** Now and then, characteristics that make an activity repeat. */
function repetition({ random }: Builder): string {
  if (!random.chance(0.12)) return '';
  const collection = random.pick(['=items', '=[1, 2]', '=for i in 1..n return i']);
  const output = random.chance(0.5)
    ? `outputCollection="results" outputElement="${random.pick(['=r', '=item', '=loopCounter'])}"`
    : '';
  const until = random.chance(0.25)
    ? `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${random.pick(['=flag', '=numberOfCompletedInstances &gt;= 1'])}</bpmn:completionCondition>`
    : '';
  return (
    `<bpmn:multiInstanceLoopCharacteristics isSequential="${random.chance(0.5)}"><bpmn:extensionElements>` +
    `<zeebe:loopCharacteristics inputCollection="${collection}" inputElement="item" ${output} />` +
    `</bpmn:extensionElements>${until}</bpmn:multiInstanceLoopCharacteristics>`
  );
}

function jobTask(builder: Builder, kind: string): Block {
  const id = builder.newId('job');
  const definition = `<zeebe:taskDefinition type="${builder.id}_${id}" />${randomMappings(builder)}`;
  return single(id, element(kind, id, definition, repetition(builder)));
}

function scriptTask(builder: Builder): Block {
  const id = builder.newId('script');
  const expression = builder.random.pick([
    '=n + 1',
    '=[n, 1.5]',
    '="x" + string(n)',
    '=if flag then n else null',
  ]);
  const script = `<zeebe:script expression="${escape(expression)}" resultVariable="${builder.random.pick(['n', 'r', 'made'])}" />`;
  return single(id, element('scriptTask', id, script + randomMappings(builder)));
}

function receiveTask(builder: Builder): Block {
  const id = builder.newId('receive');
  const reference = builder.newMessage();
  return single(id, element('receiveTask', id, randomMappings(builder), '', `messageRef="${reference}"`));
}

function timer({ random }: Builder): string {
  return random.weighted([
    [4, timerEvent('timeDuration', 'PT1H')],
    [3, timerEvent('timeDuration', 'PT3H')],
    [2, timerEvent('timeDuration', '=duration("PT30M")')],
    [1, timerEvent('timeDate', '2020-01-01T00:00:00Z')],
  ]);
}

/** @param others events of the same gateway or activity: two may not wait for one signal */
function waitForSignal(builder: Builder, others: readonly string[]): string {
  const reference = builder.signal();
  const taken = others.some((xml) => xml.includes(`signalRef="${reference}"`));
  return taken ? timer(builder) : signalEvent(reference);
}

function waitForEscalation(builder: Builder, others: readonly string[]): string {
  const reference = `esc${builder.random.pick(ERROR_CODES)}`;
  const taken = others.some((xml) => xml.includes(`escalationRef="${reference}"`));
  return taken ? timer(builder) : escalationEvent(reference);
}

/** An intermediate catch event. */
export function catchEvent(builder: Builder, others: readonly string[] = []): Block {
  const id = builder.newId('catch');
  const definition = builder.random.weighted([
    [4, () => messageEvent(builder.newMessage())],
    [3, () => timer(builder)],
    [1.5, () => waitForSignal(builder, others)],
  ])();
  const outputs = builder.random.chance(0.3) ? mappings({ output: { caught: '=v' } }) : '';
  return single(id, element('intermediateCatchEvent', id, outputs, definition));
}

function plain(builder: Builder, kind: string, definition = ''): Block {
  const id = builder.newId('plain');
  const isThrow = kind === 'intermediateThrowEvent';
  return single(id, element(kind, id, isThrow ? '' : randomMappings(builder), definition));
}

function callActivity(builder: Builder): Block {
  builder.budget -= 1;
  const id = builder.newId('call');
  const child = builder.call();
  const { random } = builder;
  const propagation =
    (random.chance(0.3) ? 'propagateAllChildVariables="false" ' : '') +
    (random.chance(0.1) ? 'propagateAllParentVariables="false"' : '');
  const extensions = `<zeebe:calledElement processId="${child}" ${propagation} />${randomMappings(builder)}`;
  return single(id, element('callActivity', id, extensions, repetition(builder)));
}

export const activity = { call: callActivity, mappings: randomMappings, repetition } as const;

export function leaf(builder: Builder): Block {
  builder.budget -= 1;
  return builder.random.weighted<() => Block>([
    [10, () => jobTask(builder, 'serviceTask')],
    [2, () => userTask(builder)],
    [1, () => jobTask(builder, 'sendTask')],
    [1, () => jobTask(builder, 'businessRuleTask')],
    [2, () => scriptTask(builder)],
    [2, () => receiveTask(builder)],
    [3, () => catchEvent(builder)],
    [1, () => plain(builder, 'task')],
    [1, () => plain(builder, 'manualTask')],
    [1, () => plain(builder, 'intermediateThrowEvent')],
    [1, () => plain(builder, 'intermediateThrowEvent', signalEvent(builder.signal()))],
    [
      1,
      () =>
        plain(builder, 'intermediateThrowEvent', escalationEvent(`esc${builder.random.pick(ERROR_CODES)}`)),
    ],
    [1, () => plain(builder, 'intermediateThrowEvent', compensateEvent())],
    [1, () => link(builder)],
    [1.5, () => compensated(builder)],
  ])();
}

/** A throwing and a catching event, with nothing between them. */
function link(builder: Builder): Block {
  const entry = builder.newId('out');
  const exit = builder.newId('in');
  const xml =
    element('intermediateThrowEvent', entry, '', linkEvent(entry)) +
    element('intermediateCatchEvent', exit, '', linkEvent(entry));
  return { xml, entry, exit };
}

/** A task that a handler can undo. */
function compensated(builder: Builder): Block {
  const done = jobTask(builder, 'serviceTask');
  const event = builder.newId('undo');
  const handler = builder.newId('undoing');
  const definition = `<zeebe:taskDefinition type="${builder.id}_${handler}" />`;
  builder.associate(association(event, handler));
  return {
    ...done,
    xml:
      done.xml +
      boundary(event, done.entry, compensateEvent()) +
      element('serviceTask', handler, definition, '', 'isForCompensation="true"'),
  };
}

function userTask(builder: Builder): Block {
  const id = builder.newId('user');
  const groups = '<zeebe:assignmentDefinition candidateGroups="dsi, gs" />';
  return single(id, element('userTask', id, groups + randomMappings(builder)));
}

const WITH_EVENTS =
  /^<bpmn:(serviceTask|userTask|sendTask|businessRuleTask|receiveTask|subProcess|callActivity)/;

/** The block, perhaps with boundary events if it is an activity that waits. */
export function boundEvents(builder: Builder, block: Block, depth: number): Block {
  const { random } = builder;
  if (!WITH_EVENTS.test(block.xml) || !random.chance(0.35)) return block;
  const merge = builder.newId('merged');
  const count = random.weighted([
    [3, 1],
    [1, 2],
  ]);
  // Two error events of one activity need different codes.
  const codes = random.shuffled<string | undefined>([...ERROR_CODES.map((code) => `err${code}`), undefined]);
  const events: string[] = [];
  while (events.length < count) {
    events.push(boundaryEvent(builder, { host: block.entry, merge, depth, codes, others: [...events] }));
  }
  return {
    xml: block.xml + element('exclusiveGateway', merge) + flow(block.exit, merge) + events.join(''),
    entry: block.entry,
    exit: merge,
  };
}

interface Bound {
  readonly host: string;
  readonly merge: string;
  readonly depth: number;
  /** Errors not caught yet. */
  readonly codes: (string | undefined)[];
  readonly others: readonly string[];
}

function boundaryEvent(builder: Builder, { host, merge, depth, codes, others }: Bound): string {
  const { random } = builder;
  const id = builder.newId('bound');
  const [definition, mayRunBeside] = random.weighted<() => [string, boolean]>([
    [3, () => [timer(builder), true]],
    [3, () => [messageEvent(builder.newMessage()), true]],
    [4, () => [errorEvent(codes.pop()), false]],
    [
      host.startsWith('sub') || host.startsWith('call') ? 3 : 0,
      () => [waitForEscalation(builder, others), true],
    ],
    [1, () => [waitForSignal(builder, others), true]],
  ])();
  const interrupting = !mayRunBeside || random.chance(0.6);
  const event = boundary(id, host, definition, interrupting);
  const after = builder.budget > 0 && random.chance(0.6) ? sequence(builder, depth + 1) : undefined;
  const last = after?.exit ?? id;
  const path = (after?.xml ?? '') + (after === undefined ? '' : flow(id, after.entry));
  if (interrupting && random.chance(0.7)) return event + path + flow(last, merge);
  const endId = builder.newId('end');
  return event + path + end(endId) + flow(last, endId);
}

export function eventSubprocess(builder: Builder, depth: number): string {
  const { random } = builder;
  const id = builder.newId('aside');
  const startId = builder.newId('started');
  const [definition, mayRunBeside] = random.weighted<() => [string, boolean]>([
    [3, () => [timer(builder), true]],
    [3, () => [messageEvent(builder.newMessage()), true]],
    [3, () => [errorEvent(`err${random.pick(ERROR_CODES)}`), false]],
    [2, () => [escalationEvent(`esc${random.pick(ERROR_CODES)}`), true]],
    [1, () => [signalEvent(builder.signal()), true]],
  ])();
  const interrupting = !mayRunBeside || random.chance(0.5);
  const started = element('startEvent', startId, '', definition, `isInterrupting="${interrupting}"`);
  return element(
    'subProcess',
    id,
    '',
    builder.scoped(() => {
      const body = sequence(builder, depth + 1);
      const endId = builder.newId('end');
      return started + body.xml + end(endId) + flow(startId, body.entry) + flow(body.exit, endId);
    }),
    'triggeredByEvent="true"',
  );
}
