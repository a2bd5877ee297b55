/** The key `annuaire` of the connectors file: a directory by LDAP. */
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { nameRule, NAME_ORDERS } from '../naming';
import { environmentVariable } from '../variable';

export const DirectoryKind = { ACTIVE_DIRECTORY: 'active-directory', OPENLDAP: 'openldap' } as const;

/** `cn=…,ou=…,dc=…` without quotes or line ends; special characters of a value are escaped by a backslash. */
const dn = z
  .string()
  .max(500)
  .regex(
    /^\s*[A-Za-z][A-Za-z0-9-]*\s*=(?:[^,\\"\p{Cc}]|\\.)+(?:,\s*[A-Za-z][A-Za-z0-9-]*\s*=(?:[^,\\"\p{Cc}]|\\.)+)*$/u,
    'un nom distinctif est attendu, par exemple ou=Agents,dc=douanes,dc=ci',
  );

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

const address = z.string().superRefine((text, context) => {
  if (URL.canParse(text) && /^ldaps?:$/u.test(new URL(text).protocol) && new URL(text).hostname !== '')
    return;
  context.addIssue('une adresse ldaps://serveur est attendue');
});

const accounts = z.strictObject({
  /** Where accounts are made when their service has no place of its own. */
  ou: dn,
  /** Place of the accounts of a service, by its name as requests write it, without regard to case. */
  services: z.record(z.string().trim().min(1), dn).default({}),
  /** Where deactivated accounts go; absent: they stay where they are. */
  disabledOu: dn.optional(),
  /** Tried in order, then the first with 2, 3, … */
  names: z
    .array(nameRule(['prenom', 'nom'], /^[a-z0-9.-]*$/u))
    .min(1)
    .default(['{{prenom.0}}{{nom}}', '{{prenom}}.{{nom}}']),
  nameOrder: z.enum(NAME_ORDERS).default('prenom nom'),
  longestName: z.int().min(4).max(64).default(20),
  /** Groups of every account that is made. */
  groups: z.array(dn).default([]),
  /** Groups of a profile, by its name as requests write it, without regard to case. */
  profiles: z.record(z.string().trim().min(1), z.array(dn).min(1)).default({}),
});

const workstations = z.strictObject({
  /** Where a workstation is joined, before it moves to its site. */
  ou: dn,
  name: nameRule(['site', 'numero'], /^[A-Za-z0-9-]*$/u).default('{{site}}-{{numero}}'),
  digits: z.int().min(1).max(8).default(4),
  /** By the site's name as requests write it, without regard to case. */
  sites: z
    .record(
      z.string().trim().min(1),
      z.strictObject({
        /** Part of names. */
        code: z
          .string()
          .regex(
            /^[A-Z0-9][A-Z0-9-]{0,11}$/u,
            'des capitales, chiffres et tirets sont attendus, par exemple ABJ-PORT',
          ),
        ou: dn,
      }),
    )
    .default({}),
});

/** Lower-case parts, `,` alone between them: for comparing. */
export const plainDn = (text: string): string =>
  text
    .replace(/\s*([,=])\s*/gu, '$1')
    .trim()
    .toLowerCase();

export const directorySettings = z
  .strictObject({
    kind: z.enum(DirectoryKind),
    url: address,
    /** Of ldap://: encrypt before anything else is said. */
    startTls: z.boolean().default(false),
    /** PEM of the authority that signed the server's certificate; absent: the machine's authorities. */
    caFile: z
      .string()
      .refine((text) => path.isAbsolute(text) && !text.includes('\0'), 'un chemin absolu est attendu')
      .optional(),
    bindDn: dn,
    passwordFrom: environmentVariable('ANNUAIRE_PASSWORD'),
    baseDn: dn,
    /** DNS name of the domain. */
    domain: z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u, 'un nom de domaine est attendu'),
    /** Text attribute that carries the job's mark. */
    markAttribute: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]*$/u)
      .default('description'),
    timeoutSeconds: z.number().positive().max(50).default(10),
    accounts: accounts.optional(),
    workstations: workstations.optional(),
  })
  .superRefine((settings, context) => {
    const { url, startTls, baseDn, accounts: people, workstations: machines } = settings;
    if (URL.canParse(url)) {
      const { protocol, hostname } = new URL(url);
      if (protocol === 'ldap:' && !startTls && !isLoopback(hostname.replace(/^\[|\]$/gu, ''))) {
        context.addIssue({
          code: 'custom',
          path: ['url'],
          message: 'sans chiffrement, seule cette machine est permise : écrivez ldaps://, ou startTls: true',
        });
      }
      if (protocol === 'ldaps:' && startTls) {
        context.addIssue({ code: 'custom', path: ['startTls'], message: 'ldaps:// est déjà chiffré' });
      }
    }
    if (people === undefined && machines === undefined) {
      context.addIssue('« accounts » ou « workstations » est attendu : sans eux, le connecteur ne fait rien');
    }
    const places: [string, readonly string[]][] = [
      ['accounts', people === undefined ? [] : accountPlaces(people)],
      ['workstations', machines === undefined ? [] : workstationPlaces(machines)],
    ];
    for (const [key, dns] of places) {
      const outside = dns.find((one) => !isBelow(one, baseDn));
      if (outside !== undefined) {
        context.addIssue({ code: 'custom', path: [key], message: `« ${outside} » n’est pas sous ${baseDn}` });
      }
    }
  });

export type DirectorySettings = z.output<typeof directorySettings>;
export type AccountSettings = z.output<typeof accounts>;
export type WorkstationSettings = z.output<typeof workstations>;

/** Whether the entry is the place itself or below it. */
export const isBelow = (entry: string, place: string): boolean =>
  `,${plainDn(entry)}`.endsWith(`,${plainDn(place)}`);

/** Every place where accounts may be. */
export const accountPlaces = ({ ou, services, disabledOu }: AccountSettings): readonly string[] => [
  ...new Set([ou, ...Object.values(services), ...(disabledOu === undefined ? [] : [disabledOu])]),
];

export const workstationPlaces = ({ ou, sites }: WorkstationSettings): readonly string[] => [
  ...new Set([ou, ...Object.values(sites).map((site) => site.ou)]),
];

/** Every group that profiles or all accounts have. */
export const accountGroups = ({ groups, profiles }: AccountSettings): readonly string[] => [
  ...new Set([...groups, ...Object.values(profiles).flat()]),
];
