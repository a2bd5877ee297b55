/** The loop that every background work of the program is. */
import { Service, type Round, type ServiceOptions } from '../../src/kit/service';

const HOUR = 3_600_000;

interface Warned {
  readonly retryInMillis: number;
}

describe('a service', () => {
  const running: Service[] = [];
  const warnings: Warned[] = [];
  const logger = { warn: (details: object) => void warnings.push(details as Warned) };

  function service(round: ServiceOptions['round'], options: Partial<ServiceOptions> = {}): Service {
    const made = new Service({
      round,
      pauses: { firstMillis: HOUR, longestMillis: 4 * HOUR },
      trouble: 'trouble',
      logger,
      ...options,
    });
    running.push(made);
    return made;
  }

  /** A round that ends when told to. */
  function gated(): { round: ServiceOptions['round']; begun: Round[]; end: (next?: number) => void } {
    const begun: Round[] = [];
    let end: (next?: number) => void = () => undefined;
    return {
      begun,
      end: (next) => end(next),
      round: (round) => {
        begun.push(round);
        return new Promise((resolve) => (end = resolve));
      },
    };
  }

  afterEach(async () => {
    warnings.length = 0;
    for (const one of running.splice(0)) await one.stop();
  });

  it('goes round until there is nothing more to do', async () => {
    const left = [0, 0, undefined];
    let rounds = 0;
    const one = service(() => Promise.resolve(left[rounds++]));
    one.start();
    await one.idle();
    expect(rounds).toBe(3);
  });

  it('goes round again when it is woken, once however often, also during a round', async () => {
    const { round, begun, end } = gated();
    const one = service(round);
    one.start();
    one.wake();
    one.wake();
    end();
    await new Promise(setImmediate);
    expect(begun).toHaveLength(2);
    end();
    await one.idle();
    expect(begun).toHaveLength(2);
  });

  it('goes round when its time has come', async () => {
    let rounds = 0;
    const one = service(() => Promise.resolve((rounds += 1) < 3 ? 1 : undefined));
    await new Promise<void>((resolve) => {
      const again = service(() => {
        if (rounds >= 3) resolve();
        return Promise.resolve(1);
      });
      one.start();
      again.start();
    });
    expect(rounds).toBe(3);
  });

  it('pauses after trouble, longer each time, with jitter; well again, it begins anew', async () => {
    const outcomes = ['trouble', 'trouble', 'trouble', 'trouble', 'well', 'trouble'];
    const one = service(() =>
      outcomes.shift() === 'well' ? Promise.resolve(undefined) : Promise.reject(new Error('away')),
    );
    for (let left = outcomes.length; left > 0; left -= 1) await one.runNow();
    const longest = [HOUR, 2 * HOUR, 4 * HOUR, 4 * HOUR, HOUR];
    expect(warnings).toHaveLength(longest.length);
    warnings.forEach(({ retryInMillis }, index) => {
      expect(retryInMillis).toBeLessThanOrEqual(longest[index] ?? 0);
      expect(retryInMillis).toBeGreaterThanOrEqual((longest[index] ?? 0) * 0.75);
    });
    expect(new Set(warnings.map(({ retryInMillis }) => retryInMillis)).size).toBeGreaterThan(3);
  });

  it('is not hurried by a wake while it pauses, but by runNow', async () => {
    let rounds = 0;
    const one = service(() => {
      rounds += 1;
      return Promise.reject(new Error('away'));
    });
    await one.runNow();
    one.wake();
    await new Promise(setImmediate);
    expect(rounds).toBe(1);
    await one.runNow();
    expect(rounds).toBe(2);
  });

  it('resolves runNow with a round that began after it', async () => {
    const { round, begun, end } = gated();
    const one = service(round);
    one.start();
    let isOver = false;
    const over = one.runNow().then(() => (isOver = true));
    end();
    await new Promise(setImmediate);
    expect([isOver, begun.length]).toEqual([false, 2]);
    end();
    await over;
  });

  it('stops after the round under way, which hears of it, and begins no other', async () => {
    const { round, begun, end } = gated();
    const one = service(round);
    one.start();
    const stopped = one.stop();
    expect(begun[0]?.isStopping()).toBe(true);
    one.wake();
    end(0);
    await stopped;
    await one.runNow();
    await one.idle();
    expect(begun).toHaveLength(1);
  });

  it('stops within its time though the round hangs', async () => {
    const { round } = gated();
    const one = service(round, { stopMillis: 1 });
    one.start();
    await one.stop();
  });

  it('starts again after a stop', async () => {
    let rounds = 0;
    const one = service(() => {
      rounds += 1;
      return Promise.resolve(undefined);
    });
    one.start();
    await one.stop();
    one.start();
    await one.idle();
    expect(rounds).toBe(2);
  });
});
