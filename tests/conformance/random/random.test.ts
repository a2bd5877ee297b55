/** Random processes, driven at random: whatever happens, the stored state and the records make the same engine. */
import { TestEngine } from '../../engine/kit/test-engine';
import { differences } from '../kit/compare';
import { EngineRun } from '../kit/on-engine';
import { compacted } from '../kit/recording';
import { driveSeed } from './drive';

const SEEDS = Number(process.env['RANDOM_SEEDS'] ?? 60);
const FIRST = Number(process.env['RANDOM_FIRST'] ?? 1);

describe('random processes', () => {
  const seeds = Array.from({ length: SEEDS }, (_, index) => FIRST + index);

  test.each(seeds)('seed %d runs to its end, and is the same after a restart', async (seed) => {
    const { engine } = await driveSeed(seed);
    await engine.restart();
    expect(engine.isIdle()).toBe(true);
  });

  test.each(seeds.slice(0, Math.ceil(SEEDS / 3)))(
    'seed %d: a restart after any step changes nothing',
    async (seed) => {
      const { script, recording } = await driveSeed(seed);
      const engine = new TestEngine();
      const run = new EngineRun(engine);
      for (const [index, step] of script.steps.entries()) {
        await run.step(step, index);
        await engine.restart();
      }
      expect(differences(compacted(recording), compacted(run.recording())).stream).toBe('');
    },
  );
});
