/** Looks at the open tickets from time to time and tells their cases what was corrected. */
import type { Logger } from 'pino';
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

export interface TicketFollower {
  /** Looks now, and resolves when it has looked; never rejects. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** The case may still be on its way to the step that waits. */
const timeToLiveMillis = 24 * 60 * 60_000;

const messageOf = ({ reference, text }: Correction): TicketMessage => ({
  name: 'bug-corrige',
  correlationKey: reference,
  messageId: `bug-corrige-${reference}`,
  timeToLiveMillis,
  variables: { correction: text, reponse: text },
});

/** States: looking → pausing → looking …, until stopped. */
export function followTickets({ tickets, publish, logger }: FollowerParts): TicketFollower {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> | undefined;

  async function round(): Promise<void> {
    clearTimeout(timer);
    try {
      await tickets.follow((correction) => publish(messageOf(correction)));
    } catch (error) {
      logger.warn({ err: error }, 'the open tickets could not all be looked at; trying again');
    }
    if (stopped) return;
    timer = setTimeout(() => void look(), tickets.followEverySeconds * 1000);
    timer.unref();
  }

  function look(): Promise<void> {
    current ??= round().finally(() => (current = undefined));
    return current;
  }

  void look();
  return {
    look,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
