/** What is published with a procedure and never given to the engine, as each version had it. */
import type { Knex } from 'knex';
import { isForEngine, type DraftFile } from './files';

export class Companions {
  constructor(private readonly knex: Knex) {}

  async publish(publicationId: string, files: readonly DraftFile[]): Promise<void> {
    const rows = files
      .filter((file) => !isForEngine(file))
      .map(({ name, content }) => ({ publication_id: publicationId, name, content }));
    if (rows.length > 0) await this.knex('publication_file').insert(rows);
  }

  /** Of the last publication of the procedure; `version`: of the last that made this version or one before. */
  async of(bpmnProcessId: string, version?: number): Promise<readonly DraftFile[]> {
    const publications = this.knex('publication')
      .where({ bpmn_process_id: bpmnProcessId })
      .orderBy('id', 'desc');
    const found = await (version === undefined
      ? publications.first<{ id: string } | undefined>('id')
      : publications.where('version', '<=', version).first<{ id: string } | undefined>('id'));
    if (found === undefined) return [];
    return this.knex('publication_file')
      .where({ publication_id: found.id })
      .orderBy('name')
      .select<DraftFile[]>('name', 'content');
  }
}
