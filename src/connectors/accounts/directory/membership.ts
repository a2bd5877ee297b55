/** Groups of an account: brought to what the settings say, wherever the account was before. */
import {
  Attribute,
  Change,
  escapeFilter,
  NoSuchAttributeError,
  TypeOrValueExistsError,
  AlreadyExistsError,
  type Client,
} from 'ldapts';
import { findEntries } from './session';
import { byName } from '../naming';
import { accountGroups, accountPlaces, plainDn, type AccountSettings } from './settings';

const member = (dn: string): Attribute => new Attribute({ type: 'member', values: [dn] });

async function isMember(client: Client, group: string, dn: string): Promise<boolean> {
  return (await findEntries(client, group, escapeFilter`(member=${dn})`, ['cn'], 'base')).length > 0;
}

async function add(client: Client, group: string, dn: string): Promise<void> {
  try {
    await client.modify(group, new Change({ operation: 'add', modification: member(dn) }));
  } catch (error) {
    if (!(error instanceof TypeOrValueExistsError || error instanceof AlreadyExistsError)) throw error;
  }
}

async function remove(client: Client, group: string, dn: string): Promise<void> {
  try {
    await client.modify(group, new Change({ operation: 'delete', modification: member(dn) }));
  } catch (error) {
    if (!(error instanceof NoSuchAttributeError)) throw error;
  }
}

/**
 * `profile` given: its groups and those of every account, and none of another profile's; null: the groups stay, at the
 * account's place of now. Some directories do not follow a member that moves: what is left of it is taken away.
 */
export async function settleGroups(
  client: Client,
  settings: AccountSettings,
  dn: string,
  profile: string | null,
): Promise<void> {
  const rdn = dn.slice(0, dn.length - parentOf(dn).length - 1);
  const elsewhere = accountPlaces(settings)
    .map((place) => `${rdn},${place}`)
    .filter((other) => plainDn(other) !== plainDn(dn));
  const ofProfile = profile === null ? null : (byName(settings.profiles, profile) ?? []);
  const wanted = ofProfile === null ? null : new Set([...settings.groups, ...ofProfile].map(plainDn));
  for (const group of accountGroups(settings)) {
    const here = await isMember(client, group, dn);
    const left: string[] = [];
    for (const other of elsewhere) if (await isMember(client, group, other)) left.push(other);
    const keep = wanted?.has(plainDn(group)) ?? (here || left.length > 0);
    if (keep && !here) await add(client, group, dn);
    for (const other of left) await remove(client, group, other);
    if (!keep && here) await remove(client, group, dn);
  }
}

/** The entry's place: what follows its first comma that is not escaped. */
export function parentOf(dn: string): string {
  const first = /^(?:[^,\\]|\\.)*,/u.exec(dn)?.[0] ?? dn;
  return dn.slice(first.length);
}
