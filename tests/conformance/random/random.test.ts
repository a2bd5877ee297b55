/** Random processes, driven at random: whatever happens, the stored state and the records make the same engine. */
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
});
