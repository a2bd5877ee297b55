/** Many scripts on one broker at once: step by step, so that time moves for all together. */
import type { Broker } from '../kit/broker';
import { BrokerRun } from '../kit/on-broker';
import type { Recording } from '../kit/recording';
import { located } from '../kit/steps';
import type { Driven } from './drive';
import { Owners } from './owners';

const AT_ONCE = 20;

export interface SideBySide {
  readonly seed: number;
  readonly recording: Recording;
  /** Why it could not be driven to its end: its engine had come somewhere else. */
  readonly stopped?: string;
}

interface Running {
  readonly driven: Driven;
  readonly run: BrokerRun;
  stopped?: string;
}

export async function runSideBySide(broker: Broker, all: readonly Driven[]): Promise<SideBySide[]> {
  await broker.settle();
  const owners = new Owners(broker.records);
  const running: Running[] = all.map((driven) => ({
    driven,
    run: new BrokerRun(broker, () => owners.recordsOf(driven.seed)),
  }));
  const longest = Math.max(...all.map(({ script }) => script.steps.length));
  for (let index = 0; index < longest; index += 1) {
    const going = running.filter(
      ({ driven, stopped }) => stopped === undefined && index < driven.script.steps.length,
    );
    const [first] = going;
    if (first?.driven.script.steps[index]?.do === 'advance') await stepOf(first, index);
    else await inParts(going, (one) => stepOf(one, index));
    await broker.settle();
  }
  return running.map(({ driven, run, stopped }) => ({
    seed: driven.seed,
    recording: run.recording(),
    ...(stopped !== undefined && { stopped }),
  }));
}

/** Not all at once: the broker would have to keep too many waiting. */
async function inParts<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += AT_ONCE) {
    await Promise.all(all.slice(from, from + AT_ONCE).map(run));
  }
}

async function stepOf(one: Running, index: number): Promise<void> {
  const { script } = one.driven;
  const step = script.steps[index];
  if (step === undefined) return;
  try {
    await located(script, index, () => one.run.step(step, index));
  } catch (error) {
    one.stopped = error instanceof Error ? error.message : String(error);
    // Not to stay on the broker, where its timers would go on.
    await one.run.step({ do: 'cancel', root: true }, index).catch(() => undefined);
  }
}
