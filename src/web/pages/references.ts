/** `/referentiels`: the data that procedures need, kept by those who know them. */
import { Router, type Request } from 'express';
import { hasRole, Role } from '../../identity/account';
import type { ReferenceKind } from '../../references/kind';
import { kindOf, kinds } from '../../references/kinds';
import { titleOf, type ReferenceItem } from '../../references/references';
import { DomainError } from '../errors';
import { mayRetry } from './case-view';
import { answerIsland, parameter, signedIn, submittedVariables, text } from './kit/http';
import { variableDescriber } from '../../words/labels';
import type { FormSchema } from '../../forms/schema';
import { mayManageMails } from '../mail-rights';
import { displayNames } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';

const VERSION = 'version';

export function referencePages(kit: PageKit): Router {
  const router = Router();
  const { references } = kit.services;

  function known(req: Request): ReferenceKind {
    const kind = kindOf(parameter(req, 'kind'));
    if (kind !== undefined) {
      references.checkReader(signedIn(req), kind.slug);
      return kind;
    }
    throw new DomainError('NOT_FOUND', kit.reader(req).t('references.unknown'));
  }

  router.get('/referentiels', async (req, res) => {
    const reader = kit.reader(req);
    const counts = await references.counts();
    await kit.send(req, res, 'references', {
      title: reader.t('references.title'),
      active: 'references',
      mayOversee: mayManageMails(signedIn(req)),
      mayRetry: mayRetry(signedIn(req)),
      mayAdminister: hasRole(signedIn(req), Role.ADMIN),
      kinds: kinds
        .filter(({ slug }) => references.mayRead(signedIn(req), slug))
        .map((kind) => ({ ...kind, count: counts.get(kind.slug) ?? 0 })),
    });
  });

  router.get('/referentiels/:kind.pdf', async (req, res) => {
    const { slug, document } = known(req);
    if (document === undefined)
      throw new DomainError('NOT_FOUND', kit.reader(req).t('references.noDocument'));
    const sortKey = ({ values }: ReferenceItem) =>
      document.sortedBy.map((key) => String(values[key] ?? '')).join(' ');
    const items = [...(await references.list(slug))].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
    const { name, content } = await kit.services.documents.print(document.template, {
      lignes: items.map(({ values }) => values),
      nombre: items.length,
      dateDuJour: new Date(kit.services.now()).toISOString().slice(0, 10),
    });
    res.setHeader('Cache-Control', 'no-store');
    res.attachment(name).send(content);
  });

  router.get('/referentiels/:kind', async (req, res) => {
    const reader = kit.reader(req);
    const kind = known(req);
    const [items, form] = await Promise.all([references.list(kind.slug), references.form(kind.slug, false)]);
    const columns = kind.fields.filter((field) => field.inList === true);
    const cells = cellsOf(reader, form);
    await kit.send(req, res, 'reference-list', {
      title: kind.plural,
      active: 'references',
      kind,
      mayEdit: references.mayEdit(signedIn(req), kind.slug),
      pdf: kind.document === undefined || items.length === 0 ? null : `/referentiels/${kind.slug}.pdf`,
      addLabel: reader.t('references.add', { what: kind.singular }),
      columns: columns.map(({ label }) => label),
      items: items.map((item) => ({
        href: `/referentiels/${kind.slug}/${encodeURIComponent(item.code)}`,
        title: titleOf(kind, item),
        code: kind.codeOf === undefined ? item.code : '',
        cells: columns.slice(1).map((field) => ({
          label: field.label,
          value: cells(field.key, item.values[field.key]),
        })),
      })),
      empty: {
        icon: 'references',
        title: reader.t('references.empty.title'),
        text: kind.lead,
      },
    });
  });

  router.get('/referentiels/:kind/nouveau', async (req, res) => {
    const reader = kit.reader(req);
    const kind = known(req);
    if (!references.mayEdit(signedIn(req), kind.slug)) {
      throw new DomainError('FORBIDDEN', reader.t('references.forbidden', { what: kind.plural }));
    }
    const schema = await references.form(kind.slug, true);
    await kit.send(req, res, 'reference-item', {
      title: reader.t('references.add', { what: kind.singular }),
      active: 'references',
      kind,
      hasForm: true,
      mode: 'edit',
      submitLabel: reader.t('references.save'),
      ...formView({
        schema,
        action: `/referentiels/${kind.slug}/nouveau`,
        draftKey: `${signedIn(req).name}:referentiel:${kind.slug}`,
      }),
    });
  });

  router.post('/referentiels/:kind/nouveau', async (req, res) => {
    const kind = known(req);
    await answerIsland(kit, req, res, async () => {
      await references.create(signedIn(req), kind.slug, submittedVariables(req));
      return { next: `/referentiels/${kind.slug}?info=saved` };
    });
  });

  router.get('/referentiels/:kind/:code', async (req, res) => {
    const reader = kit.reader(req);
    const kind = known(req);
    const item = await references.read(kind.slug, parameter(req, 'code'));
    const [schema, history, nameOf] = await Promise.all([
      references.form(kind.slug, false),
      references.history(kind.slug, item.code),
      displayNames(kit.services),
    ]);
    const mayEdit = references.mayEdit(signedIn(req), kind.slug);
    const address = `/referentiels/${kind.slug}/${encodeURIComponent(item.code)}`;
    await kit.send(req, res, 'reference-item', {
      title: titleOf(kind, item),
      active: 'references',
      kind,
      address,
      mayEdit,
      hasForm: true,
      mode: mayEdit ? 'edit' : 'read',
      submitLabel: mayEdit ? reader.t('references.save') : null,
      history: history.map(({ change, at, account }) => ({
        label: reader.t(`references.change.${change}`),
        at,
        by: nameOf(account) ?? account,
      })),
      ...formView({
        schema,
        action: `${address}?${VERSION}=${String(item.version)}`,
        draftKey: `${signedIn(req).name}:referentiel:${kind.slug}:${item.code}:${String(item.version)}`,
        item,
        readOnly: !mayEdit,
      }),
    });
  });

  router.post('/referentiels/:kind/:code', async (req, res) => {
    const kind = known(req);
    await answerIsland(kit, req, res, async () => {
      const version = Number(text(req.query, VERSION));
      await references.change(
        signedIn(req),
        kind.slug,
        parameter(req, 'code'),
        submittedVariables(req),
        version,
      );
      return { next: `/referentiels/${kind.slug}?info=saved` };
    });
  });

  router.post('/referentiels/:kind/:code/retirer', async (req, res) => {
    const kind = known(req);
    await references.remove(signedIn(req), kind.slug, parameter(req, 'code'));
    res.redirect(303, `/referentiels/${kind.slug}?info=removed`);
  });

  return router;
}

interface FormOfItem {
  readonly schema: FormSchema;
  readonly action: string;
  readonly draftKey: string;
  readonly item?: ReferenceItem;
  readonly readOnly?: boolean;
}

function formView({ schema, action, draftKey, item, readOnly = false }: FormOfItem) {
  return {
    islands: ['form'],
    styles: ['form'],
    data: { schema, variables: item?.values ?? {}, readOnly, action, draftKey },
  };
}

/** A value as people read it: by the label of its choice, where it is one. */
function cellsOf(reader: Reader, form: FormSchema): (key: string, value: unknown) => string {
  const describe = variableDescriber(reader, [form]);
  return (key, value) => (value === undefined ? reader.t('common.none') : describe(key, value).value);
}
