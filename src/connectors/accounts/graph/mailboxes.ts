/** Mail accounts and licences in Microsoft 365. Each operation looks before it acts. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { checkOf, type Connector, type ConnectorCheck, type ReadVariable } from '../../../kit/connector';
import { AccountError, refused } from '../error';
import { markOf, type AccountJob } from '../job';
import { NameBook, NameKind } from '../name-book';
import { candidateNames, noNameLeft, oneLine, readPersonName } from '../naming';
import { groupsOfProfile } from '../profiles';
import { createGraphClient, type GraphClient } from './client';
import { GraphError } from './errors';
import type { GraphSettings, Licence, LicenceKind } from './settings';

export interface NewMailbox {
  readonly fullName: string;
  /** Number of the agent. */
  readonly employeeId: string;
  readonly phone: string | undefined;
  /** Null: an earlier attempt has handed it on already. */
  readonly password: string | null;
}

export interface MadeMailbox {
  readonly address: string;
  /** False: the agent had it before; its password is unknown here. */
  readonly isNew: boolean;
}

/** All but `check` throw `AccountError`. */
export interface Mailboxes extends Connector {
  create(job: AccountJob, mailbox: NewMailbox): Promise<MadeMailbox>;
  /** Asks for another at the next sign-in. */
  resetPassword(address: string, password: string): Promise<void>;
  /** Whether the settings have such a licence. */
  hasLicence(kind: LicenceKind): boolean;
  /** `address`: of the account, or the mail that it has. */
  assignLicence(
    kind: LicenceKind,
    address: string,
  ): Promise<{ readonly account: string; readonly licence: string }>;
  /** Throws unless the settings know the profile. */
  checkProfile(profile: string): void;
  /** The groups of the profile, and none of another's. */
  giveProfile(address: string, profile: string): Promise<{ readonly account: string }>;
}

export interface MailboxParts {
  readonly settings: GraphSettings;
  readonly read: ReadVariable;
  readonly knex: Knex;
  readonly clock: () => Date;
}

const user = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  displayName: z.string().nullish(),
  usageLocation: z.string().nullish(),
  onPremisesExtensionAttributes: z.record(z.string(), z.unknown()).nullish(),
});
type User = z.output<typeof user>;
const memberGroups = z.object({ value: z.array(z.string()) });
const heldLicence = z.object({ skuId: z.string() });
const subscribedSku = z.object({
  skuId: z.string(),
  consumedUnits: z.number(),
  prepaidUnits: z.object({ enabled: z.number() }),
});

const fields = 'id,userPrincipalName,displayName,usageLocation,onPremisesExtensionAttributes';

/** A text of an OData filter. */
const odata = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const sameName = (one: string | null | undefined, other: string): boolean =>
  oneLine(one ?? '').localeCompare(other, 'fr', { sensitivity: 'base' }) === 0;

export function createMailboxes({ settings, read, knex, clock }: MailboxParts): Mailboxes {
  const graph: GraphClient = createGraphClient({ settings, read, clock });
  const names = new NameBook(knex, clock);
  const markKey = `extensionAttribute${settings.markAttribute}`;

  async function byAddress(address: string): Promise<User | null> {
    const plain = oneLine(address);
    if (plain === '') return null;
    const found = await graph.find(`/users/${encodeURIComponent(plain)}?$select=${fields}`);
    return found === null ? null : user.parse(found);
  }

  async function filtered(filter: string): Promise<readonly User[]> {
    const items = await graph.list(`/users?$filter=${encodeURIComponent(filter)}&$select=${fields}`);
    return items.map((item) => user.parse(item));
  }

  const isMarked = ({ onPremisesExtensionAttributes: attributes }: User, job: AccountJob): boolean =>
    attributes?.[markKey] === markOf(job);

  /** The agent's own account that another made; throws when the number is somebody else's. */
  async function before(employeeId: string, fullName: string): Promise<User | undefined> {
    const [found] = await filtered(`employeeId eq ${odata(employeeId)}`);
    if (found === undefined || sameName(found.displayName, fullName)) return found;
    throw refused(
      `Le matricule ${employeeId} est celui de « ${oneLine(found.displayName ?? '')} » dans Microsoft 365, ` +
        `et non de « ${fullName} ». Corrigez les références du dossier, puis relancez l’étape.`,
    );
  }

  async function chooseAddress(
    job: AccountJob,
    fullName: string,
    without: ReadonlySet<string>,
  ): Promise<string> {
    const chosen = await names.chosen(NameKind.MAILBOX, job);
    if (chosen !== null) return chosen;
    const person = readPersonName(fullName, settings.nameOrder);
    for (const name of candidateNames(person, { rules: settings.names, longest: 64 })) {
      const address = `${name}@${settings.domain}`;
      if (without.has(address) || (await byAddress(address)) !== null) continue;
      if (await names.choose(NameKind.MAILBOX, address, job)) return address;
    }
    throw noNameLeft(person.full);
  }

  /** Whether the address is the job's account now; false: somebody else's. */
  async function made(job: AccountJob, address: string, mailbox: NewMailbox): Promise<boolean> {
    const found = await byAddress(address);
    if (found !== null) return isMarked(found, job);
    if (mailbox.password === null) {
      throw refused(
        `Le compte ${address} que ce programme avait créé a disparu de Microsoft 365. ` +
          'L’administrateur doit dire pourquoi avant que la demande soit refaite.',
      );
    }
    const person = readPersonName(mailbox.fullName, settings.nameOrder);
    const phone = oneLine(mailbox.phone ?? '').slice(0, 64);
    try {
      await graph.post('/users', {
        accountEnabled: true,
        displayName: person.full,
        ...(person.first !== '' && { givenName: person.first.slice(0, 64) }),
        surname: person.last.slice(0, 64),
        mailNickname: address.slice(0, address.indexOf('@')),
        userPrincipalName: address,
        employeeId: oneLine(mailbox.employeeId).slice(0, 16),
        ...(phone !== '' && { mobilePhone: phone }),
        usageLocation: settings.usageLocation,
        onPremisesExtensionAttributes: { [markKey]: markOf(job) },
        passwordProfile: { password: mailbox.password, forceChangePasswordNextSignIn: true },
      });
      return true;
    } catch (error) {
      if (!isConflict(error)) throw error;
      const now = await byAddress(address);
      return now !== null && isMarked(now, job);
    }
  }

  async function create(job: AccountJob, mailbox: NewMailbox): Promise<MadeMailbox> {
    const { full } = readPersonName(mailbox.fullName, settings.nameOrder);
    if ((await names.chosen(NameKind.MAILBOX, job)) === null) {
      const known = await before(oneLine(mailbox.employeeId), full);
      if (known !== undefined) return { address: known.userPrincipalName, isNew: false };
    }
    const refusedNames = new Set<string>();
    for (;;) {
      const address = await chooseAddress(job, mailbox.fullName, refusedNames);
      if (await made(job, address, mailbox)) return { address, isNew: true };
      await names.giveUp(NameKind.MAILBOX, job);
      refusedNames.add(address);
    }
  }

  async function resetPassword(address: string, password: string): Promise<void> {
    const found = await byAddress(address);
    if (found === null) throw refused(`Microsoft 365 n’a plus de compte « ${oneLine(address)} ».`);
    await graph.patch(`/users/${encodeURIComponent(found.id)}`, {
      passwordProfile: { password, forceChangePasswordNextSignIn: true },
    });
  }

  function licenceOf(kind: LicenceKind): Licence {
    const licence = settings.licences[kind];
    if (licence !== undefined) return licence;
    throw new Error(`Expected the licence "${kind}" in the settings, but it is not there`);
  }

  async function holder(address: string): Promise<User> {
    const direct = await byAddress(address);
    const mail = oneLine(address);
    // An empty one would be that of every account without mail.
    const [found] = direct === null && mail !== '' ? await filtered(`mail eq ${odata(mail)}`) : [direct];
    if (found != null) return found;
    throw refused(
      `Microsoft 365 n’a aucun compte « ${oneLine(address)} ». Faites d’abord créer le compte de messagerie ` +
        '(procédure E), ou corrigez l’adresse du dossier, puis relancez l’étape.',
    );
  }

  async function assignLicence(kind: LicenceKind, address: string) {
    const { skuId, name } = licenceOf(kind);
    const { id, userPrincipalName, usageLocation } = await holder(address);
    const path = `/users/${encodeURIComponent(id)}`;
    const held = (await graph.list(`${path}/licenseDetails`)).map((one) => heldLicence.parse(one));
    if (!held.some((one) => one.skuId.toLowerCase() === skuId.toLowerCase())) {
      if (usageLocation == null || usageLocation === '') {
        await graph.patch(path, { usageLocation: settings.usageLocation });
      }
      try {
        await graph.post(`${path}/assignLicense`, {
          addLicenses: [{ skuId, disabledPlans: [] }],
          removeLicenses: [],
        });
      } catch (error) {
        if (!isExhausted(error)) throw error;
        throw refused(
          `Il ne reste aucune licence « ${name} » à attribuer. Libérez-en une ou achetez-en, puis relancez l’étape.`,
          error,
        );
      }
    }
    return { account: userPrincipalName, licence: name };
  }

  const groupsOf = (profile: string) => groupsOfProfile(settings.profiles, profile);

  async function giveProfile(address: string, profile: string) {
    const wanted = groupsOf(profile);
    const groups = [...new Set(Object.values(settings.profiles).flat())];
    const { id, userPrincipalName } = await holder(address);
    const answer = await graph.post(`/users/${encodeURIComponent(id)}/checkMemberGroups`, {
      groupIds: groups,
    });
    const held = memberGroups.parse(answer).value;
    for (const group of groups) {
      const path = `/groups/${encodeURIComponent(group)}/members`;
      if (wanted.includes(group) && !held.includes(group)) {
        await graph.post(`${path}/$ref`, { '@odata.id': `${settings.graphUrl}/directoryObjects/${id}` });
      }
      if (!wanted.includes(group) && held.includes(group)) {
        await graph.remove(`${path}/${encodeURIComponent(id)}/$ref`);
      }
    }
    return { account: userPrincipalName };
  }

  async function check(): Promise<ConnectorCheck> {
    try {
      await graph.list('/users?$top=1&$select=id');
      const skus = (await graph.list('/subscribedSkus')).map((one) => subscribedSku.parse(one));
      const problems = Object.values(settings.licences).flatMap(({ name, skuId }) => {
        const found = skus.find((one) => one.skuId.toLowerCase() === skuId.toLowerCase());
        if (found === undefined) return [`La licence « ${name} » (${skuId}) n’est pas de ce locataire.`];
        return found.consumedUnits < found.prepaidUnits.enabled
          ? []
          : [`Il ne reste aucune licence « ${name} ».`];
      });
      return checkOf(problems, 'Microsoft 365 répond, accepte l’application et a les licences.');
    } catch (error) {
      if (error instanceof AccountError) return checkOf([error.message], '');
      throw error;
    }
  }

  return {
    name: 'mailboxes',
    jobTypes: ['create-mailbox', 'assign-licence', 'grant-decision-access'],
    create,
    resetPassword,
    hasLicence: (kind) => settings.licences[kind] !== undefined,
    assignLicence,
    checkProfile: (profile) => void groupsOf(profile),
    giveProfile,
    check,
  };
}

/** An object with the same name is there already. */
const isConflict = (error: unknown): boolean =>
  error instanceof GraphError &&
  (error.refusal.status === 409 ||
    (error.refusal.status === 400 &&
      (error.refusal.details.includes('ObjectConflict') ||
        /another object with the same value/iu.test(error.refusal.message))));

const isExhausted = (error: unknown): boolean =>
  error instanceof GraphError &&
  error.refusal.status === 400 &&
  (error.refusal.details.includes('LicenseLimitExceeded') ||
    /available licenses/iu.test(error.refusal.message));
