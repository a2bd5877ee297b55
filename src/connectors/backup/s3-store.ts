/**
 * An S3-compatible object store. An object's name is its backup's, so a later attempt finds what an earlier one made;
 * the copy counts once it was read back and has the backup's SHA-256.
 */
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { ReadVariable } from '../../kit/connector';
import { requiredVariable } from './command';
import { explainS3Error, isS3Error } from './s3-errors';
import { fingerprintOf, type Fingerprint } from './files';
import type { S3Settings } from './settings';

export interface ObjectStore {
  /** Puts the file once; resolves with what reading it back showed. Throws `BackupError`. */
  put(file: string, name: string, expected: Fingerprint): Promise<Fingerprint>;
  /** s3://bucket/key */
  addressOf(name: string): string;
  /** Throws `BackupError` when it cannot be used. */
  look(): Promise<void>;
}

/** An object store takes at most 10,000 parts. */
const mostParts = 10_000;
const connectMillis = 10_000;
const idleMillis = 120_000;
const lookMillis = 20_000;

/** Loaded only where an object store is configured: it is large. */
const loadSdk = () => import('@aws-sdk/client-s3');

async function clientOf(settings: S3Settings, read: ReadVariable): Promise<S3Client> {
  const { S3Client } = await loadSdk();
  return new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: settings.pathStyle,
    credentials: {
      accessKeyId: requiredVariable(read, settings.accessKeyFrom, 's3'),
      secretAccessKey: requiredVariable(read, settings.secretKeyFrom, 's3'),
    },
    requestHandler: { connectionTimeout: connectMillis, requestTimeout: idleMillis },
    // Stores other than Amazon's often know neither the newer checksums nor their trailers: MD5 is sent, SHA-256 read.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

/** One upload under way. */
interface Target {
  readonly client: S3Client;
  readonly Bucket: string;
  readonly Key: string;
  readonly signal: AbortSignal;
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('base64');

async function readBack({ client, Bucket, Key, signal }: Target): Promise<Fingerprint | null> {
  const { GetObjectCommand } = await loadSdk();
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }), { abortSignal: signal });
    if (Body === undefined) return null;
    return await fingerprintOf(Body as AsyncIterable<unknown>);
  } catch (error) {
    if (isS3Error(error, 'NoSuchKey', 'NotFound')) return null;
    throw error;
  }
}

/** Ends what attempts that were killed left half sent, which the store would keep, and have paid, for ever. */
async function abortLeftBehind({ client, Bucket, Key, signal }: Target): Promise<void> {
  const { AbortMultipartUploadCommand, ListMultipartUploadsCommand } = await loadSdk();
  const options = { abortSignal: signal };
  try {
    const { Uploads = [] } = await client.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: Key }),
      options,
    );
    for (const { Key: key, UploadId } of Uploads) {
      if (key !== Key) continue;
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }), options);
    }
  } catch (error) {
    // Some stores keep no list; then their own clean-up removes them.
    if (!isS3Error(error, 'NotImplemented', 'NoSuchUpload', 'AccessDenied')) throw error;
  }
}

async function readPart(file: FileHandle, buffer: Buffer, position: number): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function putWhole(target: Target, file: FileHandle, size: number): Promise<void> {
  const { PutObjectCommand } = await loadSdk();
  const { client, Bucket, Key, signal } = target;
  const Body = await readPart(file, Buffer.allocUnsafe(size), 0);
  await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentMD5: md5(Body) }), {
    abortSignal: signal,
  });
}

async function putInParts(target: Target, file: FileHandle, size: number, partSize: number): Promise<void> {
  const sdk = await loadSdk();
  const { client, Bucket, Key, signal } = target;
  const options = { abortSignal: signal };
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key }), options);
  try {
    const parts: { ETag: string | undefined; PartNumber: number }[] = [];
    const buffer = Buffer.allocUnsafe(partSize);
    for (let position = 0; position < size; position += partSize) {
      const Body = await readPart(file, buffer, position);
      const PartNumber = parts.length + 1;
      const part = { Bucket, Key, UploadId, PartNumber, Body, ContentMD5: md5(Body) };
      const { ETag } = await client.send(new sdk.UploadPartCommand(part), options);
      parts.push({ ETag, PartNumber });
    }
    const MultipartUpload = { Parts: parts };
    await client.send(
      new sdk.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
      options,
    );
  } catch (error) {
    await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => undefined);
    throw error;
  }
}

export function createS3Store(settings: S3Settings, read: ReadVariable): ObjectStore {
  const { bucket, prefix } = settings;
  let client: Promise<S3Client> | undefined;

  async function using<T>(millis: number, work: (client: S3Client, signal: AbortSignal) => Promise<T>) {
    const signal = AbortSignal.timeout(millis);
    try {
      client ??= clientOf(settings, read);
      return await work(await client, signal);
    } catch (error) {
      client = undefined;
      throw explainS3Error(error, settings, signal.aborted);
    }
  }

  return {
    addressOf: (name) => `s3://${bucket}/${prefix}${name}`,
    put: (path, name, expected) =>
      using(settings.limitMinutes * 60_000, async (s3, signal) => {
        const target = { client: s3, Bucket: bucket, Key: `${prefix}${name}`, signal };
        const found = await readBack(target);
        if (found?.sha256 === expected.sha256) return found;
        await abortLeftBehind(target);
        const file = await open(path, 'r');
        try {
          const part = Math.max(settings.partMegabytes * 1024 ** 2, Math.ceil(expected.size / mostParts));
          if (expected.size <= part) await putWhole(target, file, expected.size);
          else await putInParts(target, file, expected.size, part);
        } finally {
          await file.close();
        }
        return (await readBack(target)) ?? { size: 0, sha256: '' };
      }),
    look: () =>
      using(lookMillis, async (s3, abortSignal) => {
        const { ListObjectsV2Command } = await loadSdk();
        await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 }), {
          abortSignal,
        });
      }),
  };
}
