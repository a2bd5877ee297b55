/** Error pages: what happened and what to do. `createApp`'s error handler sends them to browsers. */
import type { Request, Response } from 'express';
import { isMessageKey, type MessageKey } from '../../text/catalogue';
import type { FieldError } from '../errors';
import type { WebServices } from '../services';
import { createPageKit } from './kit/renderer';

export interface PageFailure {
  readonly status: number;
  /** Sentence for people; shown above the general advice. */
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
}

export type SendErrorPage = (req: Request, res: Response, failure: PageFailure) => Promise<void>;

/** Advice of the status, of its class, or of an internal error. */
function advice(status: number, part: 'title' | 'help'): MessageKey {
  const exact = `error.${String(status)}.${part}`;
  if (isMessageKey(exact)) return exact;
  return status < 500 ? `error.400.${part}` : `error.500.${part}`;
}

/** A reason to show the reader the page they came from: their own site's, and not this very one. */
function backHref(req: Request): string | null {
  const referer = req.get('referer');
  if (referer === undefined || !URL.canParse(referer)) return null;
  const { host, pathname, search } = new URL(referer);
  return host === req.get('host') && pathname !== req.path ? `${pathname}${search}` : null;
}

export function createErrorPages(services: WebServices): SendErrorPage {
  const kit = createPageKit(services);
  return async (req, res, { status, detail, errors }) => {
    const reader = kit.reader(req);
    res.status(status);
    await kit.send(req, res, 'error', {
      title: reader.t(advice(status, 'title')),
      help: reader.t(advice(status, 'help')),
      status,
      detail,
      errors,
      backHref: backHref(req),
      time: status >= 500 ? reader.format.dateTime(new Date(services.now()).toISOString()) : null,
    });
  };
}
