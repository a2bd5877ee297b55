/** The blocks of random processes. */
import {
  compensateEvent,
  element,
  end,
  errorEvent,
  escalationEvent,
  flow,
  mappings,
  signalEvent,
  start,
  terminateEvent,
} from '../../engine/kit/bpmn';
import { activity, boundEvents, catchEvent, eventSubprocess, leaf } from './activities';
import { ERROR_CODES, type Builder } from './process';

export interface Block {
  readonly xml: string;
  readonly entry: string;
  readonly exit: string;
}

const DEEPEST = 3;

/** Conditions on the variables that the driver writes; now and then one that is null. */
function condition({ random }: Builder): string {
  return random.weighted([
    [6, '=n > 2'],
    [6, '=flag'],
    [4, '=n < 4'],
    [2, '=r != null'],
    [1, '=absent > 1'],
  ]);
}

/** Start, blocks, end, and perhaps event subprocesses. */
export function scope(builder: Builder, depth: number): string {
  return builder.scoped(() => flowOf(builder, depth));
}

function flowOf(builder: Builder, depth: number): string {
  const { random } = builder;
  const startId = builder.newId('start');
  const body = sequence(builder, depth);
  const endId = builder.newId('end');
  const aside = random.chance(depth === 0 ? 0.25 : 0.15) && builder.budget > 0;
  return (
    start(startId) +
    body.xml +
    endEvent(builder, endId, depth) +
    flow(startId, body.entry) +
    flow(body.exit, endId) +
    (aside ? eventSubprocess(builder, depth) : '')
  );
}

function endEvent({ random }: Builder, id: string, depth: number): string {
  return random.weighted([
    [16, () => end(id)],
    [2, () => element('endEvent', id, '', terminateEvent)],
    [depth > 0 ? 3 : 0.5, () => element('endEvent', id, '', errorEvent(`err${random.pick(ERROR_CODES)}`))],
    [1, () => element('endEvent', id, '', signalEvent('sig1'))],
    [1, () => element('endEvent', id, '', escalationEvent(`esc${random.pick(ERROR_CODES)}`))],
    [1, () => element('endEvent', id, '', compensateEvent())],
    [1, () => element('endEvent', id, mappings({ output: { ended: '=n' } }))],
  ])();
}

export function sequence(builder: Builder, depth: number): Block {
  const count = 1 + builder.random.below(3);
  const blocks = [block(builder, depth)];
  while (blocks.length < count && builder.budget > 0) blocks.push(block(builder, depth));
  return blocks.reduce((left, right) => ({
    xml: left.xml + right.xml + flow(left.exit, right.entry),
    entry: left.entry,
    exit: right.exit,
  }));
}

function block(builder: Builder, depth: number): Block {
  const { random } = builder;
  if (depth >= DEEPEST || builder.budget <= 1) return boundEvents(builder, leaf(builder), depth);
  return random.weighted<() => Block>([
    [9, () => boundEvents(builder, leaf(builder), depth)],
    [3, () => split(builder, depth, 'exclusiveGateway')],
    [3, () => split(builder, depth, 'parallelGateway')],
    [2, () => split(builder, depth, 'inclusiveGateway')],
    [2, () => eventBased(builder, depth)],
    [1.5, () => loop(builder, depth)],
    [4, () => boundEvents(builder, subprocess(builder, depth), depth)],
    [builder.mayCall ? 2 : 0, () => boundEvents(builder, activity.call(builder), depth)],
  ])();
}

type Split = 'exclusiveGateway' | 'parallelGateway' | 'inclusiveGateway';

function split(builder: Builder, depth: number, type: Split): Block {
  const { random } = builder;
  const fork = builder.newId('fork');
  const join = builder.newId('join');
  const branches = Array.from({ length: 2 + random.below(2) }, () => sequence(builder, depth + 1));
  const defaultFlow = builder.newId('default');
  const conditional = type !== 'parallelGateway';
  const flows = branches.map((branch, index) => {
    if (conditional && index === 0) return flow(fork, branch.entry, undefined, defaultFlow);
    return flow(fork, branch.entry, conditional ? condition(builder) : undefined);
  });
  // Not of inclusive blocks: whether a join still waits would then hang on paths that no token can take.
  const ends = type === 'exclusiveGateway' && random.chance(0.2);
  const joins = branches.map((branch, index) => {
    if (!ends || index === 0) return flow(branch.exit, join);
    const endId = builder.newId('end');
    return endEvent(builder, endId, depth) + flow(branch.exit, endId);
  });
  return {
    xml:
      element(type, fork, '', '', conditional ? `default="${defaultFlow}"` : '') +
      element(type, join) +
      branches.map(({ xml }) => xml).join('') +
      random.shuffled(flows).join('') +
      random.shuffled(joins).join(''),
    entry: fork,
    exit: join,
  };
}

function eventBased(builder: Builder, depth: number): Block {
  const gateway = builder.newId('events');
  const join = builder.newId('join');
  const count = 2 + builder.random.below(2);
  const events: Block[] = [];
  while (events.length < count) {
    events.push(
      catchEvent(
        builder,
        events.map(({ xml }) => xml),
      ),
    );
  }
  const parts = events.map((event) => {
    if (builder.random.chance(0.5)) return event.xml + flow(gateway, event.entry) + flow(event.exit, join);
    const after = sequence(builder, depth + 1);
    return (
      event.xml +
      after.xml +
      flow(gateway, event.entry) +
      flow(event.exit, after.entry) +
      flow(after.exit, join)
    );
  });
  return {
    xml: element('eventBasedGateway', gateway) + element('exclusiveGateway', join) + parts.join(''),
    entry: gateway,
    exit: join,
  };
}

/** Twice or three times through the body. */
function loop(builder: Builder, depth: number): Block {
  const merge = builder.newId('merge');
  const count = builder.newId('count');
  const again = builder.newId('again');
  const onward = builder.newId('onward');
  const body = sequence(builder, depth + 1);
  const times = 2 + builder.random.below(2);
  const expression = `=if ${count} = null then 1 else ${count} + 1`;
  return {
    xml:
      element('exclusiveGateway', merge) +
      body.xml +
      element('scriptTask', count, `<zeebe:script expression="${expression}" resultVariable="${count}" />`) +
      element('exclusiveGateway', again, '', '', `default="${onward}"`) +
      element('task', `${onward}_t`) +
      flow(merge, body.entry) +
      flow(body.exit, count) +
      flow(count, again) +
      flow(again, merge, `=${count} < ${times}`) +
      flow(again, `${onward}_t`, undefined, onward),
    entry: merge,
    exit: `${onward}_t`,
  };
}

function subprocess(builder: Builder, depth: number): Block {
  const id = builder.newId('sub');
  const inner = scope(builder, depth + 1);
  return {
    xml: element('subProcess', id, activity.mappings(builder), activity.repetition(builder) + inner),
    entry: id,
    exit: id,
  };
}
