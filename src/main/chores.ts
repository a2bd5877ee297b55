/** What is looked at from time to time, by one process only: tickets of other systems, passwords that expire, files never used. */
import { durations } from '../config/durations';
import type { Logger } from '../kit/logger';
import { Service } from '../kit/service';
import type { Connectors } from '../connectors/connectors';
import { followTickets, type TicketMessage } from '../connectors/tickets/follower';
import type { CaseFiles } from '../documents/files/case-files';
import type { DefaultPasswords } from '../passwords/passwords';
import { EngineRejectedError, type ZeebeClient } from '../zeebe';

export interface ChoresParts {
  readonly connectors: Pick<Connectors, 'tickets'>;
  readonly passwords: Pick<DefaultPasswords, 'eraseExpired'>;
  readonly caseFiles: Pick<CaseFiles, 'sweep'>;
  readonly client: Pick<ZeebeClient, 'publishMessage'>;
  readonly logger: Logger;
}

export function startChores({ connectors, passwords, caseFiles, client, logger }: ChoresParts): {
  stop(): Promise<void>;
} {
  /** One that the engine has already counts as taken. */
  async function publish(message: TicketMessage): Promise<void> {
    try {
      await client.publishMessage(message);
    } catch (error) {
      const there = error instanceof EngineRejectedError && error.code === 'ALREADY_EXISTS';
      if (!there) throw error;
    }
  }
  const { tickets } = connectors;
  const follower = tickets === null ? null : followTickets({ tickets, publish, logger });
  const erasing = new Service({
    async round() {
      await passwords.eraseExpired();
      return durations.passwords.eraseEvery;
    },
    pauses: durations.passwords.trouble,
    trouble: 'expired passwords remain; trying again',
    logger,
  });
  const sweeping = new Service({
    async round() {
      await caseFiles.sweep();
      return durations.documents.sweepEvery;
    },
    pauses: durations.documents.trouble,
    trouble: 'files that were never used remain; trying again',
    logger,
  });
  erasing.start();
  sweeping.start();
  return {
    async stop() {
      await erasing.stop();
      await sweeping.stop();
      await follower?.stop();
    },
  };
}
