/** Messages that only a received mail publishes: the API takes them from nobody. */
import pino from 'pino';
import { createZeebeClient } from '../../src/zeebe';
import type { TestProgram } from './program';

export interface MailMessage {
  readonly name: string;
  readonly correlationKey: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export async function publishAsMail(
  program: Pick<TestProgram, 'engineAddress'>,
  message: MailMessage,
): Promise<void> {
  const client = createZeebeClient({ address: program.engineAddress, logger: pino({ level: 'silent' }) });
  try {
    await client.publishMessage({ ...message, timeToLiveMillis: 60_000 });
  } finally {
    await client.close();
  }
}
