/** What a draft changes, in words: for the publish gate, the history and whoever approves. */
import { ChangeKind, compareDiagrams, type ElementChange } from '../bpmn';
import { kindOf, FileKind } from './files';

/** One thing that changed. `elementId` is of the diagram; null: of another file, or of the whole. */
export interface Change {
  readonly file: string;
  readonly kind: ChangeKind;
  readonly elementId: string | null;
  /** French: « Étape « Analyser » ajoutée ». */
  readonly text: string;
}

export interface ComparedFile {
  readonly name: string;
  /** Null: not there before. */
  readonly before: string | null;
  /** Null: not there any more. */
  readonly after: string | null;
}

/** French names by BPMN tag, with what an adjective agrees with. */
const types: Readonly<Record<string, readonly [name: string, isFeminine: boolean]>> = {
  userTask: ['Tâche', true],
  serviceTask: ['Étape automatique', true],
  sendTask: ['Envoi', false],
  receiveTask: ['Réception', true],
  manualTask: ['Tâche manuelle', true],
  businessRuleTask: ['Décision', true],
  scriptTask: ['Calcul', false],
  task: ['Étape', true],
  callActivity: ['Appel de procédure', false],
  subProcess: ['Sous-processus', false],
  startEvent: ['Début', false],
  endEvent: ['Fin', true],
  boundaryEvent: ['Évènement attaché', false],
  intermediateCatchEvent: ['Attente', true],
  intermediateThrowEvent: ['Émission', true],
  exclusiveGateway: ['Choix', false],
  inclusiveGateway: ['Choix multiple', false],
  parallelGateway: ['Branchement parallèle', false],
  eventBasedGateway: ['Attente entre plusieurs évènements', true],
  sequenceFlow: ['Flèche', true],
  lane: ['Couloir', false],
  participant: ['Participant', false],
  process: ['Procédure', true],
  textAnnotation: ['Note', true],
  message: ['Message', false],
  error: ['Erreur', true],
  signal: ['Signal', false],
};

/** French names of what changed in an element, by BPMN's attribute. */
const attributes: Readonly<Record<string, string>> = {
  name: 'son nom',
  documentation: 'sa description',
  extensionElements: 'ce qu’elle fait (automate, formulaire, affectation, données)',
  conditionExpression: 'sa condition',
  sourceRef: 'son origine',
  targetRef: 'sa destination',
  attachedToRef: 'l’étape à laquelle il est attaché',
  flowNodeRef: 'les étapes du couloir',
  default: 'sa flèche par défaut',
  eventDefinitions: 'son évènement',
  loopCharacteristics: 'sa répétition',
  cancelActivity: 'le fait d’interrompre l’étape',
  isExecutable: 'le fait d’être exécutable',
};

const verbs: Readonly<Record<ChangeKind, readonly [masculine: string, feminine: string]>> = {
  ADDED: ['ajouté', 'ajoutée'],
  REMOVED: ['retiré', 'retirée'],
  CHANGED: ['modifié', 'modifiée'],
  MOVED: ['déplacé', 'déplacée'],
};

function elementText({ kind, elementId, name, type, attributes: changed }: ElementChange): string {
  const [label, isFeminine] = types[type] ?? ['Élément', false];
  const called = name.replace(/\s+/g, ' ').trim();
  const verb = verbs[kind][isFeminine ? 1 : 0];
  const what = changed.map((attribute) => attributes[attribute] ?? attribute).join(', ');
  return `${label} « ${called === '' ? elementId : called} » ${verb}${what === '' ? '' : ` : ${what}`}`;
}

async function diagramChanges(file: string, before: string, after: string): Promise<readonly Change[]> {
  const changes = await compareDiagrams(before, after);
  return changes.map((change) => ({
    file,
    kind: change.kind,
    elementId: change.elementId,
    text: elementText(change),
  }));
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Fields of a form-js schema by their id, those within groups and lists included. */
function fieldsOf(schema: unknown): ReadonlyMap<string, Json> {
  const fields = new Map<string, Json>();
  const visit = (components: unknown): void => {
    if (!Array.isArray(components)) return;
    for (const component of components.filter(isObject)) {
      const { components: inner, ...own } = component;
      fields.set(String(component['id'] ?? component['key'] ?? fields.size), own);
      visit(inner);
    }
  };
  if (isObject(schema)) visit(schema['components']);
  return fields;
}

const fieldName = (field: Json): string =>
  String(field['label'] ?? field['dateLabel'] ?? field['timeLabel'] ?? field['key'] ?? field['type'] ?? '');

function formChanges(file: string, before: string, after: string): readonly Change[] {
  const [old, fresh] = [fieldsOf(JSON.parse(before)), fieldsOf(JSON.parse(after))];
  const said = (kind: ChangeKind, field: Json): Change => ({
    file,
    kind,
    elementId: null,
    text: `Champ « ${fieldName(field)} » ${verbs[kind][0]}`,
  });
  return [
    ...[...fresh].filter(([id]) => !old.has(id)).map(([, field]) => said(ChangeKind.ADDED, field)),
    ...[...old].filter(([id]) => !fresh.has(id)).map(([, field]) => said(ChangeKind.REMOVED, field)),
    ...[...fresh]
      .filter(([id, field]) => old.has(id) && JSON.stringify(old.get(id)) !== JSON.stringify(field))
      .map(([, field]) => said(ChangeKind.CHANGED, field)),
  ];
}

const whole = (file: string, kind: ChangeKind): Change => {
  const [name, isFeminine]: readonly [string, boolean] = {
    [FileKind.DIAGRAM]: ['Logigramme', false] as const,
    [FileKind.FORM]: ['Formulaire', false] as const,
    [FileKind.DECISION]: ['Table de décision', true] as const,
    [FileKind.TRIAL]: ['Cas d’essai', false] as const,
  }[kindOf(file) ?? FileKind.DIAGRAM];
  return { file, kind, elementId: null, text: `${name} « ${file} » ${verbs[kind][isFeminine ? 1 : 0]}` };
};

async function changesOf({ name, before, after }: ComparedFile): Promise<readonly Change[]> {
  if (before === after) return [];
  if (before === null) return [whole(name, ChangeKind.ADDED)];
  if (after === null) return [whole(name, ChangeKind.REMOVED)];
  try {
    const kind = kindOf(name);
    const found =
      kind === FileKind.DIAGRAM
        ? await diagramChanges(name, before, after)
        : kind === FileKind.FORM
          ? formChanges(name, before, after)
          : [];
    return found.length > 0 ? found : [whole(name, ChangeKind.CHANGED)];
  } catch {
    // One of them cannot be read: the checks say why.
    return [whole(name, ChangeKind.CHANGED)];
  }
}

export async function differenceOf(files: readonly ComparedFile[]): Promise<readonly Change[]> {
  return (await Promise.all(files.map(changesOf))).flat();
}
