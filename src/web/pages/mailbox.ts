/** `/courrier`: the embedded SMTP sink's mails. */
import { Router, type NextFunction, type Request, type Response } from 'express';
import { DomainError } from '../errors';
import type { MailboxMessage } from '../services';
import { parameter, signedIn } from './kit/http';
import { sendMailFrame } from './kit/mail-frame';
import { mayManageMails, mayReadMailbox } from '../mail-rights';
import type { PageKit, Reader } from './kit/renderer';

export function mailboxPages(kit: PageKit): Router {
  const router = Router();
  const { mailbox } = kit.services;

  router.use('/courrier', (req: Request, _res: Response, next: NextFunction) => {
    if (!mailbox.enabled || mayReadMailbox(kit.services, signedIn(req))) next();
    else throw new DomainError('FORBIDDEN', kit.reader(req).t('mailbox.forbidden'));
  });

  async function known(reader: Reader, id: string): Promise<MailboxMessage> {
    const mail = mailbox.enabled ? await mailbox.message(id) : null;
    if (mail === null) throw new DomainError('NOT_FOUND', reader.t('mailbox.unknown'));
    return mail;
  }

  router.get('/courrier', async (req, res) => {
    const reader = kit.reader(req);
    const messages = mailbox.enabled ? await mailbox.messages() : [];
    const state = mailbox.enabled ? 'empty' : 'disabled';
    await kit.send(req, res, 'mailbox', {
      title: reader.t('mailbox.title'),
      active: 'mailbox',
      enabled: mailbox.enabled,
      mayOversee: mayManageMails(signedIn(req)),
      messages: messages.map((mail) => ({
        ...mail,
        to: mail.to.join(', '),
        subject: mail.subject || reader.t('mailbox.noSubject'),
      })),
      empty: {
        icon: 'mailbox',
        title: reader.t(`mailbox.${state}.title`),
        text: reader.t(`mailbox.${state}.text`),
      },
    });
  });

  router.get('/courrier/:id', async (req, res) => {
    const reader = kit.reader(req);
    const mail = await known(reader, parameter(req, 'id'));
    await kit.send(req, res, 'mail', {
      title: mail.subject || reader.t('mailbox.noSubject'),
      active: 'mailbox',
      mail,
      to: mail.to.join(', '),
      frameHref: mail.html === null ? null : `/courrier/${encodeURIComponent(mail.id)}/contenu`,
    });
  });

  router.get('/courrier/:id/contenu', async (req, res) => {
    const mail = await known(kit.reader(req), parameter(req, 'id'));
    sendMailFrame(res, mail.html ?? '');
  });

  return router;
}
