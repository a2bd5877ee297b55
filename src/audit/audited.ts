/** Notes what is done through a capability, without the capability knowing. */
import { DomainError } from '../errors/catalogue';
import type { AuditLog } from './audit-log';
import { asking } from './asking';
import { AuditOutcome, type NewAuditEntry } from './entry';

/** `actor`: where it is not who asks. */
export type Noted = Partial<Omit<NewAuditEntry, 'action'>>;

/** Who acts when nobody asked. */
const PROGRAM = 'logigramme';

/** For each method that is noted: its action, and what to note of its arguments and answer (null: nothing). */
export type Notes<Capability> = {
  readonly [Method in keyof Capability]?: Capability[Method] extends (
    ...args: infer Args
  ) => Promise<infer Result>
    ? readonly [action: string, note: (args: Args, result: Awaited<Result> | undefined) => Noted | null]
    : never;
};

type Method = (...args: unknown[]) => Promise<unknown>;
type Note = readonly [string, (args: unknown[], result: unknown) => Noted | null];

const outcomeOf = (error: unknown): AuditOutcome =>
  error instanceof DomainError && error.status < 500 ? AuditOutcome.REFUSED : AuditOutcome.FAILED;

function noting(work: Method, [action, note]: Note, log: Pick<AuditLog, 'append'>): Method {
  async function append(args: unknown[], result: unknown, outcome: AuditOutcome): Promise<void> {
    const noted = note(args, result);
    if (noted === null) return;
    const who = asking();
    const details = { ...noted.details, ...(who !== undefined && { address: who.address }) };
    await log.append({ outcome, actor: who?.actor ?? PROGRAM, ...noted, action, details });
  }
  return async (...args) => {
    let result: unknown;
    try {
      result = await work(...args);
    } catch (error) {
      await append(args, undefined, outcomeOf(error));
      throw error;
    }
    await append(args, result, AuditOutcome.DONE);
    return result;
  };
}

/** The same capability; whoever asked is answered when the entry is kept. */
export function audited<Capability extends object>(
  capability: Capability,
  notes: Notes<Capability>,
  log: Pick<AuditLog, 'append'>,
): Capability {
  const wrapped = new Map<PropertyKey, unknown>();
  for (const [name, note] of Object.entries(notes)) {
    const work: unknown = Reflect.get(capability, name, capability);
    if (typeof work === 'function')
      wrapped.set(name, noting((work as Method).bind(capability), note as Note, log));
  }
  return new Proxy(capability, {
    get(target, name) {
      if (wrapped.has(name)) return wrapped.get(name);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as Method).bind(target) : value;
    },
  });
}
