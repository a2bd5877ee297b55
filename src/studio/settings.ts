/** What an owner decides about a procedure beside its files. */
import type { Knex } from 'knex';
import type { Account } from '../identity/account';

interface Row {
  readonly bpmn_process_id: string;
  readonly needs_approval: boolean;
}

export class ProcedureSettings {
  constructor(
    private readonly knex: Knex,
    private readonly clock: () => Date,
  ) {}

  /** A new version goes into service only when a second person approved it. False of a new procedure. */
  async needsApproval(bpmnProcessId: string | null): Promise<boolean> {
    if (bpmnProcessId === null) return false;
    const row = await this.knex<Row>('procedure_setting').where({ bpmn_process_id: bpmnProcessId }).first();
    return row?.needs_approval ?? false;
  }

  async setNeedsApproval(
    { name }: Pick<Account, 'name'>,
    bpmnProcessId: string,
    needsApproval: boolean,
  ): Promise<void> {
    const change = { needs_approval: needsApproval, changed_by: name, changed_at: this.clock() };
    await this.knex('procedure_setting')
      .insert({ bpmn_process_id: bpmnProcessId, ...change })
      .onConflict('bpmn_process_id')
      .merge(change);
  }
}
