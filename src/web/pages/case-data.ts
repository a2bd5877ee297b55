/** `/dossiers/:key/donnees`: operators correct a case's data, say why, and go on with the step that stopped. */
import { Router, type Request } from 'express';
import { mayChangeVariables } from '../../cases/change-variables';
import { resolveIncident } from '../../incidents/incidents';
import type { VariableView } from '../../readmodel/views';
import { formsOfCase, variableDescriber } from '../../words/labels';
import { DomainError } from '../errors';
import { parameter, signedIn, text } from './kit/http';
import { displayNames } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';

interface Scope {
  /** Of the instance whose page may change it: a called one has its own. */
  readonly processInstanceKey: string;
  readonly scopeKey: string;
  readonly label: string;
  readonly variables: readonly VariableView[];
}

const inputName = (name: string): string => `valeur:${name}`;

/** Text areas that differ from what was shown; a name and value of its own for a new one. */
function changedIn(body: unknown, reader: Reader): Record<string, unknown> {
  const entries = Object.entries(typeof body === 'object' && body !== null ? body : {});
  const given = new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const changed: Record<string, unknown> = {};
  const read = (name: string, value: string): void => {
    try {
      changed[name] = JSON.parse(value);
    } catch {
      throw new DomainError(
        'FORM_INVALID',
        reader.t('caseData.notJson', { name, value: value.slice(0, 80) }),
      );
    }
  };
  for (const [field, value] of given) {
    if (!field.startsWith('valeur:')) continue;
    const name = field.slice('valeur:'.length);
    if (value.replaceAll('\r\n', '\n') !== given.get(`avant:${name}`)?.replaceAll('\r\n', '\n'))
      read(name, value);
  }
  const added = (given.get('nouveauNom') ?? '').trim();
  if (added !== '') read(added, given.get('nouvelleValeur') ?? '');
  return changed;
}

export function caseDataPages(kit: PageKit): Router {
  const router = Router();
  const { cases, queries } = kit.services;

  async function scopesOf(req: Request, key: string): Promise<readonly Scope[]> {
    const reader = kit.reader(req);
    const account = signedIn(req);
    const called = await cases.called(account, key);
    const instances = [
      { processInstanceKey: key, processName: '' },
      ...called.map(({ processInstanceKey, processName }) => ({ processInstanceKey, processName })),
    ];
    const scopes = await Promise.all(
      instances.map(async ({ processInstanceKey, processName }) => {
        const [variables, elements, instance] = await Promise.all([
          queries.variables(processInstanceKey),
          queries.elements(processInstanceKey),
          queries.instance(processInstanceKey),
        ]);
        if (instance?.state !== 'ACTIVE') return [];
        const open = elements.filter((element) => element.state === 'ACTIVE');
        const of = (scopeKey: string) => variables.filter((variable) => variable.scopeKey === scopeKey);
        return [
          {
            processInstanceKey,
            scopeKey: processInstanceKey,
            label:
              processName === ''
                ? reader.t('caseData.ofCase')
                : reader.t('caseData.ofCalled', { name: processName }),
            variables: of(processInstanceKey),
          },
          ...open
            .map((element) => ({
              processInstanceKey,
              scopeKey: element.key,
              label: reader.t('caseData.ofStep', {
                name: element.elementName ?? reader.t('history.stepWithoutName'),
              }),
              variables: of(element.key),
            }))
            .filter(({ variables: own }) => own.length > 0),
        ];
      }),
    );
    return scopes.flat();
  }

  function requireOperator(req: Request): void {
    if (mayChangeVariables(signedIn(req))) return;
    throw new DomainError('FORBIDDEN', 'Seul un responsable corrige les données d’un dossier.');
  }

  router.get('/dossiers/:key/donnees', async (req, res) => {
    const reader = kit.reader(req);
    const account = signedIn(req);
    const key = parameter(req, 'key');
    const instance = await cases.read(account, key);
    requireOperator(req);
    const incident = text(req.query, 'incident');
    const [scopes, changes, nameOf, process, tasks] = await Promise.all([
      scopesOf(req, key),
      cases.variableChanges(account, key),
      displayNames(kit.services),
      queries.process(instance.bpmnProcessId),
      queries.tasks({ processInstanceKey: key, limit: 200 }),
    ]);
    const forms = await formsOfCase(kit.services, process?.startForm ?? null, tasks.items, key);
    const describe = variableDescriber(reader, forms, kit.services.contractForms);
    await kit.send(req, res, 'case-data', {
      title: reader.t('caseData.title'),
      active: 'cases',
      case: instance,
      caseLabel: instance.caseNumber ?? reader.t('common.unnamedCase'),
      incident,
      scopes: scopes.map(({ processInstanceKey, scopeKey, label, variables }) => ({
        action: `/dossiers/${key}/donnees`,
        processInstanceKey,
        scopeKey,
        label,
        variables: variables.map(({ name, value }) => ({
          name,
          label: describe(name, value).label,
          field: inputName(name),
          before: `avant:${name}`,
          json: JSON.stringify(value, null, 2),
          rows: Math.min(8, JSON.stringify(value, null, 2).split('\n').length),
          locked: ['initiateur', 'superieur', 'numeroDossier'].includes(name),
        })),
      })),
      changes: [...changes].reverse().map((change) => ({
        name: describe(change.name, change.newValue).label,
        before: change.oldValue === null ? reader.t('common.none') : JSON.stringify(change.oldValue),
        after: JSON.stringify(change.newValue),
        reason: change.reason,
        who: nameOf(change.account) ?? change.account,
        at: change.at,
      })),
    });
  });

  router.post('/dossiers/:key/donnees', async (req, res) => {
    const account = signedIn(req);
    const key = parameter(req, 'key');
    await cases.read(account, key);
    requireOperator(req);
    const called = await cases.called(account, key);
    const asked = text(req.body, 'dossier') || key;
    const owner = asked === key || called.some((one) => one.processInstanceKey === asked) ? asked : key;
    await cases.changeVariables(account, owner, {
      variables: changedIn(req.body, kit.reader(req)),
      reason: text(req.body, 'raison'),
      scopeKey: text(req.body, 'portee') || undefined,
    });
    const incident = text(req.body, 'incident');
    if (incident === '') {
      res.redirect(303, `/dossiers/${key}/donnees?info=dataChanged`);
      return;
    }
    const found = await queries.incident(incident);
    const own = [key, ...called.map((one) => one.processInstanceKey)];
    if (found !== null && own.includes(found.processInstanceKey) && found.state === 'CREATED') {
      await resolveIncident(kit.services, incident);
    }
    res.redirect(303, `/dossiers/${key}?info=dataChangedAndRetried`);
  });

  return router;
}
