/** The typed environment: the only reader of `process.env`. Names are the public contract (README). */
import { StartError } from '../errors/start-error';
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);
const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

const defaultTimeZone = 'Africa/Abidjan';
/** IANA zone of the dates that people read; a name that this machine does not know counts as unset. */
const timeZone = z.string().transform((name) => {
  try {
    return new Intl.DateTimeFormat('fr', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return defaultTimeZone;
  }
});

const seconds = z.coerce.number().positive().max(3600);
const list = (text: string): string[] => text.split(',').map((part) => part.trim());

/** Job types that this process works on; null: all. */
const workerTypes = z
  .string()
  .transform((text) => (text === 'all' ? null : text === 'none' ? [] : list(text)));

const jobsAtOnce = z.coerce.number().int().min(1).max(1000);
/** `8`, or `8,send-mail=20`: for all types, and for some. */
const workerConcurrency = z.string().transform((text, context) => {
  const all: { default?: number; byType: Record<string, number> } = { byType: {} };
  for (const part of list(text)) {
    const [left = '', right] = part.split('=');
    const count = jobsAtOnce.safeParse(right ?? left);
    if (!count.success) {
      context.addIssue(`Expected a number, or job-type=number, of 1 to 1000, but got "${part}"`);
    } else if (right === undefined) all.default = count.data;
    else all.byType[left] = count.data;
  }
  return all;
});

/** `https://logigramme.example.ci`: what comes after is a path of ours. */
const publicUrl = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  const isPlain = [username, password, search, hash].every((part) => part === '');
  return /^https?:$/u.test(protocol) && isPlain && !/[/?#\s]$/u.test(text);
}, 'Expected an address such as https://logigramme.example.ci, http or https, without a slash at its end');

const network = /^(?:[\d.]+|[\da-f:.]+)(?:\/\d{1,3})?$/iu;
function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits] = text.split('/');
  const version = isIP(address);
  return network.test(text) && version !== 0 && Number(bits ?? 0) <= (version === 4 ? 32 : 128);
}

/** Addresses of reverse proxies, whose X-Forwarded-For is believed. */
const trustedProxies = z.string().transform((text, context) => {
  const proxies = text === 'none' ? [] : list(text);
  for (const proxy of proxies.filter((one) => !isProxy(one))) {
    context.addIssue(
      `Expected addresses or networks such as 10.0.0.5, 10.1.0.0/16, loopback or uniquelocal, or none, but got "${proxy}"`,
    );
  }
  return proxies;
});

const MIN_SECRET = 16;
const gatewayClients = z.string().transform((text, context) => {
  const clients = new Map<string, string>();
  for (const part of list(text)) {
    const [, name = '', secret = ''] = /^([\w.-]+):(.+)$/u.exec(part) ?? [];
    if (secret.length < MIN_SECRET || clients.has(name)) {
      context.addIssue(
        `Expected name:secret,name:secret with secrets of ${String(MIN_SECRET)} characters or more and each name once, ` +
          `but got "${name === '' ? 'something else' : `${name}:…`}"`,
      );
    } else clients.set(name, secret);
  }
  return clients;
});

/** `rule=refused|told|off` */
const deployRules = z.string().transform((text, context) => {
  const rules = new Map<string, 'refused' | 'told' | 'off'>();
  for (const part of list(text)) {
    const [, rule = '', severity] = /^([a-z0-9-]+)=(refused|told|off)$/.exec(part) ?? [];
    if (severity === 'refused' || severity === 'told' || severity === 'off') rules.set(rule, severity);
    else
      context.addIssue(
        `Expected rule=refused, rule=told or rule=off, with commas between, but got "${part}"`,
      );
  }
  return rules;
});

const roleGroups = z.string().transform((text, context) => {
  const groups = new Map<string, 'admin' | 'owner' | 'manager'>();
  for (const part of list(text)) {
    const [, group = '', role] = /^([^=]+)=(admin|owner|manager)$/u.exec(part) ?? [];
    if (role === undefined) {
      context.addIssue(
        `Expected group=admin, group=owner or group=manager, separated by commas, but got "${part}"`,
      );
    } else groups.set(group.replace(/^\//u, '').toLowerCase(), role as 'admin' | 'owner' | 'manager');
  }
  return groups;
});

const plainListeners = z
  .string()
  .transform(list)
  .pipe(
    z.array(z.enum(['gateway', 'ingest', 'management'], 'Expected a list of gateway, ingest and management')),
  );

const schema = z.object({
  PORT: port.default(8080),
  HOST: z.string().default('127.0.0.1'),
  TRUSTED_PROXIES: trustedProxies.default(['loopback']),
  /** Where people find the pages: links in mails. */
  PUBLIC_URL: publicUrl.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: z.string().default('./data'),
  ZEEBE_ADDRESS: z.string().optional(),
  /** Zeebe's REST API, where native user tasks are worked on. */
  ZEEBE_REST_ADDRESS: z.url({ protocol: /^https?$/ }).optional(),
  GATEWAY_HOST: z.string().default('127.0.0.1'),
  GATEWAY_PORT: port.default(26500),
  /** 0: any free port. */
  GATEWAY_REST_PORT: port.default(0),
  /** `name:secret` of each program that may use the gateway, by Basic or by a token of /oauth/token. */
  GATEWAY_CLIENTS: gatewayClients.default(new Map()),
  GATEWAY_JWT_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  GATEWAY_JWT_AUDIENCE: z.string().optional(),
  GATEWAY_CLIENT_CA_FILE: z.string().optional(),
  MANAGEMENT_HOST: z.string().default('127.0.0.1'),
  MANAGEMENT_PORT: port.default(9600),
  MANAGEMENT_USERNAME: z.string().optional(),
  MANAGEMENT_PASSWORD: z.string().optional(),
  /** Of gateway, ingest and management: read by `readListeners`. */
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  /** Those that do not encrypt, as something before them does. */
  PLAIN_LISTENERS: plainListeners.default([]),
  ZEEBE_CLOCK_CONTROLLED: flag.default(false),
  /** What the gateway takes in one message, and so a deployment. With ZEEBE_ADDRESS: what that Zeebe takes. */
  MAX_MESSAGE_MEGABYTES: z.coerce.number().int().min(1).max(64).default(4),
  /** How many commands of the engine may follow from one that came from outside before an incident says so. */
  MAX_STEPS: z.coerce.number().int().min(100).max(100_000_000).default(100_000),
  /** Inner instances of a multi-instance. */
  MAX_LOOP_ITEMS: z.coerce.number().int().min(1).max(1_000_000).default(100_000),
  /** Milliseconds between two turns of a repeating timer. */
  SHORTEST_CYCLE_MILLIS: z.coerce.number().int().min(100).max(86_400_000).default(500),
  /** How deep cases may call one another before an incident says so. */
  MAX_PROCESS_DEPTH: z.coerce.number().int().min(1).max(100_000).default(1000),
  INGEST_HOST: z.string().default('127.0.0.1'),
  INGEST_PORT: port.default(9290),
  INGEST_USERNAME: z.string().optional(),
  INGEST_PASSWORD: z.string().optional(),
  EXPORT_URL: z.url().optional(),
  /** What a check of files does, where it is not what docs/deployment-checks.md says. */
  DEPLOY_RULES: deployRules.default(new Map()),
  /** Of each file that people send, in megabytes. */
  DOCUMENT_MAX_MB: z.coerce.number().int().min(1).max(100).default(10),
  /** ClamAV's daemon: a path, or host:port. */
  CLAMD_SOCKET: z.string().optional(),
  /** PKCS#12 file with the organisation's certificate, for PV and orders; unset: visas are drawn. */
  SIGNATURE_PKCS12: z.string().optional(),
  SIGNATURE_PASSWORD: z.string().optional(),
  WORKERS: workerTypes.default(null),
  WORKER_CONCURRENCY: workerConcurrency.default({ byType: {} }),
  /** How long a job stays away after the process that had it in hand has died. */
  WORKER_LEASE_SECONDS: seconds.default(15),
  /** How long a process that is told to stop goes on with the jobs in hand. */
  WORKER_STOP_SECONDS: seconds.default(8),
  /** YAML file of the outside systems that workers act on. */
  CONNECTORS_FILE: z.string().optional(),
  /** Checked by src/mail/out/smtp-settings.ts, as are the files and MAIL_DKIM_*. */
  SMTP_URL: z.string().optional(),
  SMTP_STARTTLS: flag.default(false),
  SMTP_CA_FILE: z.string().optional(),
  SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(50).default(5),
  /** 32 bytes in base64: seals default passwords until they are seen. */
  PASSWORDS_KEY: z.string().optional(),
  MAIL_FROM: z.string().default('Logigramme <logigramme@localhost>'),
  /** Where people answer, and where servers report what they could not deliver: checked by `readMailAddresses`. */
  MAIL_REPLY_ADDRESS: z.string().optional(),
  MAIL_BOUNCE_ADDRESS: z.string().optional(),
  /** Signs the keys in both. */
  MAIL_SECRET: z.string().optional(),
  MAIL_DKIM_DOMAIN: z.string().optional(),
  MAIL_DKIM_SELECTOR: z.string().optional(),
  MAIL_DKIM_KEY_FILE: z.string().optional(),
  /** Named at the head of mails and documents. */
  ADMINISTRATION: z.string().trim().min(1).default('Direction générale des Douanes'),
  DEMO: flag.optional(),
  DEMO_PASSWORD: z.string().min(8).optional(),
  /** Of `npm run admin`. */
  ADMIN_PASSWORD: z.string().optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_GROUPS_CLAIM: z.string().default('groups'),
  /** `group=role`: which group of the provider gives which role here. */
  OIDC_ROLE_GROUPS: roleGroups.default(new Map()),
  TZ: timeZone.default(defaultTimeZone),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Every variable that the program reads. */
export const environmentVariables = Object.keys(schema.shape);

export interface Environment extends z.infer<typeof schema> {
  /** Absolute path of `DATA_DIR`. */
  readonly dataDir: string;
  /** Any variable by name, for settings that hold names of secrets. */
  readonly variable: (name: string) => string | undefined;
}

export class EnvironmentError extends StartError {
  override readonly name = 'EnvironmentError';
}

/** Reads and checks the environment. Throws `EnvironmentError` naming every wrong variable. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(filled);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new EnvironmentError(
      `Expected a valid environment, but:\n${lines.join('\n')}\nCorrect these variables (README.md says what each takes), and start again.`,
    );
  }
  return { ...result.data, dataDir: path.resolve(result.data.DATA_DIR), variable: (name) => filled[name] };
}
