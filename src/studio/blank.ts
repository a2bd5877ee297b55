/** What a new procedure begins from. */
import { randomBytes } from 'node:crypto';
import type { NewDraft } from './drafts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** `Demande de congé` → `demande-de-conge`. */
export function idOfTitle(title: string): string {
  const ascii = title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = ascii
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  const suffix = randomBytes(2).toString('hex');
  return /^[a-z]/.test(slug) ? slug : `procedure-${slug === '' ? suffix : slug}`;
}

interface Step {
  readonly id: string;
  readonly tag: string;
  readonly name: string;
  readonly extension?: string;
}

interface Flow {
  readonly from: string;
  readonly to: string;
  readonly name?: string;
  /** FEEL, with its sign. */
  readonly condition?: string;
}

interface Pattern {
  readonly title: string;
  readonly description: string;
  readonly steps: readonly Step[];
  readonly flows: readonly Flow[];
  readonly forms: readonly { readonly id: string; readonly components: readonly object[] }[];
}

const form = (id: string) => `<zeebe:formDefinition formId="${id}" />`;
const group = (name: string) => `<zeebe:assignmentDefinition candidateGroups="${name}" />`;
const motif = { type: 'textarea', id: 'motif', key: 'motif', label: 'Motif', validate: { required: true } };
const choice = (id: string, label: string, values: readonly (readonly [string, string])[]) => ({
  type: 'radio',
  id,
  key: id,
  label,
  values: values.map(([value, text]) => ({ value, label: text })),
  validate: { required: true },
});
const objet = {
  type: 'textfield',
  id: 'objet',
  key: 'objet',
  label: 'Objet de la demande',
  validate: { required: true },
};

/** Templates of common procedures. Groups and questions are there to be changed. */
export const patterns = {
  vide: {
    title: 'Procédure vide',
    description: 'Un début, une étape et une fin, à compléter.',
    steps: [
      { id: 'debut', tag: 'startEvent', name: 'Début' },
      { id: 'etape', tag: 'userTask', name: 'Première étape', extension: group('dsi') },
      { id: 'fin', tag: 'endEvent', name: 'Fin' },
    ],
    flows: [
      { from: 'debut', to: 'etape' },
      { from: 'etape', to: 'fin' },
    ],
    forms: [],
  },
  approbation: {
    title: 'Demande à approuver',
    description: 'Une demande, la décision d’un responsable, puis l’exécution ou le refus motivé.',
    steps: [
      { id: 'debut', tag: 'startEvent', name: 'Demande déposée', extension: form('{id}-demande') },
      {
        id: 'decider',
        tag: 'userTask',
        name: 'Décider',
        extension: `${form('{id}-decision')}${group('dsi')}`,
      },
      { id: 'acceptee', tag: 'exclusiveGateway', name: 'Demande acceptée ?' },
      { id: 'executer', tag: 'userTask', name: 'Exécuter la demande', extension: group('dsi') },
      { id: 'fin', tag: 'endEvent', name: 'Demande exécutée' },
      { id: 'refus', tag: 'endEvent', name: 'Demande refusée' },
    ],
    flows: [
      { from: 'debut', to: 'decider' },
      { from: 'decider', to: 'acceptee' },
      { from: 'acceptee', to: 'executer', name: 'Oui', condition: '=decision = "accepter"' },
      { from: 'acceptee', to: 'refus', name: 'Non' },
      { from: 'executer', to: 'fin' },
    ],
    forms: [
      { id: '{id}-demande', components: [objet, { ...motif, label: 'Description' }] },
      {
        id: '{id}-decision',
        components: [
          choice('decision', 'Votre décision', [
            ['accepter', 'Accepter la demande'],
            ['refuser', 'Refuser la demande'],
          ]),
          { ...motif, validate: {} },
        ],
      },
    ],
  },
  controle: {
    title: 'Contrôle à faire régulièrement',
    description: 'Un contrôle, son constat, et une correction quand il n’est pas conforme.',
    steps: [
      { id: 'debut', tag: 'startEvent', name: 'Contrôle à faire' },
      {
        id: 'controler',
        tag: 'userTask',
        name: 'Contrôler',
        extension: `${form('{id}-constat')}${group('dsi')}`,
      },
      { id: 'conforme', tag: 'exclusiveGateway', name: 'Conforme ?' },
      { id: 'corriger', tag: 'userTask', name: 'Corriger l’écart', extension: group('dsi') },
      { id: 'fin', tag: 'endEvent', name: 'Contrôle fait' },
      { id: 'finCorrigee', tag: 'endEvent', name: 'Écart corrigé' },
    ],
    flows: [
      { from: 'debut', to: 'controler' },
      { from: 'controler', to: 'conforme' },
      { from: 'conforme', to: 'corriger', name: 'Non', condition: '=constat = "ecart"' },
      { from: 'conforme', to: 'fin', name: 'Oui' },
      { from: 'corriger', to: 'finCorrigee' },
    ],
    forms: [
      {
        id: '{id}-constat',
        components: [
          choice('constat', 'Constat', [
            ['conforme', 'Conforme'],
            ['ecart', 'Écart constaté'],
          ]),
          { type: 'textarea', id: 'observations', key: 'observations', label: 'Observations' },
        ],
      },
    ],
  },
  incident: {
    title: 'Incident à traiter',
    description: 'Un signalement, son analyse, sa résolution et l’avis de qui l’a signalé.',
    steps: [
      { id: 'debut', tag: 'startEvent', name: 'Incident signalé', extension: form('{id}-signalement') },
      { id: 'analyser', tag: 'userTask', name: 'Analyser l’incident', extension: group('dsi') },
      { id: 'resoudre', tag: 'userTask', name: 'Résoudre l’incident', extension: group('dsi') },
      {
        id: 'verifier',
        tag: 'userTask',
        name: 'Vérifier la résolution',
        extension: `${form('{id}-avis')}<zeebe:assignmentDefinition assignee="=initiateur" />`,
      },
      { id: 'resolu', tag: 'exclusiveGateway', name: 'Incident résolu ?' },
      { id: 'fin', tag: 'endEvent', name: 'Incident clos' },
    ],
    flows: [
      { from: 'debut', to: 'analyser' },
      { from: 'analyser', to: 'resoudre' },
      { from: 'resoudre', to: 'verifier' },
      { from: 'verifier', to: 'resolu' },
      { from: 'resolu', to: 'analyser', name: 'Non', condition: '=resolu = "non"' },
      { from: 'resolu', to: 'fin', name: 'Oui' },
    ],
    forms: [
      { id: '{id}-signalement', components: [objet, { ...motif, label: 'Ce qui se passe' }] },
      {
        id: '{id}-avis',
        components: [
          choice('resolu', 'L’incident est-il résolu ?', [
            ['oui', 'Oui'],
            ['non', 'Non'],
          ]),
        ],
      },
    ],
  },
} as const satisfies Record<string, Pattern>;

export type PatternName = keyof typeof patterns;
export const isPatternName = (name: string): name is PatternName => Object.hasOwn(patterns, name);

const sizes: Readonly<Record<string, readonly [width: number, height: number]>> = {
  startEvent: [36, 36],
  endEvent: [36, 36],
  exclusiveGateway: [50, 50],
};

/** Steps in a row, those that a gateway leads to as well under each other. */
function layout({
  steps,
  flows,
}: Pattern): ReadonlyMap<string, { x: number; y: number; w: number; h: number }> {
  const places = new Map<string, { x: number; y: number; w: number; h: number }>();
  const column = new Map<string, number>();
  const rows = new Map<number, number>();
  for (const { id, tag } of steps) {
    const before = flows
      .filter(({ to, from }) => to === id && column.has(from))
      .map(({ from }) => column.get(from) ?? 0);
    const at = before.length === 0 ? 0 : Math.max(...before) + 1;
    const row = rows.get(at) ?? 0;
    column.set(id, at);
    rows.set(at, row + 1);
    const [w, h] = sizes[tag] ?? [120, 80];
    places.set(id, { x: 180 + at * 190 - w / 2, y: 160 + row * 140 - h / 2, w, h });
  }
  return places;
}

function edge(flow: Flow, index: number, places: ReturnType<typeof layout>): string {
  const from = places.get(flow.from);
  const to = places.get(flow.to);
  if (from === undefined || to === undefined) return '';
  const back = to.x < from.x;
  const start = back ? [from.x + from.w / 2, from.y + from.h] : [from.x + from.w, from.y + from.h / 2];
  const end = back ? [to.x + to.w / 2, to.y + to.h] : [to.x, to.y + to.h / 2];
  const [x1 = 0, y1 = 0] = start;
  const [x2 = 0, y2 = 0] = end;
  const below = Math.max(y1, y2) + 70;
  const bends = back
    ? [
        [x1, below],
        [x2, below],
      ]
    : y1 === y2
      ? []
      : [
          [from.x + from.w / 2, from.y + from.h],
          [from.x + from.w / 2, y2],
        ];
  const points = back || y1 === y2 ? [start, ...bends, end] : [...bends, end];
  const waypoints = points
    .map(([x = 0, y = 0]) => `<di:waypoint x="${String(x)}" y="${String(y)}" />`)
    .join('');
  const [lx = 0, ly = 0] = points[0] ?? [];
  const label =
    flow.name === undefined
      ? ''
      : `<bpmndi:BPMNLabel><dc:Bounds x="${String(lx + 6)}" y="${String(ly + (back ? 8 : y1 === y2 ? -20 : 24))}" width="30" height="14" /></bpmndi:BPMNLabel>`;
  return `<bpmndi:BPMNEdge id="flux${String(index)}_di" bpmnElement="flux${String(index)}">${waypoints}${label}</bpmndi:BPMNEdge>`;
}

function diagramOf(pattern: Pattern, id: string, title: string): string {
  const { steps, flows } = pattern;
  const places = layout(pattern);
  const flowIds = (own: string, end: 'from' | 'to') =>
    flows.flatMap((flow, index) => (flow[end] === own ? [`flux${String(index)}`] : []));
  const elements = steps.map(({ id: step, tag, name, extension = '' }) => {
    const extensions =
      extension === ''
        ? ''
        : `<bpmn:extensionElements>${extension.replaceAll('{id}', id)}</bpmn:extensionElements>`;
    const standard = flows.findIndex(
      (flow) => flow.from === step && flow.name !== undefined && flow.condition === undefined,
    );
    const byDefault = tag === 'exclusiveGateway' && standard >= 0 ? ` default="flux${String(standard)}"` : '';
    const ends = [
      ...flowIds(step, 'to').map((flow) => `<bpmn:incoming>${flow}</bpmn:incoming>`),
      ...flowIds(step, 'from').map((flow) => `<bpmn:outgoing>${flow}</bpmn:outgoing>`),
    ];
    return `    <bpmn:${tag} id="${step}" name="${escaped(name)}"${byDefault}>${extensions}${ends.join('')}</bpmn:${tag}>`;
  });
  const sequence = flows.map(({ from, to, name, condition }, index) => {
    const test =
      condition === undefined
        ? ''
        : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escaped(condition)}</bpmn:conditionExpression>`;
    const label = name === undefined ? '' : ` name="${escaped(name)}"`;
    return `    <bpmn:sequenceFlow id="flux${String(index)}"${label} sourceRef="${from}" targetRef="${to}">${test}</bpmn:sequenceFlow>`;
  });
  const shapes = steps.map(({ id: step, tag }) => {
    const { x, y, w, h } = places.get(step) ?? { x: 0, y: 0, w: 0, h: 0 };
    const marker = tag === 'exclusiveGateway' ? ' isMarkerVisible="true"' : '';
    const label =
      w > 60
        ? ''
        : `<bpmndi:BPMNLabel><dc:Bounds x="${String(x + w / 2 - 45)}" y="${String(tag === 'exclusiveGateway' ? y - 34 : y + h + 6)}" width="90" height="28" /></bpmndi:BPMNLabel>`;
    return `      <bpmndi:BPMNShape id="${step}_di" bpmnElement="${step}"${marker}><dc:Bounds x="${String(x)}" y="${String(y)}" width="${String(w)}" height="${String(h)}" />${label}</bpmndi:BPMNShape>`;
  });
  const edges = flows.map((flow, index) => `      ${edge(flow, index, places)}`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions-${id}" targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
  <bpmn:process id="${id}" name="${escaped(title)}" isExecutable="true">
${[...elements, ...sequence].join('\n')}
  </bpmn:process>
  <bpmndi:BPMNDiagram id="dessin-${id}">
    <bpmndi:BPMNPlane id="plan-${id}" bpmnElement="${id}">
${[...shapes, ...edges].join('\n')}
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}

export function newDraft(name: PatternName, title: string): NewDraft {
  const pattern: Pattern = patterns[name];
  const id = idOfTitle(title);
  const forms = pattern.forms.map(({ id: formId, components }) => ({
    name: `${formId.replaceAll('{id}', id)}.form`,
    content: `${JSON.stringify({ id: formId.replaceAll('{id}', id), type: 'default', schemaVersion: 18, executionPlatform: 'Camunda Cloud', executionPlatformVersion: '8.6.0', components }, null, 2)}\n`,
    base: null,
  }));
  return {
    title,
    bpmnProcessId: null,
    files: [{ name: `${id}.bpmn`, content: diagramOf(pattern, id, title), base: null }, ...forms],
  };
}
