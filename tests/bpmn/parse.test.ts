import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describeProcess, formatErrors, parseBpmn } from '../../src/bpmn';
import type { ExecutableElement, ExecutableProcess } from '../../src/bpmn/model';

const read = (...names: string[]) => readFileSync(path.join(__dirname, ...names), 'utf8');
const xml = read('fixtures', 'everything.bpmn');

let process: ExecutableProcess;
const element = (id: string): ExecutableElement => {
  const found = process.elements.get(id);
  if (found === undefined) throw new Error(`Expected an element ${id}`);
  return found;
};

beforeAll(async () => {
  const result = await parseBpmn(xml, 'everything.bpmn');
  if (!result.ok) throw new Error(formatErrors('everything.bpmn', result.errors));
  expect(result.processes.map(({ bpmnProcessId }) => bpmnProcessId)).toEqual(['tout']);
  [process] = result.processes as [ExecutableProcess];
});

describe('the executable model', () => {
  it('should be frozen all through', () => {
    expect(Object.isFrozen(process)).toBe(true);
    expect(Object.isFrozen(element('service').job?.headers)).toBe(true);
    expect(Object.isFrozen(process.flows.get('f1'))).toBe(true);
  });

  it('should name the process and its starts', () => {
    expect(process).toMatchObject({ bpmnProcessId: 'tout', name: 'Tout', versionTag: 'v1' });
    expect(element('tout')).toMatchObject({
      type: 'PROCESS',
      eventType: 'UNSPECIFIED',
      noneStart: 'debut',
      startEvents: ['debut', 'debut_message', 'debut_minuterie'],
    });
    expect(element('tout').scopeId).toBeUndefined();
  });

  it.each([
    ['debut', 'START_EVENT', 'NONE'],
    ['debut_message', 'START_EVENT', 'MESSAGE'],
    ['debut_minuterie', 'START_EVENT', 'TIMER'],
    ['service', 'SERVICE_TASK', 'UNSPECIFIED'],
    ['erreur', 'BOUNDARY_EVENT', 'ERROR'],
    ['relance', 'BOUNDARY_EVENT', 'TIMER'],
    ['choix', 'EXCLUSIVE_GATEWAY', 'UNSPECIFIED'],
    ['agent', 'USER_TASK', 'UNSPECIFIED'],
    ['attente', 'RECEIVE_TASK', 'MESSAGE'],
    ['ensemble', 'PARALLEL_GATEWAY', 'UNSPECIFIED'],
    ['sous', 'SUB_PROCESS', 'UNSPECIFIED'],
    ['calcul', 'SCRIPT_TASK', 'UNSPECIFIED'],
    ['fin_sous', 'END_EVENT', 'ERROR'],
    ['minuterie', 'INTERMEDIATE_CATCH_EVENT', 'TIMER'],
    ['message', 'INTERMEDIATE_CATCH_EVENT', 'MESSAGE'],
    ['passage', 'INTERMEDIATE_THROW_EVENT', 'NONE'],
    ['annonce', 'INTERMEDIATE_THROW_EVENT', 'MESSAGE'],
    ['envoi', 'SEND_TASK', 'UNSPECIFIED'],
    ['regle', 'BUSINESS_RULE_TASK', 'UNSPECIFIED'],
    ['manuelle', 'MANUAL_TASK', 'UNSPECIFIED'],
    ['tache', 'TASK', 'UNSPECIFIED'],
    ['fin_message', 'END_EVENT', 'MESSAGE'],
    ['fin', 'END_EVENT', 'NONE'],
    ['fin_nette', 'END_EVENT', 'TERMINATE'],
  ])('should know %s as %s of %s', (id, type, eventType) => {
    expect(element(id)).toMatchObject({ type, eventType });
  });

  it('should keep flows in the order of the document, whatever the order of incoming and outgoing', () => {
    expect(element('service').incoming).toEqual(['f3', 'f1', 'f2']);
    expect(element('choix').outgoing).toEqual(['f5', 'f6']);
    expect(element('choix').defaultFlow).toBe('f6');
    expect(process.flows.get('f5')).toEqual({
      id: 'f5',
      sourceId: 'choix',
      targetId: 'agent',
      condition: { kind: 'feel', source: 'stock > 0' },
      scopeId: 'tout',
    });
    expect(process.flows.get('s1')).toMatchObject({ scopeId: 'sous' });
  });

  it('should nest the subprocess', () => {
    expect(element('tout').children).toContain('sous');
    expect(element('tout').children).not.toContain('calcul');
    expect(element('sous')).toMatchObject({
      noneStart: 'debut_sous',
      children: ['debut_sous', 'calcul', 'fin_sous'],
    });
    expect(element('calcul')).toMatchObject({
      scopeId: 'sous',
      script: { expression: { kind: 'feel', source: '1 + 1' }, resultVariable: 'deux' },
    });
  });

  it('should read jobs', () => {
    expect(element('service')).toMatchObject({
      job: {
        type: { kind: 'feel', source: '"check-" + quoi' },
        retries: { kind: 'feel', source: '2 + 3' },
        headers: { modele: 'a' },
      },
      inputs: [
        { source: { kind: 'feel', source: 'article' }, target: 'code' },
        { source: { kind: 'literal', source: 'texte' }, target: 'a.b' },
      ],
      outputs: [{ source: { kind: 'feel', source: 'resultat' }, target: 'stock' }],
    });
    expect(element('envoi').job?.retries).toEqual({ kind: 'literal', source: '1' });
    expect(element('regle').job?.retries).toEqual({ kind: 'literal', source: '3' });
    expect(element('annonce').job?.type).toEqual({ kind: 'literal', source: 'annoncer' });
    expect(element('fin_message').job?.type).toEqual({ kind: 'literal', source: 'conclure' });
    expect(element('fin').job).toBeUndefined();
  });

  it('should read user tasks as jobs', () => {
    expect(element('agent')).toMatchObject({
      job: {
        type: { kind: 'literal', source: 'io.camunda.zeebe:userTask' },
        retries: { kind: 'literal', source: '1' },
        headers: { k: 'v' },
      },
      userTask: {
        assignee: { kind: 'feel', source: '"12"' },
        candidateGroups: { kind: 'feel', source: '["dsi","cb-bit"]' },
        candidateUsers: { kind: 'feel', source: '[initiateur]' },
        dueDate: { kind: 'feel', source: 'echeance' },
        followUpDate: { kind: 'literal', source: '2030-01-01T00:00:00Z' },
        formKey: { kind: 'literal', source: 'camunda-forms:bpmn:form_1' },
      },
    });
    expect(element('agent').userTask).not.toHaveProperty('formId');
  });

  it('should read events', () => {
    expect(element('debut_minuterie').event).toEqual({
      type: 'TIMER',
      timer: { kind: 'cycle', expression: { kind: 'literal', source: 'R/P1D' } },
    });
    expect(element('debut_message').event).toEqual({
      type: 'MESSAGE',
      message: { id: 'depart', name: { kind: 'feel', source: '"de" + "part"' } },
    });
    expect(element('attente').event).toEqual({
      type: 'MESSAGE',
      message: {
        id: 'stock',
        name: { kind: 'literal', source: 'stock-arrive' },
        correlationKey: { kind: 'feel', source: 'cle' },
      },
    });
    expect(element('retrait').event).toMatchObject({ timer: { kind: 'date' } });
    expect(element('fin_nette').event).toEqual({ type: 'TERMINATE' });
    expect(element('fin').event).toEqual({ type: 'NONE' });
  });

  it('should attach boundary events', () => {
    expect(element('service').boundaryEvents).toEqual(['erreur', 'relance', 'reste']);
    expect(element('erreur')).toMatchObject({
      attachedTo: 'service',
      interrupting: true,
      event: {
        type: 'ERROR',
        error: { id: 'insuffisant', code: { kind: 'literal', source: 'STOCK_INSUFFISANT' } },
      },
    });
    expect(element('relance')).toMatchObject({ attachedTo: 'service', interrupting: false });
    expect(element('reste').event).toEqual({ type: 'ERROR', error: { id: 'toutes' } });
  });
});

describe('the description of a process', () => {
  it('should tell what pages show', async () => {
    const description = await describeProcess(xml, 'tout');

    expect(description).toMatchObject({
      name: 'Tout',
      letter: 'Z',
      documentation: 'Tout ce que le moteur sait faire.',
      lanes: [
        { id: 'lane_a', name: 'Direction', documentation: '' },
        { id: 'lane_b', name: 'Bureau', documentation: '' },
      ],
      startFormId: 'demande',
      startFormKey: null,
      hasNoneStart: true,
      startMessages: ['="de" + "part"'],
    });
    expect(description.elements.find(({ id }) => id === 'service')).toEqual({
      id: 'service',
      name: 'Vérifier',
      type: 'serviceTask',
      documentation: 'Vérifie le stock.',
      lane: 'Bureau',
      outcomes: [],
      jobType: '="check-" + quoi',
      signs: null,
    });
    expect(description.elements.find(({ id }) => id === 'calcul')).toMatchObject({
      lane: 'Bureau',
      type: 'scriptTask',
    });
    expect(description.elements.find(({ id }) => id === 'debut')).toMatchObject({ lane: 'Direction' });
    expect(description.elements.find(({ id }) => id === 'fin')).toMatchObject({ lane: '' });
  });

  it('should describe procedure B', async () => {
    const folder = path.join('..', '..', 'processes', 'b-deploiement-materiel-informatique');
    const file = read(folder, 'b-deploiement-materiel-informatique.bpmn');

    const description = await describeProcess(file, 'deploiement-materiel-informatique');

    expect(description).toMatchObject({ letter: 'B', startFormId: 'b-demande', hasNoneStart: true });
    expect(await parseBpmn(file, 'b.bpmn')).toMatchObject({ ok: true });
  });
});
