/** Templates to HTML: one Handlebars environment, its helpers, and the layout's own data. */
import path from 'node:path';
import type { Request, Response } from 'express';
import { create } from 'express-handlebars';
import Handlebars from 'handlebars';
import { projectRoot } from '../../../config/root';
import type { Account } from '../../../identity/account';
import { isMessageKey, messagesUnder, translate, translateCount } from '../../../text/catalogue';
import type { MessageKey, MessageParameters, PluralStem } from '../../../text/catalogue';
import type { WebServices } from '../../services';
import { currentUser } from '../../session';
import { assetUrl } from './assets';
import { createFormatter } from '../../../text/format';
import type { TextReader } from '../../../text/reader';
import { icon } from './icons';
import { otherLanguagePath, requestLanguage } from './language';
import { navigation, type NavItem } from './navigation';

export interface PageView {
  /** Already in the reader's language. */
  readonly title: string;
  readonly active?: NavItem;
  /** Bundles of dist/public without extension, e.g. `form`; each brings its style sheet when it has one. */
  readonly islands?: readonly string[];
  /** Style sheets of dist/public, without extension. */
  readonly styles?: readonly string[];
  /** What the islands read, besides `lang` and `messages`. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

/** What a page knows of one request. */
export interface Reader extends TextReader {
  readonly user: Account | null;
}

export interface PageKit {
  readonly services: WebServices;
  reader(req: Request): Reader;
  /** Sends the template in the layout. */
  send(req: Request, res: Response, template: string, view: PageView): Promise<void>;
  /** The template alone, for live updates. */
  fragment(req: Request, template: string, view: Readonly<Record<string, unknown>>): Promise<string>;
}

interface HelperOptions {
  readonly hash: Readonly<Record<string, unknown>>;
  readonly data: { readonly root: { readonly reader: Reader } };
}

const templatesFolder = path.join(projectRoot, 'templates');

/** JSON that cannot end its script element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value ?? null)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function checkedKey(key: string): MessageKey {
  if (isMessageKey(key)) return key;
  throw new Error(
    `Expected a key of the catalogue in a template, but got '${key}'; add it to src/text/catalogue`,
  );
}

const reader = (options: HelperOptions): Reader => options.data.root.reader;

const helpers = {
  t: (key: string, options: HelperOptions) =>
    reader(options).t(checkedKey(key), options.hash as MessageParameters),
  tn: (stem: string, n: number, options: HelperOptions) => reader(options).count(stem as PluralStem, n),
  dateTime: (iso: string, options: HelperOptions) => reader(options).format.dateTime(iso),
  date: (iso: string, options: HelperOptions) => reader(options).format.date(iso),
  age: (iso: string, options: HelperOptions) => reader(options).format.age(iso),
  json: (value: unknown) => new Handlebars.SafeString(scriptJson(value)),
  icon: (name: string) => new Handlebars.SafeString(icon(name)),
  asset: assetUrl,
  eq: (left: unknown, right: unknown) => left === right,
  concat: (...parts: unknown[]) => parts.slice(0, -1).join(''),
} as const;

/** A short notice named by `?info=<name>` after a redirect; unknown names show nothing. */
function flash(req: Request): MessageKey | null {
  const key = `flash.${String(req.query.info ?? '')}`;
  return isMessageKey(key) ? key : null;
}

export function createPageKit(services: WebServices): PageKit {
  const handlebars = create({
    extname: '.hbs',
    layoutsDir: path.join(templatesFolder, 'pages', 'layouts'),
    partialsDir: path.join(templatesFolder, 'partials'),
    defaultLayout: 'main',
    helpers,
  });
  const cache = services.environment.LOG_LEVEL !== 'debug';

  function readerOf(req: Request): Reader {
    const lang = requestLanguage(req);
    return {
      lang,
      user: currentUser(req),
      format: createFormatter(lang, services.environment.TZ, services.now()),
      t: (key, parameters) => translate(lang, key, parameters),
      count: (stem, n) => translateCount(lang, stem, n),
    };
  }

  function render(req: Request, template: string, view: Readonly<Record<string, unknown>>, layout: string) {
    const context = { ...view, reader: readerOf(req) };
    const file = path.join(templatesFolder, 'pages', `${template}.hbs`);
    return handlebars.renderView(file, { ...context, layout, cache });
  }

  return {
    services,
    reader: readerOf,
    fragment: (req, template, view) => render(req, template, view, ''),
    async send(req, res, template, { data, ...view }) {
      const lang = requestLanguage(req);
      const islands = view.islands ?? [];
      const html = await render(
        req,
        template,
        {
          ...view,
          lang,
          user: currentUser(req),
          nav: navigation(view.active, services, currentUser(req)),
          flash: flash(req),
          otherLanguagePath: otherLanguagePath(req, translate(lang, 'layout.otherLanguageCode')),
          scripts: islands,
          styleSheets: view.styles ?? [],
          pageData: {
            ...data,
            lang,
            // One connection for all tabs of an account (islands/shared/live).
            streamWorker: assetUrl('stream.js'),
            account: currentUser(req)?.name ?? '',
            messages: islands.length > 0 ? messagesUnder(lang, ['island.']) : {},
          },
        },
        'main',
      );
      res.setHeader('Content-Language', lang);
      res.setHeader('Cache-Control', 'no-store');
      res.type('html').send(html);
    },
  };
}
