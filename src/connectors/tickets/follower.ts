/** Looks at the open tickets from time to time and tells their cases what was corrected. */
import { durations } from '../../config/durations';
import type { Logger } from '../../kit/logger';
import { Service } from '../../kit/service';
import type { Correction, Tickets } from './tickets';

/** What a message to a case must hold; the id makes a second one harmless. */
export interface TicketMessage {
  readonly name: 'bug-corrige';
  /** The ticket's reference. */
  readonly correlationKey: string;
  readonly messageId: string;
  readonly timeToLiveMillis: number;
  readonly variables: { readonly correction: string; readonly reponse: string };
}

export interface FollowerParts {
  readonly tickets: Tickets;
  /** Rejects when the engine did not take the message; one that it has already counts as taken. */
  readonly publish: (message: TicketMessage) => Promise<void>;
  readonly logger: Pick<Logger, 'warn'>;
}

const messageOf = ({ reference, text }: Correction): TicketMessage => ({
  name: 'bug-corrige',
  correlationKey: reference,
  messageId: `bug-corrige-${reference}`,
  timeToLiveMillis: durations.messages.correctionLives,
  variables: { correction: text, reponse: text },
});

/** Looks as often as the connector's settings say; `runNow` looks at once. */
export function followTickets({ tickets, publish, logger }: FollowerParts): Service {
  const every = tickets.followEverySeconds * 1000;
  const follower = new Service({
    async round() {
      await tickets.follow((correction) => publish(messageOf(correction)));
      return every;
    },
    pauses: { firstMillis: every, longestMillis: every },
    trouble: 'the open tickets could not all be looked at; trying again',
    logger,
  });
  follower.start();
  return follower;
}
