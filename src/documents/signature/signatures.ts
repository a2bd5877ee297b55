/** Who signs a case's documents at its steps, in the order in which the steps come; a refusal is kept with its reason. */
import { createHash, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError } from '../../errors/catalogue';
import { keepVersion } from '../files/versions';
import { contentOf, documentColumns, type DocumentRow } from '../rows';
import type { SigningCertificate } from './certificate';
import { MOST_VISAS } from './sheet';
import { signed } from './sign';
import { verifiedSignatures, type VerifiedSignature } from './verify';

/** What the diagram says of a step (`logigramme:signe`, `logigramme:signe-si`, `logigramme:signe-motif`). */
export interface SigningStep {
  /** Of the document that is signed: `pv-installation`. */
  readonly kind: string;
  /** Variable that is true where the signature is given; empty: completing is signing. */
  readonly given: string;
  /** Variable with the reason of a refusal; empty: there is none. */
  readonly reason: string;
}

export interface SigningRequest {
  readonly signatory: { readonly name: string; readonly displayName: string };
  readonly task: { readonly key: string; readonly name: string; readonly processInstanceKey: string };
  readonly step: SigningStep;
  /** What the form gave. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface SignatureView {
  /** Of any version's document. */
  readonly firstVersion: string;
  readonly displayName: string;
  readonly given: boolean;
  /** With the organisation's certificate; else drawn. */
  readonly certified: boolean;
  readonly reason: string | null;
  readonly at: string;
}

export interface CheckedSignature extends VerifiedSignature {
  /** By the certificate that is configured now. */
  readonly isOurs: boolean;
}

export interface Signatures {
  /** Before the step goes on; done once for a task, however often it is asked. Throws `DomainError` CONFLICT. */
  complete(request: SigningRequest): Promise<void>;
  /** Oldest first. */
  of(firstVersions: readonly string[]): Promise<readonly SignatureView[]>;
  verify(pdf: Buffer): readonly CheckedSignature[];
}

export interface SignaturesOptions {
  readonly knex: Knex;
  readonly clock: () => Date;
  /** Null: visas are drawn, and say so. */
  readonly certificate: SigningCertificate | null;
  readonly timeZone: string;
}

interface SignatureRow {
  readonly family: string;
  readonly display_name: string;
  readonly given: boolean;
  readonly certified: boolean;
  readonly reason: string | null;
  readonly at: Date;
}

const conflict = (message: string): DomainError => new DomainError('CONFLICT', message);
const PROVES = 'proof';

export function createSignatures({ knex, clock, certificate, timeZone }: SignaturesOptions): Signatures {
  const shown = new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeStyle: 'short', timeZone });
  const fingerprint =
    certificate === null ? null : createHash('sha256').update(certificate.certificate).digest('hex');

  type Signable = DocumentRow & { readonly bytes: Uint8Array };

  async function documentOf({ task, step }: SigningRequest): Promise<Signable> {
    const found: Signable | undefined = await knex('document')
      .where({ process_instance_key: task.processInstanceKey, kind: step.kind })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'version', order: 'desc' },
      ])
      .first(knex.raw(`${documentColumns}, bytes`));
    if (found?.media_type === 'application/pdf') return found;
    throw conflict(
      `Le document à signer à l’étape « ${task.name} » n’est pas encore dans le dossier, ou n’est pas un PDF. Rechargez la page dans un instant ; s’il manque toujours, prévenez le propriétaire de la procédure.`,
    );
  }

  async function visasOf(family: string): Promise<number> {
    const row = await knex('document_signature')
      .where({ family, given: true })
      .count<{ count: string | number }>('* as count')
      .first();
    return Number(row?.count ?? 0);
  }

  function rowOf({ signatory, task }: SigningRequest, document: DocumentRow, at: Date) {
    return {
      task_key: task.key,
      document_id: document.id,
      family: document.family ?? document.id,
      account: signatory.name,
      display_name: signatory.displayName,
      at,
    };
  }

  async function refuse(request: SigningRequest, document: Signable, at: Date): Promise<void> {
    const reason = request.values[request.step.reason];
    await knex('document_signature')
      .insert({
        ...rowOf(request, document, at),
        rank: await visasOf(document.family ?? document.id),
        given: false,
        certified: false,
        reason: typeof reason === 'string' && reason.trim() !== '' ? reason.trim() : null,
      })
      .onConflict('task_key')
      .ignore();
  }

  async function sign(request: SigningRequest, document: Signable, at: Date): Promise<void> {
    const { signatory, task } = request;
    if (certificate !== null && certificate.validTo < at)
      throw conflict(
        'Le certificat de signature a expiré : rien n’a été signé. L’administrateur doit en installer un autre.',
      );
    const rank = await visasOf(document.family ?? document.id);
    if (rank >= MOST_VISAS) throw conflict(`Un document porte au plus ${String(MOST_VISAS)} visas.`);
    const content = await signed(
      {
        pdf: Buffer.from(document.bytes),
        rank,
        name: signatory.displayName,
        step: task.name,
        at,
        shownAt: shown.format(at),
      },
      certificate,
    );
    await knex.transaction(async (transaction) => {
      const version = await keepVersion(transaction, document.id, {
        id: randomUUID(),
        ...contentOf({
          processInstanceKey: document.process_instance_key,
          kind: document.kind,
          name: document.name,
          contentType: document.media_type,
          content,
          createdBy: signatory.name,
        }),
        created_at: at,
        family: null,
        version: 1,
        retention: PROVES,
      });
      await transaction('document_signature').insert({
        ...rowOf(request, version, at),
        rank,
        given: true,
        certified: certificate !== null,
        reason: null,
      });
    });
  }

  return {
    async complete(request) {
      const { task, step, values } = request;
      const done: unknown = await knex('document_signature').where({ task_key: task.key }).first('task_key');
      if (done !== undefined) return;
      const document = await documentOf(request);
      const isGiven = step.given === '' || values[step.given] === true;
      await (isGiven ? sign(request, document, clock()) : refuse(request, document, clock()));
    },

    async of(firstVersions) {
      const rows: SignatureRow[] = await knex('document_signature')
        .whereIn('family', [...firstVersions])
        .orderBy('at')
        .select('family', 'display_name', 'given', 'certified', 'reason', 'at');
      return rows.map((row) => ({
        firstVersion: row.family,
        displayName: row.display_name,
        given: row.given,
        certified: row.certified,
        reason: row.reason,
        at: row.at.toISOString(),
      }));
    },

    verify: (pdf) =>
      verifiedSignatures(pdf).map((one) => ({
        ...one,
        isOurs: fingerprint !== null && one.fingerprint === fingerprint,
      })),
  };
}
