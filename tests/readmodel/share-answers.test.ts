import { shareAnswers } from '../../src/readmodel/share-answers';

test('the same question is asked once while its answer is fresh; a failure is asked again', async () => {
  const asked: string[] = [];
  const ask = shareAnswers(async ({ what }: { what: string; now: number }) => {
    asked.push(what);
    if (what === 'wrong' && asked.length < 5) throw new Error('no');
    return `${what} ${String(asked.length)}`;
  }, 1000);
  const [first, second] = await Promise.all([ask({ what: 'a', now: 0 }), ask({ what: 'a', now: 900 })]);
  expect([first, second]).toEqual(['a 1', 'a 1']);
  expect(await ask({ what: 'b', now: 900 })).toBe('b 2');
  expect(await ask({ what: 'a', now: 1000 })).toBe('a 3');
  await expect(ask({ what: 'wrong', now: 1000 })).rejects.toThrow('no');
  expect(await ask({ what: 'wrong', now: 1001 })).toBe('wrong 5');
  expect(await ask({ what: 'a', now: 500 })).toBe('a 6');
});
