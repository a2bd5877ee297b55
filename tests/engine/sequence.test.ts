import { bpmn, end, flow, mappings, path, start, task } from './kit/bpmn';
import { scenario } from './kit/scenario';

describe('a process of one service task', () => {
  const process = bpmn('p', `${start()}${task('t', 'work')}${end()}${path('start', 't', 'end')}`);

  scenario('runs from start to end', async (engine) => {
    await engine.deploy(process);
    engine.create('p', { a: 1 });
    engine.complete('work', { b: 'x' });
    expect(engine.elements('ELEMENT_COMPLETED')).toEqual(['start', 't', 'end', 'p']);
    expect(engine.variables()).toEqual({ 'p.a': 1, 'p.b': 'x' });
    expect(engine.isIdle()).toBe(true);
  });
});

describe('mappings', () => {
  const io = mappings({ input: { b: '=a' }, output: { res: '=r' } });
  const process = bpmn('p', `${start()}${task('t', 'work', io)}${end()}${path('start', 't', 'end')}`);

  scenario('keep job variables local when there are outputs', async (engine) => {
    await engine.deploy(process);
    engine.create('p', { a: 1 });
    engine.complete('work', { r: 5 });
    expect(engine.variables()).toEqual({ 'p.a': 1, 't.b': 1, 't.r': 5, 'p.res': 5 });
  });
});

void flow;
