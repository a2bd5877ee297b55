/** `/courriels`: what the procedures have sent, for managers and administrators; sending again. */
import { Router, type NextFunction, type Request, type Response } from 'express';
import { OutboxState } from '../../mail/out/outbox';
import type { MailContent } from '../../mail/out/sent-mails';
import { knownMail, resendMail } from '../../incidents/resend-mail';
import { DomainError } from '../errors';
import { href, parameter, signedIn, text } from './kit/http';
import { sendMailFrame } from './kit/mail-frame';
import { mayManageMails } from '../mail-rights';
import { mailTabs } from './kit/mail-tabs';
import { mailLine, mayResend } from './kit/mails';
import { displayNames } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';

const states = Object.values(OutboxState);
const pageSize = 30;

export function mailPages(kit: PageKit): Router {
  const router = Router();
  const { services } = kit;

  router.use('/courriels', (req: Request, _res: Response, next: NextFunction) => {
    if (mayManageMails(signedIn(req))) next();
    else throw new DomainError('FORBIDDEN', kit.reader(req).t('mails.forbidden'));
  });

  /** Cases by instance key; what a case called is shown under its own number. */
  async function casesOf(keys: readonly (string | null)[]): Promise<ReadonlyMap<string, string | null>> {
    const known = [...new Set(keys)].filter((key) => key !== null);
    const found = await Promise.all(known.map((key) => services.queries.instance(key)));
    return new Map(
      found.flatMap((instance) =>
        instance === null ? [] : [[instance.processInstanceKey, instance.caseNumber] as const],
      ),
    );
  }

  function caseLink(reader: Reader, cases: ReadonlyMap<string, string | null>, key: string | null) {
    if (key === null || !cases.has(key)) return null;
    return { href: `/dossiers/${key}`, label: cases.get(key) ?? reader.t('common.unnamedCase') };
  }

  router.get('/courriels', async (req, res) => {
    const reader = kit.reader(req);
    const asked = text(req.query, 'etat');
    const state = states.find((candidate) => candidate === asked);
    const cursor = text(req.query, 'curseur') || undefined;
    const [{ items, nextCursor }, counts] = await Promise.all([
      services.outgoing.list({ state, cursor, limit: pageSize }),
      services.outgoing.counts(),
    ]);
    const cases = await casesOf(items.map(({ processInstanceKey }) => processInstanceKey));
    await kit.send(req, res, 'mails', {
      title: reader.t('mails.title'),
      active: 'mailbox',
      mailbox: services.mailbox.enabled,
      tabs: mailTabs(reader, 'sent'),
      states: states.map((value) => ({
        value,
        label: `${reader.t(`mails.state.${value}`)} (${counts[value] ?? 0})`,
        selected: value === state,
      })),
      mails: items.map((mail) => ({
        ...mailLine({ reader, services: kit.services, account: signedIn(req) }, mail),
        case: caseLink(reader, cases, mail.processInstanceKey),
        resend: resendForm(reader, mail),
      })),
      nextHref: nextCursor === null ? null : href('/courriels', { etat: state, curseur: nextCursor }),
      firstHref: cursor === undefined ? null : href('/courriels', { etat: state }),
      empty: {
        icon: 'mailbox',
        title: reader.t('mails.empty.title'),
        text: reader.t('mails.empty.text'),
        action: reader.t('mails.empty.filteredAction'),
        href: state === undefined ? null : '/courriels',
      },
    });
  });

  router.get('/courriels/:id', async (req, res) => {
    const reader = kit.reader(req);
    const mail = await knownMail(services, parameter(req, 'id'));
    const [cases, nameOf] = await Promise.all([casesOf([mail.processInstanceKey]), displayNames(services)]);
    const line = mailLine({ reader, services: kit.services, account: signedIn(req) }, mail);
    await kit.send(req, res, 'sent-mail', {
      title: line.subject,
      active: 'mailbox',
      mail: line,
      text: mail.text,
      problem: mail.error === null || mail.state === 'SENT' ? null : reader.t(`mails.error.${mail.state}`),
      facts: factsOf(reader, mail, nameOf(mail.requestedBy)),
      case: caseLink(reader, cases, mail.processInstanceKey),
      files: await filesOf(mail),
      resend: resendForm(reader, mail),
      frameHref: `/courriels/${mail.id}/contenu`,
    });
  });

  async function filesOf(mail: MailContent) {
    const files = await Promise.all(mail.attachments.map((id) => services.documents.read(id)));
    return files.flatMap((file) =>
      file === null ? [] : [{ name: file.name, href: `/documents/${file.id}` }],
    );
  }

  router.get('/courriels/:id/contenu', async (req, res) => {
    sendMailFrame(res, (await knownMail(services, parameter(req, 'id'))).html);
  });

  router.post('/courriels/:id/renvoyer', async (req, res) => {
    const id = parameter(req, 'id');
    await resendMail(services, signedIn(req), id);
    res.redirect(303, `/courriels/${encodeURIComponent(id)}?info=resent`);
  });

  return router;
}

function resendForm(reader: Reader, mail: MailContent | Parameters<typeof mayResend>[0]) {
  if (!mayResend(mail)) return null;
  return {
    action: `/courriels/${mail.id}/renvoyer`,
    label: reader.t('mails.resendNamed', { subject: mail.subject, to: mail.to }),
  };
}

function factsOf(reader: Reader, mail: MailContent, requestedBy: string | null) {
  const dated = (label: string, at: string | null) =>
    at === null ? [] : [{ label, value: reader.format.dateTime(at) }];
  return [
    { label: reader.t('mailbox.to'), value: [mail.to, ...mail.copies].join(', ') },
    ...dated(reader.t('mails.created'), mail.createdAt),
    ...dated(reader.t('mails.sent'), mail.sentAt),
    ...dated(reader.t('mails.bounced'), mail.bouncedAt),
    { label: reader.t('mails.attempts'), value: String(mail.attempts) },
    ...(requestedBy === null ? [] : [{ label: reader.t('mails.requestedBy'), value: requestedBy }]),
  ];
}
