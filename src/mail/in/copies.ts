/** Who must be in copy of a mail that starts a procedure, and who is. */
import type { Account } from '../../identity/account';
import type { RequiredCopy, StartAddress } from './sources/settings';

export interface CheckedCopies {
  /** Name of the copy → the address that stands for it. */
  readonly present: Readonly<Record<string, string>>;
  /** Names, with the address where there is one to give. */
  readonly missing: readonly string[];
}

const lower = (address: string): string => address.trim().toLowerCase();

const addressesOf = (accounts: readonly Account[]): string[] =>
  accounts.flatMap(({ email }) => (email === null ? [] : [lower(email)]));

export interface Correspondents {
  readonly accounts: readonly Account[];
  /** Of its members, and the one by which the whole group is reached. */
  readonly groupAddresses: (group: string) => Promise<readonly string[]>;
}

/** Addresses that may stand for the copy; null when nobody has recorded any. */
async function accepted(
  copy: RequiredCopy,
  sender: Account,
  { accounts, groupAddresses }: Correspondents,
): Promise<readonly string[] | null> {
  if (copy.addresses !== undefined) return copy.addresses;
  const found =
    copy.group === undefined
      ? addressesOf(accounts.filter(({ name }) => name === sender.superior))
      : (await groupAddresses(copy.group)).map(lower);
  return found.length === 0 ? null : found;
}

/** A superior whom nobody recorded is whoever else is in copy: somebody known, if there is one. */
function stranger(
  { address }: StartAddress,
  sender: Account,
  recipients: readonly string[],
  taken: ReadonlySet<string>,
  accounts: readonly Account[],
): string | undefined {
  const others = recipients.filter(
    (one) => one !== address && !taken.has(one) && one !== lower(sender.email ?? ''),
  );
  const known = new Set(addressesOf(accounts));
  return others.find((one) => known.has(one)) ?? others[0];
}

export async function checkCopies(
  start: StartAddress,
  sender: Account,
  recipients: readonly string[],
  known: Correspondents,
): Promise<CheckedCopies> {
  const wanted = await Promise.all(
    start.copies.map(async (copy) => ({ copy, addresses: await accepted(copy, sender, known) })),
  );
  const taken = new Set(wanted.flatMap(({ addresses }) => addresses ?? []));
  const present: Record<string, string> = {};
  const missing: string[] = [];
  for (const { copy, addresses } of wanted) {
    const found =
      addresses === null && copy.superior === true
        ? stranger(start, sender, recipients, taken, known.accounts)
        : (addresses ?? []).find((one) => recipients.includes(one));
    if (found !== undefined) present[copy.name] = found;
    else missing.push(addresses?.[0] === undefined ? copy.name : `${copy.name} (${addresses[0]})`);
  }
  return { present, missing };
}
