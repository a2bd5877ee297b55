import request from 'supertest';
import { errorCatalogue, type ErrorCode } from '../../src/web/errors';
import { errorCodesOf, openApiDocument } from '../../src/web/api/openapi';
import { routes } from '../../src/web/api/routes';
import { startApiTest, type ApiTest } from './kit';

/** The calls that scripts rely on (the contract), then what we added. */
const contract = [
  'GET /processes',
  'GET /processes/{bpmnProcessId}',
  'POST /process-instances',
  'GET /process-instances',
  'GET /process-instances/{key}',
  'DELETE /process-instances/{key}',
  'GET /process-instances/{key}/elements',
  'GET /process-instances/{key}/variables',
  'PATCH /process-instances/{key}/variables',
  'PUT /process-instances/{key}/variables',
  'GET /process-instances/{key}/variable-changes',
  'GET /process-instances/{key}/records',
  'GET /tasks',
  'GET /tasks/{key}',
  'GET /tasks/counts',
  'POST /tasks/bulk',
  'POST /tasks/{key}/assign',
  'GET /tasks/{key}/assignees',
  'POST /tasks/{key}/remind',
  'GET /tasks/{key}/actions',
  'GET /tasks/{key}/comments',
  'POST /tasks/{key}/comments',
  'GET /tasks/{key}/draft',
  'PUT /tasks/{key}/draft',
  'DELETE /tasks/{key}/draft',
  'POST /tasks/{key}/claim',
  'POST /tasks/{key}/unclaim',
  'POST /tasks/{key}/complete',
  'POST /messages',
  'GET /incidents',
  'POST /incidents/{key}/resolve',
  'GET /references',
  'GET /references/{kind}',
  'GET /references/{kind}/{code}',
  'POST /references/{kind}',
  'POST /references/{kind}/{code}',
  'DELETE /references/{kind}/{code}',
  'GET /statistics/processes',
  'GET /statistics/processes/{bpmnProcessId}/flows',
  'GET /statistics/processes/{bpmnProcessId}/elements',
  'GET /mailbox',
];
const additions = [
  'GET /shipped-procedures',
  'POST /shipped-procedures/{folder}/decide',
  'GET /messages',
  'GET /timers',
  'POST /process-instances/{key}/modification/preview',
  'POST /process-instances/{key}/modification',
  'POST /process-instances/{key}/cancel',
  'GET /process-instances/{key}/interventions',
  'POST /migrations',
  'GET /incident-causes',
  'GET /incident-causes/{id}/incidents',
  'POST /incident-causes/{id}/resolve',
  'POST /incidents/resolve',
  'GET /worker-contracts',
  'GET /received-mails',
  'POST /process-instances/{key}/withdraw',
  'GET /process-instances/{key}/documents',
  'POST /deployments',
  'GET /articles',
  'GET /articles/{code}/movements',
  'POST /articles/{code}/receipts',
  'GET /documents/{id}',
  'POST /documents',
  'POST /process-instances/{key}/documents',
  'GET /mails',
  'GET /mails/{id}',
  'POST /mails/{id}/resend',
  'GET /me',
  'GET /tokens',
  'POST /tokens',
  'DELETE /tokens/{id}',
  'POST /processes/{bpmnProcessId}/suspend',
  'POST /processes/{bpmnProcessId}/resume',
  'GET /statistics/overview',
  'GET /statistics/processes/{bpmnProcessId}/map',
  'GET /audit',
  'GET /audit/verification',
  'GET /audit/export',
];

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}
const document = openApiDocument('0.0.0') as { paths: Record<string, Record<string, Operation>> };
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    call: `${method.toUpperCase()} ${path}`,
    path,
    operation,
  })),
);

describe('the OpenAPI document', () => {
  it('should describe every call of the contract, and no other', () => {
    expect(operations.map((operation) => operation.call).sort()).toEqual([...contract, ...additions].sort());
  });

  it('should name every path parameter and give each operation an id of its own', () => {
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const described = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(described.map((parameter) => parameter.name)).toEqual(named);
    }
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it('should list the HTTP status of every error that a call declares', () => {
    for (const route of routes) {
      const responses = document.paths[route.path]?.[route.method]?.responses ?? {};
      for (const code of errorCodesOf(route)) {
        expect(Object.keys(responses)).toContain(String(errorCatalogue[code].status));
      }
    }
  });
});

describe('the catalogue of errors', () => {
  /** Answered by any call, or by pages. */
  const general: readonly ErrorCode[] = [
    'INTERNAL',
    'DATABASE_UNAVAILABLE',
    'METHOD_NOT_ALLOWED',
    'SYSTEM_UNAVAILABLE',
  ];

  it('should hold no code that nothing answers', () => {
    // Drafts are saved by the studio's page alone.
    const ofPages = ['DRAFT_CLOSED', 'DRAFT_CONFLICT'];
    const declared = new Set([...general, ...ofPages, ...routes.flatMap(errorCodesOf)]);
    expect([...declared].sort()).toEqual(Object.keys(errorCatalogue).sort());
  });
});

describe('served', () => {
  let test: ApiTest;
  beforeAll(async () => {
    test = await startApiTest();
  }, 180_000);
  afterAll(() => test.dispose());

  it('should be readable without signing in', async () => {
    const response = await request(test.app).get('/api/openapi.json').expect(200);
    expect(response.body).toMatchObject({ openapi: '3.1.0', info: { title: 'Logigramme' } });
  });

  it('should describe answers as they are', async () => {
    for (const route of routes) {
      if (
        route.method !== 'get' ||
        route.path.includes('{') ||
        route.result === 'file' ||
        route.result === null
      )
        continue;
      const { body } = await test.as('admin').get(`/api/v1${route.path}`).expect(200);
      expect(route.result.safeParse(body).error).toBeUndefined();
    }
  });
});
