/**
 * Limits how often passwords are tried. An attempt is counted before its password is verified and given back when it
 * was right: however many arrive at once, no more wrong ones are verified than the limit says. What comes beyond waits
 * until those under way are known to be right or wrong.
 *
 * Nobody is locked out by what others do: an address with many failures leaves each name fewer tries there, a name
 * that is attacked from everywhere is refused only at addresses from which it never signed in.
 */
import { isIPv6 } from 'node:net';
import { DomainError } from '../errors/catalogue';
import type { Bucket } from './buckets';
import { Buckets } from './buckets';

const minute = 60_000;
const KNOWN_MILLIS = 30 * 24 * 60 * minute;
const MAX_KNOWN = 20_000;

export interface AttemptLimits {
  /** Failures of one name at one address before it has to wait; one more is allowed with each `perName`th of 15 minutes. */
  readonly perName: number;
  /** The same where the address has failed `perCaller` times, whatever the names. */
  readonly perNameAtBusyCaller: number;
  readonly perCaller: number;
  /** Failures of one name at all addresses; one more is allowed each minute. */
  readonly perNameEverywhere: number;
}

export const defaultLimits: AttemptLimits = {
  perName: 10,
  perNameAtBusyCaller: 3,
  perCaller: 100,
  perNameEverywhere: 50,
};

/** IPv6 networks give a customer 2^64 addresses: they count as one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

function tooMany(waitMillis: number): DomainError {
  const seconds = Math.max(1, Math.ceil(waitMillis / 1000));
  const wait = seconds < 60 ? `${String(seconds)} s` : `${String(Math.ceil(seconds / 60))} min`;
  return new DomainError(
    'TOO_MANY_ATTEMPTS',
    `Trop d’essais de connexion ont échoué. Attendez ${wait}, puis réessayez.`,
    { retryAfter: seconds },
  );
}

export class SignInLimits {
  private readonly atCaller: Buckets;
  private readonly ofCaller: Buckets;
  private readonly everywhere: Buckets;
  /** Where a name has signed in → until when that counts. */
  private readonly known = new Map<string, number>();
  private readonly limits: AttemptLimits;

  constructor(
    private readonly now: () => number,
    limits: Partial<AttemptLimits> = {},
  ) {
    this.limits = { ...defaultLimits, ...limits };
    const window = 15 * minute;
    this.atCaller = new Buckets(now, window / this.limits.perName);
    this.ofCaller = new Buckets(now, window / this.limits.perCaller);
    this.everywhere = new Buckets(now, minute);
  }

  /** `verify` resolves to null for a wrong password. Throws TOO_MANY_ATTEMPTS instead of calling it. */
  async attempt<T>(address: string, typedName: string, verify: () => Promise<T | null>): Promise<T | null> {
    const caller = networkOf(address);
    const name = typedName.toLowerCase().slice(0, 200);
    const pair = `${caller} ${name}`;
    const busy = this.ofCaller.of(caller);
    const places: [Bucket, () => number][] = [[this.atCaller.of(pair), () => this.perName(busy)]];
    if ((this.known.get(pair) ?? 0) <= this.now()) {
      places.push([this.everywhere.of(name), () => this.limits.perNameEverywhere]);
    }
    const taken = await this.takePlaces(places);
    // Not right until it is known to be: an attempt whose verification breaks counts.
    let right = false;
    try {
      const found = await verify();
      right = found !== null;
      return found;
    } finally {
      for (const bucket of taken) bucket.end(right);
      if (right) this.remember(pair);
      else busy.add();
    }
  }

  private perName(busy: Bucket): number {
    return busy.hasRoom(this.limits.perCaller) ? this.limits.perName : this.limits.perNameAtBusyCaller;
  }

  /** A place in each bucket, or none. */
  private async takePlaces(places: readonly [Bucket, () => number][]): Promise<readonly Bucket[]> {
    for (;;) {
      const full = places.find(([bucket, limit]) => !bucket.hasRoom(limit()));
      if (full !== undefined) throw tooMany(full[0].waitMillis(full[1]()));
      const crowded = places.find(([bucket, limit]) => !bucket.hasPlace(limit()));
      if (crowded === undefined) break;
      await crowded[0].changed();
    }
    return places.map(([bucket]) => {
      bucket.begin();
      return bucket;
    });
  }

  private remember(pair: string): void {
    this.known.delete(pair);
    this.known.set(pair, this.now() + KNOWN_MILLIS);
    const oldest = this.known.keys().next().value;
    if (this.known.size > MAX_KNOWN && oldest !== undefined) this.known.delete(oldest);
  }
}
