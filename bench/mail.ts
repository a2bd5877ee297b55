/** Mails that wait: how fast they leave, beside the server's own pace, and what they hold in memory; the worker host. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setInterval as every } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { codeRoot } from '../src/config/root';
import { makePlace, PROGRAM_FLAGS, startVariant } from './engine-process';
import type { FromSender, FromWorker, SenderPlace, SenderRequest } from './mail/messages';
import { percentile, type Measurement, type Target, type Variant } from './measurement';
import { residentMegabytes } from './process';

const MAILS = 10_000;
/** With a server that takes its time: enough of them to tell its pace. */
const FEWER_MAILS = 500;
/** Of the two paces, one after the other: the machine may be busy with other things now and then. */
const ROUNDS = 6;
/** As fast as a mail server answers to a mail on a good day: it writes it to its disk first. */
const USUAL_MILLIS = 20;
const JOBS = 500;
const SAMPLE_MILLIS = 100;

type Own = Exclude<Variant, 'zeebe'>;
const isOwn = (variant: Variant): variant is Own => variant !== 'zeebe';

/** Forgets every mail; answers to it at once, or `afterMillis`. */
async function startServer(afterMillis: number) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData(stream, _session, done) {
      stream.on('end', () => (afterMillis === 0 ? done() : setTimeout(done, afterMillis)));
      stream.resume();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function startSender(place: SenderPlace) {
  const child = fork(path.join(codeRoot, 'bench/mail/sender.js'), [JSON.stringify(place)], {
    execArgv: [...PROGRAM_FLAGS],
  });
  return {
    pid: child.pid ?? 0,
    async ask(request: SenderRequest): Promise<number> {
      const heard = once(child, 'message') as Promise<[FromSender]>;
      child.send(request);
      const [message] = await heard;
      if ('failed' in message) throw new Error(message.failed);
      return message.millis;
    },
    async stop() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

/** Largest resident memory of a process while something goes on. */
async function peakWhile<T>(pid: number, work: Promise<T>): Promise<{ result: T; peak: number }> {
  const stopped = new AbortController();
  let peak = 0;
  const sampling = (async () => {
    try {
      for await (const _ of every(SAMPLE_MILLIS, undefined, { signal: stopped.signal }))
        peak = Math.max(peak, residentMegabytes(pid) ?? 0);
    } catch {
      // Stopped.
    }
  })();
  try {
    return { result: await work, peak };
  } finally {
    stopped.abort();
    await sampling;
  }
}

interface Pace {
  /** Mails a second without the outbox. */
  readonly server: number;
  readonly queued: number;
  /** Megabytes. */
  readonly before: number;
  readonly peak: number;
  readonly after: number;
}

async function paceOf(
  variant: Own,
  mails: number,
  rounds: number,
  answersAfterMillis: number,
): Promise<Pace> {
  const at = await makePlace(variant);
  const server = await startServer(answersAfterMillis);
  const { DATABASE_URL, DATA_DIR = '' } = at.settings;
  const sender = startSender({
    smtpUrl: server.url,
    dataDir: DATA_DIR,
    ...(DATABASE_URL !== undefined && { databaseUrl: DATABASE_URL }),
  });
  try {
    await sender.ask({ do: 'direct', mails: 500 });
    const millis = { direct: 0, send: 0 };
    const memory = { before: NaN, peak: 0, after: NaN };
    for (let round = 0; round < rounds; round += 1) {
      millis.direct += await sender.ask({ do: 'direct', mails });
      await sender.ask({ do: 'fill', mails });
      if (round === 0) memory.before = residentMegabytes(sender.pid) ?? NaN;
      const { result, peak } = await peakWhile(sender.pid, sender.ask({ do: 'send', mails }));
      millis.send += result;
      memory.peak = Math.max(memory.peak, peak);
      memory.after = residentMegabytes(sender.pid) ?? NaN;
    }
    const perSecond = (spent: number): number => (mails * rounds * 1000) / spent;
    return { server: perSecond(millis.direct), queued: perSecond(millis.send), ...memory };
  } finally {
    await sender.stop();
    await server.close();
    await at.remove();
  }
}

async function measureOutbox(variant: Own): Promise<Measurement[]> {
  const of = (name: string, unit: string, value: number, target?: Target): Measurement => ({
    name: `mail: ${name}`,
    unit,
    values: { [variant]: value },
    ...(target && { targets: { [variant]: target } }),
  });
  const usual = await paceOf(variant, FEWER_MAILS, ROUNDS, USUAL_MILLIS);
  const { server, queued, before, peak, after } = await paceOf(variant, MAILS, 1, 0);
  return [
    of(`pace of a server that takes ${USUAL_MILLIS} ms a mail`, '/s', usual.server),
    of(`${ROUNDS} × ${FEWER_MAILS} queued mails leave to it`, '/s', usual.queued),
    of('share of its pace', '%', (usual.queued / usual.server) * 100, { of: 'value', atLeast: 95 }),
    of('pace of a server that answers at once', '/s', server),
    of(`${MAILS} queued mails leave to it`, '/s', queued),
    of('share of its pace, without a pause', '%', (queued / server) * 100),
    of('resident memory before', 'MB', before),
    of('resident memory, peak', 'MB', peak, { of: 'value', atMost: before * 1.25 }),
    of('resident memory after', 'MB', after),
  ];
}

async function measureWorker(variant: Own): Promise<Measurement[]> {
  const engine = await startVariant(variant);
  const child = fork(path.join(codeRoot, 'bench/mail/worker.js'), [engine.address, String(JOBS)]);
  try {
    const [message] = (await once(child, 'message')) as [FromWorker];
    if ('failed' in message) throw new Error(message.failed);
    const of = (name: string, share: number, target?: Target): Measurement => ({
      name: `worker overhead of a job, ${name}`,
      unit: 'ms',
      values: { [variant]: percentile(message.overheads, share) },
      ...(target && { targets: { [variant]: target } }),
    });
    return [of('p50', 0.5, { of: 'value', atMost: 5 }), of('p99', 0.99)];
  } finally {
    child.kill();
    await engine.stop();
  }
}

/** Variants in one line where the names are the same. */
function joined(measurements: readonly Measurement[]): Measurement[] {
  const byName = new Map<string, Measurement>();
  for (const one of measurements) {
    const known = byName.get(one.name);
    byName.set(one.name, {
      ...one,
      values: { ...known?.values, ...one.values },
      targets: { ...known?.targets, ...one.targets },
    });
  }
  return [...byName.values()];
}

export async function measureMail(variants: readonly Variant[]): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const variant of variants.filter(isOwn)) {
    found.push(...(await measureOutbox(variant)), ...(await measureWorker(variant)));
  }
  return joined(found);
}
