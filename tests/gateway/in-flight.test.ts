import { createInFlight } from '../../src/gateway/in-flight';

describe('requests under way', () => {
  test('should be bounded in bytes, and count no longer once answered', async () => {
    const inFlight = createInFlight(100);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = inFlight.run(
      { variables: 'x'.repeat(60), list: [{ bytes: Buffer.alloc(30) }] },
      () => held,
    );
    await expect(inFlight.run({ variables: 'x'.repeat(11) }, async () => 1)).rejects.toMatchObject({
      status: 'RESOURCE_EXHAUSTED',
    });
    expect(await inFlight.run({ variables: 'x'.repeat(10) }, async () => 2)).toBe(2);
    release();
    await first;
    expect(await inFlight.run({ variables: 'x'.repeat(100) }, async () => 3)).toBe(3);
  });

  test('should count no longer when the call failed', async () => {
    const inFlight = createInFlight(10);
    const fail = () => inFlight.run({ text: '0123456789' }, () => Promise.reject(new Error('no')));
    await expect(fail()).rejects.toThrow('no');
    await expect(fail()).rejects.toThrow('no');
  });
});
