/** `/journal`: who did what, for administrators. */
import { Router, type NextFunction, type Request, type Response } from 'express';
import type { AuditEntry, AuditVerdict } from '../../audit/entry';
import { hasRole, Role } from '../../identity/account';
import { isMessageKey } from '../../text/catalogue';
import { audit as words } from '../../text/catalogue/audit';
import { DomainError } from '../errors';
import { href, signedIn, text } from './kit/http';
import { displayNames } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';

const DID = 'audit.did.';
const actions = Object.keys(words.fr)
  .filter((key) => key.startsWith(DID))
  .map((key) => key.slice(DID.length));

function actionWords(reader: Reader, action: string): string {
  const key = `${DID}${action}`;
  return isMessageKey(key) ? reader.t(key) : action;
}

const tones = { DONE: 'COMPLETED', REFUSED: 'waiting', FAILED: 'incident' } as const;

/** A key says nothing to people; what it names stands beside it. */
const isKey = (subject: string): boolean => /^\d{10,}$/.test(subject);

function lineOf(
  reader: Reader,
  entry: AuditEntry,
  names: (name: string | null) => string | null,
  numbers: ReadonlyMap<string, string>,
) {
  return {
    at: entry.at,
    actor: entry.actor === 'logigramme' ? reader.t('audit.program') : names(entry.actor),
    account: entry.actor,
    action: actionWords(reader, entry.action),
    subject: entry.subject !== null && isKey(entry.subject) ? null : entry.subject,
    case: entry.processInstanceKey,
    caseLabel: numbers.get(entry.processInstanceKey ?? '') ?? reader.t('common.unnamedCase'),
    outcome: reader.t(`audit.outcome.${entry.outcome}`),
    tone: tones[entry.outcome],
  };
}

function verdictWords(reader: Reader, verdict: AuditVerdict): string {
  return verdict.ok
    ? reader.t('audit.sound', { n: verdict.entries, hash: verdict.hash.slice(0, 16) })
    : reader.t(`audit.broken.${verdict.reason}`, { n: verdict.position });
}

export function auditPages(kit: PageKit): Router {
  const router = Router();
  const { audit } = kit.services;

  router.use('/journal', (req: Request, _res: Response, next: NextFunction) => {
    if (hasRole(signedIn(req), Role.ADMIN)) next();
    else throw new DomainError('FORBIDDEN', kit.reader(req).t('audit.forbidden'));
  });

  async function numbersOf(items: readonly AuditEntry[]): Promise<ReadonlyMap<string, string>> {
    const keys = [...new Set(items.flatMap(({ processInstanceKey }) => processInstanceKey ?? []))];
    const found = await Promise.all(keys.map((key) => kit.services.queries.instance(key)));
    return new Map(
      found.flatMap((one) => (one?.caseNumber ? [[one.processInstanceKey, one.caseNumber]] : [])),
    );
  }

  router.get('/journal', async (req, res) => {
    const reader = kit.reader(req);
    const filter = {
      actor: text(req.query, 'compte') || undefined,
      action: text(req.query, 'action') || undefined,
    };
    const cursor = text(req.query, 'curseur');
    const before = /^\d{1,18}$/.test(cursor) ? cursor : undefined;
    const [{ items, next }, names] = await Promise.all([
      audit.list({ ...filter, before }),
      displayNames(kit.services),
    ]);
    const numbers = await numbersOf(items);
    const query = { compte: filter.actor, action: filter.action };
    const verdict = req.query['verifier'] === undefined ? null : await audit.verify();
    await kit.send(req, res, 'audit', {
      title: reader.t('audit.title'),
      active: 'references',
      filter: query,
      actions: actions
        .map((value) => ({ value, label: actionWords(reader, value), selected: value === filter.action }))
        .sort((a, b) => a.label.localeCompare(b.label, reader.lang)),
      verifyHref: href('/journal', { ...query, verifier: 'oui' }),
      exportHref: href('/api/v1/audit/export', filter),
      verdict: verdict !== null && { ok: verdict.ok, words: verdictWords(reader, verdict) },
      entries: items.map((entry) => lineOf(reader, entry, names, numbers)),
      nextHref: next === null ? null : href('/journal', { ...query, curseur: next }),
      firstHref: before === undefined ? null : href('/journal', query),
      empty: { icon: 'search', title: reader.t('audit.empty.title'), text: reader.t('audit.empty.text') },
    });
  });

  return router;
}
