/** Each script on the embedded engine and, recorded, on a Zeebe 8.6.0 broker: equal. */
import { TestEngine } from '../engine/kit/test-engine';
import { describeDifferences, differences } from './kit/compare';
import { runOnEngine } from './kit/on-engine';
import { compacted, readRecording } from './kit/recording';
import { awaiting, scripts } from './scenarios';

describe('as on a Zeebe broker:', () => {
  test.each(scripts)('$name', async (script) => {
    const engine = new TestEngine();
    const ours = compacted(await runOnEngine(script, engine));
    expect(describeDifferences(differences(readRecording(script.name), ours))).toBe('');
    expect(engine.leftovers()).toEqual([]);
    await engine.restart();
  });

  test('those that await elements which the engine does not run yet are recorded', () => {
    for (const { name } of awaiting) expect(readRecording(name).records.length).toBeGreaterThan(0);
  });

  test('each has a name of its own', () => {
    const names = [...scripts, ...awaiting].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
