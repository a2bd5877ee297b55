/** The typed environment: the only reader of `process.env`. Names are the public contract (README). */
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

const schema = z.object({
  PORT: port.default(8080),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: z.string().default('./data'),
  ZEEBE_ADDRESS: z.string().optional(),
  GATEWAY_HOST: z.string().default('127.0.0.1'),
  GATEWAY_PORT: port.default(26500),
  MANAGEMENT_PORT: port.default(9600),
  ZEEBE_CLOCK_CONTROLLED: flag.default(false),
  INGEST_HOST: z.string().default('127.0.0.1'),
  INGEST_PORT: port.default(9290),
  INGEST_USERNAME: z.string().optional(),
  INGEST_PASSWORD: z.string().optional(),
  EXPORT_URL: z.url().optional(),
  /** YAML file of the outside systems that workers act on. */
  CONNECTORS_FILE: z.string().optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default('Logigramme <logigramme@localhost>'),
  /** Where people answer, and where servers report what they could not deliver: checked by `readMailAddresses`. */
  MAIL_REPLY_ADDRESS: z.string().optional(),
  MAIL_BOUNCE_ADDRESS: z.string().optional(),
  /** Signs the keys in both. */
  MAIL_SECRET: z.string().optional(),
  /** Named at the head of mails and documents. */
  ADMINISTRATION: z.string().trim().min(1).default('Direction générale des Douanes'),
  DEMO: flag.optional(),
  DEMO_PASSWORD: z.string().min(8).optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
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

export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Reads and checks the environment. Throws `EnvironmentError` naming every wrong variable. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(filled);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new EnvironmentError(`Expected a valid environment, but:\n${lines.join('\n')}`);
  }
  return { ...result.data, dataDir: path.resolve(result.data.DATA_DIR), variable: (name) => filled[name] };
}
