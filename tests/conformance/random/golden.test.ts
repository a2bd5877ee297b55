/** Random scripts as a Zeebe 8.6.0 broker ran them, and the same scripts here: equal. */
import { TestEngine } from '../../engine/kit/test-engine';
import { describeDifferences, differences } from '../kit/compare';
import { runOnEngine } from '../kit/on-engine';
import { compacted } from '../kit/recording';
import { readGolden } from './golden';

describe('random processes as on a Zeebe broker:', () => {
  test.each(readGolden())('seed $seed', async ({ script, recording }) => {
    const engine = new TestEngine();
    const ours = compacted(await runOnEngine(script, engine));
    expect(describeDifferences(differences(recording, ours))).toBe('');
    expect(engine.leftovers()).toEqual([]);
    await engine.restart();
  });
});
