/** Numbers of requests and answers keep their value. */
import request from 'supertest';
import { printJson } from '../../src/json';
import { listVariables } from '../../src/readmodel/variables';
import { sendJson } from '../../src/web/json-body';
import express from 'express';
import { startApiTest, PASSWORD, type ApiTest } from './kit';

const TEXT =
  '{"id":12345678901234567890,"whole":[3.0,{"huge":9007199254740993}],"exact":0.10000000000000000555}';

let test: ApiTest;

beforeAll(async () => {
  test = await startApiTest();
});
afterAll(() => test.dispose());

const post = (body: string | Buffer) =>
  request(test.app)
    .post('/api/v1/messages')
    .auth('admin', PASSWORD)
    .set('Content-Type', 'application/json')
    .serialize((text: unknown) => text as string)
    .send(body as string);

it('should give the engine the numbers of a request', async () => {
  await post(`{"name":"n","correlationKey":"k","variables":${TEXT}}`).expect(204);
  const sent = test.engine.calls.at(-1)?.argument as { variables: unknown };
  expect(printJson(sent.variables)).toBe(TEXT);
});

it('should take 1.0 where a number is asked for', async () => {
  await post('{"name":"n","correlationKey":"k","timeToLive":60000.0}').expect(204);
  await post('{"name":"n","correlationKey":"k","timeToLive":9007199254740993}').expect(400);
});

it('should refuse a body whose bytes are no UTF-8, or that is no JSON', async () => {
  const latin1 = Buffer.from('{"name":"été","correlationKey":"k"}', 'latin1');
  for (const body of [latin1, '{"name":1.0', '{"name":"a\\u0000"}', '1.0']) await post(body).expect(400);
});

it('should read and answer the variables of the read model as the engine wrote them', async () => {
  const key = '2251799813685777';
  const row = { scope_key: key, process_instance_key: key, name: 'v', value: TEXT };
  await test.database.knex('rm_variable').insert(row);
  const app = express().get('/', async (_request, response) => {
    sendJson(response, { items: await listVariables(test.database.knex, key) });
  });
  const { text, type } = await request(app).get('/').expect(200);
  expect(type).toBe('application/json');
  expect(text).toBe(`{"items":[{"name":"v","value":${TEXT},"scopeKey":"${key}"}]}`);
});
