/**
 * The scenarios, and random processes of fresh seeds, on a real Zeebe and on the embedded engine: no difference.
 * CONFORMANCE_PART=4 takes every fourth scenario only; CONFORMANCE_SEEDS so many seeds, from CONFORMANCE_FIRST on.
 */
import { Broker } from '../conformance/kit/broker';
import { describeDifferences, differences } from '../conformance/kit/compare';
import { runOnBroker } from '../conformance/kit/on-broker';
import { runOnEngine } from '../conformance/kit/on-engine';
import { compacted } from '../conformance/kit/recording';
import { driveSeed, type Driven } from '../conformance/random/drive';
import { runSideBySide } from '../conformance/random/side-by-side';
import { scripts } from '../conformance/scenarios';

jest.setTimeout(600_000);

const PART = Number(process.env['CONFORMANCE_PART'] ?? 1);
const SEEDS = Number(process.env['CONFORMANCE_SEEDS'] ?? 100);
/** Other seeds every day, the same all day. */
const FIRST = Number(process.env['CONFORMANCE_FIRST'] ?? Math.floor(Date.now() / 86_400_000) * 1000);
const AT_ONCE = 50;

describe('a real Zeebe and the embedded engine do the same:', () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await Broker.start();
  });
  afterAll(() => broker.stop());

  test.each(scripts.filter((_script, index) => index % PART === 0))('$name', async (script) => {
    const theirs = compacted(await runOnBroker(broker, script));
    const ours = compacted(await runOnEngine(script));
    expect(describeDifferences(differences(theirs, ours))).toBe('');
  });

  const starts = Array.from({ length: Math.ceil(SEEDS / AT_ONCE) }, (_, index) => FIRST + index * AT_ONCE);
  test.each(starts)('random processes from seed %d on', async (first) => {
    const count = Math.min(AT_ONCE, FIRST + SEEDS - first);
    const driven: Driven[] = [];
    for (let seed = first; seed < first + count; seed += 1) driven.push(await driveSeed(seed));
    const theirs = await runSideBySide(broker, driven);
    const found = driven.map(({ seed, recording }, index) => {
      const their = theirs[index];
      if (their === undefined) throw new Error(`Expected a recording of seed ${seed}`);
      const text = describeDifferences(differences(compacted(their.recording), compacted(recording)));
      return { seed, stopped: their.stopped, text };
    });
    expect(found.filter(({ stopped, text }) => stopped !== undefined || text !== '')).toEqual([]);
  });
});
