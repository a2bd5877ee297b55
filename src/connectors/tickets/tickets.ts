/**
 * Bugs handed over to MantisBT. A job makes one ticket: its mark is in the ticket, and an attempt that follows another
 * looks for the mark before it makes a ticket. The correction comes back as a message, found by looking at the open
 * tickets from time to time: MantisBT sends nothing by itself.
 */
import type { Knex } from 'knex';
import { checkOf, type Connector, type ReadVariable } from '../../kit/connector';
import { TicketBook, TicketState, type Ticket } from './book';
import { TicketError, TicketGoneError } from './errors';
import { createMantis, type Issue } from './mantis';
import type { TicketSettings } from './settings';

export interface TicketJob {
  /** Idempotency key. */
  readonly jobKey: string;
  readonly processInstanceKey: string;
}

export interface TicketText {
  /** One line; what is too long is cut. */
  readonly title: string;
  readonly description: string;
  /** The case's number, as people know it. */
  readonly caseNumber: string | null;
}

export interface Correction {
  /** Of the ticket, as the case knows it. */
  readonly reference: string;
  /** What the ticket's last public note says. */
  readonly text: string;
}

/** All throw `TicketError`. */
export interface Tickets extends Connector {
  /** Resolves with the ticket's reference, MANTIS-4711. */
  createOnce(job: TicketJob, text: TicketText): Promise<string>;
  /** Only a ticket that this program made. */
  closeOnce(reference: string): Promise<void>;
  /** Looks at the open tickets once; `tell` may be called again for the same correction. */
  follow(tell: (correction: Correction) => Promise<void>): Promise<void>;
  readonly followEverySeconds: number;
}

export interface TicketParts {
  readonly settings: TicketSettings;
  readonly read: ReadVariable;
  readonly knex: Knex;
  readonly clock: () => Date;
}

/** MantisBT cuts a summary off here. */
const longestTitle = 128;
const clockSkewMillis = 24 * 60 * 60_000;

const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
/** The database of MantisBT takes no NUL. */
const plain = (text: string): string => text.replaceAll('\0', '');

const referenceOf = ({ id }: Pick<Issue, 'id'>): string => `MANTIS-${id}`;

function correctionOf(issue: Issue): string {
  const notes = (issue.notes ?? []).filter(({ view_state: view }) => (view?.name ?? 'public') === 'public');
  const last = notes.at(-1)?.text.trim();
  if (last !== undefined && last !== '') return last.slice(0, 4_000);
  return `Corrigé dans MANTIS (${referenceOf(issue)}).`;
}

export function createTickets({ settings, read, knex, clock }: TicketParts): Tickets {
  const mantis = createMantis(settings, read);
  const book = new TicketBook(knex, clock);

  async function make(ticket: Ticket, text: TicketText): Promise<Issue> {
    const mark = `Logigramme:${ticket.job_key}`;
    if (ticket.attempts > 1) {
      const since = new Date(ticket.created_at.getTime() - clockSkewMillis);
      const found = await mantis.find(mark, since);
      if (found !== null) return found;
    }
    const number = text.caseNumber === null ? '' : oneLine(text.caseNumber).slice(0, 60);
    const title = oneLine(`${number === '' ? '' : `[${number}] `}${text.title}`);
    return mantis.create({
      summary: [...title].slice(0, longestTitle).join(''),
      description: plain(text.description),
      additionalInformation: `${number === '' ? '' : `Dossier ${number}\n`}${mark}`,
    });
  }

  async function look(ticket: Ticket, tell: (correction: Correction) => Promise<void>): Promise<void> {
    const { ticket_id: id, reference } = ticket;
    if (id === null || reference === null) return;
    try {
      const issue = await mantis.read(id);
      if (issue.status.id < settings.correctedFrom) return;
      await tell({ reference, text: correctionOf(issue) });
      await book.become(ticket.job_key, TicketState.CORRECTED);
    } catch (error) {
      if (!(error instanceof TicketGoneError)) throw error;
      await book.become(ticket.job_key, TicketState.GONE);
    }
  }

  async function problems(): Promise<string[]> {
    try {
      await mantis.me();
      if (await mantis.hasProject()) return [];
      return [`MantisBT n’a pas de projet « ${settings.project} » que le jeton puisse voir.`];
    } catch (error) {
      if (error instanceof TicketError) return [error.message];
      throw error;
    }
  }

  return {
    name: 'tickets',
    jobTypes: ['create-ticket', 'close-ticket'],
    followEverySeconds: settings.followEverySeconds,
    check: async () =>
      checkOf(await problems(), `MantisBT répond, le projet « ${settings.project} » est là.`),
    async createOnce(job, text) {
      const ticket = await book.begin(job);
      if (ticket.reference !== null) return ticket.reference;
      const issue = await make(ticket, text);
      const reference = referenceOf(issue);
      await book.made(job.jobKey, issue.id, reference);
      return reference;
    },
    async closeOnce(reference) {
      const ticket = await book.byReference(reference);
      if (ticket === undefined || ticket.ticket_id === null) {
        throw new TicketError(
          `Le bug « ${reference.slice(0, 200)} » n’a pas été créé par ce programme : il ne le clôt pas.`,
          false,
        );
      }
      if (ticket.state === TicketState.CLOSED) return;
      const { status } = await mantis.read(ticket.ticket_id);
      if (status.name !== settings.closedStatus) await mantis.close(ticket.ticket_id);
      await book.become(ticket.job_key, TicketState.CLOSED);
    },
    async follow(tell) {
      const failures: unknown[] = [];
      // One that cannot be read keeps no other from being looked at.
      for (const ticket of await book.open())
        await look(ticket, tell).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}
