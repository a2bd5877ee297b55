/** Case numbers (« numéro de dossier ») : letter, year and a sequence without gaps as far as possible. */
import type { Knex } from 'knex';

const UNIQUE_VIOLATION = '23505';
const ATTEMPTS = 20;

export interface CaseNumberRequest {
  /** Letter of the procedure; `X` where it has none. */
  readonly letter: string;
  readonly account: string;
  readonly bpmnProcessId: string;
  /** What it is for: asked again, the same number is given. */
  readonly origin?: string;
}

export interface BoundNumber {
  readonly number: string;
  readonly processInstanceKey: string | null;
  /** Milliseconds since the epoch. */
  readonly allocatedAt: number;
}

interface Row {
  readonly number: string;
  readonly origin: string | null;
  readonly process_instance_key: string | null;
  readonly allocated_at: Date;
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
}

export class CaseNumbers {
  /** The last one asked for. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  /** For example `B-2026-000012`; nobody else gets it. */
  allocate(request: CaseNumberRequest): Promise<string> {
    // In turn: many at once would all find the same next number. Another program may take it all the same.
    const allocated = this.turn.then(() => this.allocateNext(request));
    this.turn = allocated.catch(() => undefined);
    return allocated;
  }

  private async allocateNext(request: CaseNumberRequest): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      const known = request.origin === undefined ? null : await this.givenFor(request.origin);
      if (known !== null) return known;
      try {
        return await this.insertNext(request);
      } catch (error) {
        if (!isUniqueViolation(error) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  private async givenFor(origin: string): Promise<string | null> {
    return (await this.boundTo(origin))?.number ?? null;
  }

  /** What was allocated for the origin, and the case that was made, where that is known. */
  async boundTo(origin: string): Promise<BoundNumber | null> {
    const row = await this.knex<Row>('case_number')
      .where({ origin })
      .first('number', 'process_instance_key', 'allocated_at');
    if (row === undefined) return null;
    const { number, process_instance_key: processInstanceKey, allocated_at: at } = row;
    return { number, processInstanceKey, allocatedAt: new Date(at).getTime() };
  }

  /** The number stays given; asked again, the origin gets another. */
  async unbind(origin: string): Promise<void> {
    await this.knex('case_number').where({ origin }).update({ origin: null });
  }

  private async insertNext({ letter, account, bpmnProcessId, origin }: CaseNumberRequest): Promise<string> {
    const at = new Date(this.now());
    const year = at.getUTCFullYear();
    const last = await this.knex<{ letter: string; year: number; sequence: number }>('case_number')
      .where({ letter, year })
      .orderBy('sequence', 'desc')
      .first('sequence');
    const sequence = (last?.sequence ?? 0) + 1;
    const number = `${letter}-${year}-${String(sequence).padStart(6, '0')}`;
    await this.knex('case_number').insert({
      number,
      letter,
      year,
      sequence,
      account,
      bpmn_process_id: bpmnProcessId,
      origin: origin ?? null,
      allocated_at: at,
    });
    return number;
  }

  async assign(number: string, processInstanceKey: string): Promise<void> {
    await this.knex('case_number').where({ number }).update({ process_instance_key: processInstanceKey });
  }

  /** The case was certainly not made: the number may be used again. */
  async giveBack(number: string): Promise<void> {
    await this.knex('case_number').where({ number }).whereNull('process_instance_key').delete();
  }
}
