/** An S3 server for tests, from npm; `TEST_S3_ENDPOINT` names another one that has the bucket `sauvegardes`. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import S3rver from 's3rver';

const KEY = 'S3RVER';

export interface S3Server {
  /** Settings of the connector. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly client: S3Client;
  /** Keys with this prefix. */
  keys(prefix?: string): Promise<readonly string[]>;
  read(key: string): Promise<Buffer>;
  write(key: string, content: string): Promise<void>;
  /** Begins an upload and leaves it. */
  leaveUpload(key: string): Promise<void>;
  stop(): Promise<void>;
}

const bucket = 'sauvegardes';

async function startOwn(): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'logigramme-s3-'));
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function startS3(): Promise<S3Server> {
  const given = process.env['TEST_S3_ENDPOINT'];
  const { endpoint, stop } = given ? { endpoint: given, stop: async () => undefined } : await startOwn();
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: KEY, secretAccessKey: KEY },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    settings: { endpoint, bucket, accessKeyFrom: 'S3_CLE', secretKeyFrom: 'S3_SECRET' },
    variables: { S3_CLE: KEY, S3_SECRET: KEY },
    client,
    async keys(prefix = '') {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
      );
      return Contents.map(({ Key = '' }) => Key);
    },
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    async write(key, content) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
    },
    async leaveUpload(key) {
      await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key }));
    },
    async stop() {
      client.destroy();
      await stop();
    },
  };
}
