import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../../src/config/root';
import { readEnvironment } from '../../src/config/environment';
import { readListeners } from '../../src/config/listeners';

const variables = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string());

/** The part of the Compose specification that the file uses; anything else is a mistake until added here. */
const service = z
  .strictObject({
    image: z
      .string()
      .regex(/^[\w./-]+:[\w.-]+$/, 'a pinned tag')
      .optional(),
    build: z.literal('.').optional(),
    environment: variables.optional(),
    ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, 'published on loopback only')).optional(),
    volumes: z.array(z.string().regex(/^[\w-]+:\/[\w/-]+$/)).optional(),
    depends_on: z
      .record(z.string(), z.strictObject({ condition: z.enum(['service_started', 'service_healthy']) }))
      .optional(),
    healthcheck: z
      .strictObject({
        test: z.tuple([z.enum(['CMD', 'CMD-SHELL'])], z.string()),
        interval: z.string(),
        timeout: z.string(),
        retries: z.number(),
      })
      .optional(),
    restart: z.enum(['unless-stopped', 'always', 'no']).optional(),
  })
  .refine((value) => Boolean(value.image) !== Boolean(value.build), 'either an image or a build');

const compose = z.strictObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

const read = (name: string): string => readFileSync(path.join(projectRoot, name), 'utf8');
const file = compose.parse(parse(read('docker-compose.yml')));
const app = file.services.app?.environment ?? {};

describe('docker-compose.yml', () => {
  test('starts PostgreSQL, Zeebe, Mailpit and the app', () => {
    expect(Object.keys(file.services).sort()).toEqual(['app', 'mailpit', 'postgres', 'zeebe']);
  });

  test('uses the last Zeebe line that is free in production', () => {
    expect(file.services.zeebe?.image).toMatch(/^camunda\/zeebe:8\.5\./);
  });

  test('gives the app an environment that it accepts', () => {
    const filled = Object.fromEntries(
      Object.entries(app).map(([name, value]) => [
        name,
        value.replace(/\$\{\w+(:\?[^}]*)?\}/g, 'motdepasse'),
      ]),
    );
    expect(readEnvironment(filled)).toMatchObject({
      ZEEBE_ADDRESS: 'zeebe:26500',
      SMTP_URL: 'smtp://mailpit:1025',
      INGEST_HOST: '0.0.0.0',
    });
    expect(() => readListeners(readEnvironment(filled))).not.toThrow();
  });

  test("points Zeebe's exporter at the app's ingest port with the same credentials", () => {
    const zeebe = file.services.zeebe?.environment ?? {};
    const argument = (name: string) => zeebe[`ZEEBE_BROKER_EXPORTERS_ELASTICSEARCH_ARGS_${name}`];
    expect(argument('URL')).toBe('http://app:9290');
    expect(argument('AUTHENTICATION_USERNAME')).toBe(app.INGEST_USERNAME);
    expect(argument('AUTHENTICATION_PASSWORD')).toBe(app.INGEST_PASSWORD);
  });

  test('names only services and volumes that it declares, and asks for every secret', () => {
    const depended = Object.values(file.services).flatMap((one) => Object.keys(one.depends_on ?? {}));
    expect(depended.filter((name) => !(name in file.services))).toEqual([]);
    const mounted = Object.values(file.services).flatMap((one) => one.volumes ?? []);
    expect(
      mounted.map((mount) => mount.split(':')[0] ?? '').filter((name) => !(name in file.volumes)),
    ).toEqual([]);
    const asked = new Set([...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map((match) => match[1]));
    const offered = new Set([...read('.env.example').matchAll(/^(\w+)=/gm)].map((match) => match[1]));
    expect(offered).toEqual(asked);
  });
});

describe('Dockerfile', () => {
  test('runs as an ordinary user and starts the compiled program', () => {
    const text = read('Dockerfile');
    expect(text).toMatch(/^USER node$/m);
    expect(text).toMatch(/^CMD \["node", .*"dist\/src\/main\/main\.js"\]$/m);
  });
});
