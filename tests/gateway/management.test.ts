import pino from 'pino';
import request from 'supertest';
import { createManagementApp, startManagement } from '../../src/gateway/management';
import { createMetrics } from '../../src/gateway/metrics';
import { manualClock } from './manual-clock';
import { scriptedEngine } from './scripted-engine';

const logger = pino({ enabled: false });
const START = 1_700_000_000_000;

describe('health', () => {
  test.each([
    ['STARTING', 200, 503, 200],
    ['STANDBY', 200, 503, 200],
    ['PROCESSING', 200, 200, 200],
    ['RECOVERING', 503, 503, 200],
    ['STOPPED', 503, 503, 503],
    ['FAILED', 503, 503, 503],
  ] as const)('should tell that the engine is %s', async (state, health, readiness, liveness) => {
    const engine = scriptedEngine();
    engine.setState(state);
    const app = createManagementApp({ engine, logger });
    await request(app).get('/actuator/health').expect(health);
    await request(app).get('/actuator/health/readiness').expect(readiness);
    const { body, text } = await request(app).get('/actuator/health/liveness').expect(liveness);
    expect(JSON.parse(text || JSON.stringify(body))).toMatchObject({
      components: { engine: { details: { state } } },
    });
  });

  test('should be up where the engine is elsewhere', async () => {
    const app = createManagementApp({ logger });
    await request(app).get('/actuator/health/readiness').expect(200);
  });
});

describe('clock', () => {
  const app = createManagementApp({
    engine: scriptedEngine(),
    logger,
    clock: manualClock(START),
    clockControlled: true,
  });
  const told = async (call: request.Test): Promise<unknown> => JSON.parse((await call.expect(200)).text);

  test('should be read, moved and set back', async () => {
    const start = { epochMilli: START, instant: '2023-11-14T22:13:20Z' };
    const later = { epochMilli: START + 1500, instant: '2023-11-14T22:13:21.500Z' };
    expect(await told(request(app).get('/actuator/clock'))).toEqual(start);
    expect(await told(request(app).post('/actuator/clock/add').send({ offsetMilli: 1500 }))).toEqual(later);
    expect(await told(request(app).post('/actuator/clock/add').send({ offsetMilli: -1500 }))).toEqual(start);
    expect(
      await told(
        request(app)
          .post('/actuator/clock/pin')
          .send({ epochMilli: START + 1500 }),
      ),
    ).toEqual(later);
    expect(await told(request(app).delete('/actuator/clock'))).toEqual(start);
  });

  test.each([
    ['add', '{}', 'Expected to add `offsetMilli` to the clock, but none given'],
    ['pin', '{}', 'Expected pin the clock to the given `epochMilli`, but none given'],
    ['foo', '{}', 'no operation named `foo` is known'],
    ['add', '{"offsetMilli":"a"}', '"error":"Bad Request"'],
    ['add', 'xx', '"path":"/actuator/clock/add"'],
  ])('should refuse %s %s', async (operation, body, text) => {
    const response = await request(app)
      .post(`/actuator/clock/${operation}`)
      .type('application/json')
      .send(body)
      .buffer(true)
      .parse((incoming, done) => {
        let read = '';
        incoming.on('data', (chunk: Buffer) => (read += chunk.toString()));
        incoming.on('end', () => done(null, read));
      })
      .expect(400);
    expect(response.body).toContain(text);
  });

  test('should not be there unless it is controlled', async () => {
    const closed = createManagementApp({ clock: manualClock(START), logger });
    await request(closed).post('/actuator/clock/add').send({ offsetMilli: 1 }).expect(404);
  });
});

test('metrics should count commands, records and polls', async () => {
  const metrics = createMetrics();
  const engine = metrics.observe(
    scriptedEngine((command) =>
      command.intent === 'RESOLVE'
        ? { kind: 'rejection', valueType: 'INCIDENT', intent: 'RESOLVE', type: 'NOT_FOUND', reason: '' }
        : undefined,
    ),
  );
  metrics.watchPolls(() => new Map([['send-mail', 2]]));
  await engine.submit({ valueType: 'JOB', intent: 'COMPLETE', key: 1, value: {} });
  await engine.submit({ valueType: 'INCIDENT', intent: 'RESOLVE', key: 1, value: {} });
  const management = await startManagement({
    engine,
    gateway: metrics,
    host: '127.0.0.1',
    port: 0,
    logger,
  });
  const text = await (await fetch(`${management.url}/actuator/prometheus`)).text();
  await management.stop();
  expect(text).toContain(
    'zeebe_received_request_count_total{valueType="JOB",intent="COMPLETE",outcome="accepted"} 1',
  );
  expect(text).toContain(
    'zeebe_received_request_count_total{valueType="INCIDENT",intent="RESOLVE",outcome="NOT_FOUND"} 1',
  );
  expect(text).toContain('zeebe_long_polling_queued_current{type="send-mail"} 2');
  expect(text).toContain('process_resident_memory_bytes');
});
