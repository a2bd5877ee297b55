/** `/courriels-recus`: the mails that came in and what became of them, for managers and administrators. */
import { Router, type NextFunction, type Request, type Response } from 'express';
import { InboundState } from '../../mail/in/inbox';
import type { InboundMailView } from '../../mail/in/views';
import { DomainError } from '../errors';
import { fileSize, href, parameter, signedIn, text } from './kit/http';
import { mayManageMails } from '../mail-rights';
import { mailTabs } from './kit/mail-tabs';
import type { PageKit, Reader } from './kit/renderer';

const states = Object.values(InboundState);
const pageSize = 30;

const tones = {
  RECEIVED: 'waiting',
  ACCEPTED: 'COMPLETED',
  ANSWERED: 'waiting',
  REFUSED: 'incident',
  IGNORED: 'CANCELED',
} as const satisfies Record<InboundState, string>;

function lineOf(reader: Reader, mail: InboundMailView) {
  return {
    href: `/courriels-recus/${mail.id}`,
    subject: mail.subject || reader.t('mailbox.noSubject'),
    sender: mail.sender || reader.t('common.none'),
    at: mail.receivedAt,
    state: reader.t(`received.state.${mail.state}`),
    tone: tones[mail.state],
    reason: mail.reason,
    error: mail.error,
    case:
      mail.processInstanceKey === null
        ? null
        : {
            href: `/dossiers/${mail.processInstanceKey}`,
            label: mail.caseNumber ?? reader.t('common.unnamedCase'),
          },
  };
}

function factsOf(reader: Reader, mail: InboundMailView) {
  const from = mail.senderName === '' ? mail.sender : `${mail.senderName} (${mail.sender})`;
  const files = mail.attachments.map(({ name, size }) => `${name} (${fileSize(size)})`).join(', ');
  return [
    { label: reader.t('mailbox.from'), value: from || reader.t('common.none') },
    { label: reader.t('mailbox.to'), value: mail.recipients.join(', ') },
    { label: reader.t('mailbox.date'), value: reader.format.dateTime(mail.receivedAt) },
    { label: reader.t('received.size'), value: fileSize(mail.size) },
    ...(files === '' ? [] : [{ label: reader.t('mails.attachments'), value: files }]),
    ...(mail.answeredAt === null
      ? []
      : [{ label: reader.t('received.answered'), value: reader.format.dateTime(mail.answeredAt) }]),
  ];
}

export function receivedMailPages(kit: PageKit): Router {
  const router = Router();
  const { receivedMails } = kit.services;

  router.use('/courriels-recus', (req: Request, _res: Response, next: NextFunction) => {
    if (mayManageMails(signedIn(req))) next();
    else throw new DomainError('FORBIDDEN', kit.reader(req).t('received.forbidden'));
  });

  router.get('/courriels-recus', async (req, res) => {
    const reader = kit.reader(req);
    const asked = text(req.query, 'etat');
    const state = states.find((candidate) => candidate === asked);
    const before = text(req.query, 'curseur') || undefined;
    const { items, nextCursor } = await receivedMails.list({ state, before, limit: pageSize });
    const where = receivedMails.enabled ? 'empty' : 'disabled';
    await kit.send(req, res, 'received-mails', {
      title: reader.t('received.title'),
      active: 'mailbox',
      tabs: mailTabs(reader, 'received'),
      states: states.map((value) => ({ value, label: `received.state.${value}`, selected: value === state })),
      mails: items.map((mail) => lineOf(reader, mail)),
      nextHref: nextCursor === null ? null : href('/courriels-recus', { etat: state, curseur: nextCursor }),
      firstHref: before === undefined ? null : href('/courriels-recus', { etat: state }),
      empty: {
        icon: 'mailbox',
        title: reader.t(`received.${where}.title`),
        text: reader.t(`received.${where}.text`),
        action: reader.t('mails.empty.filteredAction'),
        href: state === undefined ? null : '/courriels-recus',
      },
    });
  });

  router.get('/courriels-recus/:id', async (req, res) => {
    const reader = kit.reader(req);
    const mail = await receivedMails.read(parameter(req, 'id'));
    if (mail === null) throw new DomainError('NOT_FOUND', reader.t('mailbox.unknown'));
    const line = lineOf(reader, mail);
    await kit.send(req, res, 'received-mail', {
      title: line.subject,
      active: 'mailbox',
      mail: line,
      facts: factsOf(reader, mail),
      text: mail.text || reader.t('received.noText'),
    });
  });

  return router;
}
