// Objects in a bucket that speaks S3. Credentials come from the environment as the AWS SDK reads them.
import type { S3Client } from '@aws-sdk/client-s3';
import {
  ObjectMissingError,
  requireObjectName,
  type ObjectStorage,
  type StoredObject,
} from './object.storage.js';

/** Loaded when it is first needed: the programs that keep evidence on disk do without it. */
type Sdk = typeof import('@aws-sdk/client-s3');

export interface S3Place {
  readonly bucket: string;
  /** Without slash at either end; may be empty. */
  readonly prefix: string;
  /** Of a server other than Amazon's. */
  readonly endpoint?: string;
  readonly region?: string;
}

export class S3Storage implements ObjectStorage {
  private opened: Promise<{ sdk: Sdk; client: S3Client }> | undefined;

  constructor(private readonly place: S3Place) {}

  async write(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    // A single put is whole or nothing, and needs the length first; evidence is bounded by what is fetched.
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    const { sdk, client } = await this.open();
    await client.send(
      new sdk.PutObjectCommand({
        Bucket: this.place.bucket,
        Key: this.keyOf(name),
        Body: Buffer.concat(parts),
      }),
    );
  }

  async *read(name: string): AsyncGenerator<Uint8Array> {
    const { sdk, client } = await this.open();
    try {
      const answer = await client.send(
        new sdk.GetObjectCommand({ Bucket: this.place.bucket, Key: this.keyOf(name) }),
      );
      yield* answer.Body as unknown as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (error instanceof sdk.NoSuchKey) throw new ObjectMissingError(name);
      throw error;
    }
  }

  async delete(name: string): Promise<void> {
    const { sdk, client } = await this.open();
    await client.send(new sdk.DeleteObjectCommand({ Bucket: this.place.bucket, Key: this.keyOf(name) }));
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const { sdk, client } = await this.open();
    let next: string | undefined;
    do {
      const answer = await client.send(
        new sdk.ListObjectsV2Command({
          Bucket: this.place.bucket,
          Prefix: `${this.root}${prefix}`,
          ContinuationToken: next,
        }),
      );
      for (const { Key, LastModified } of answer.Contents ?? []) {
        if (Key !== undefined) {
          yield { name: Key.slice(this.root.length), modifiedAt: LastModified ?? new Date() };
        }
      }
      next = answer.IsTruncated ? answer.NextContinuationToken : undefined;
    } while (next !== undefined);
  }

  private open(): Promise<{ sdk: Sdk; client: S3Client }> {
    this.opened ??= import('@aws-sdk/client-s3').then((sdk) => ({
      sdk,
      client: new sdk.S3Client({
        region: this.place.region ?? 'us-east-1',
        ...(this.place.endpoint && { endpoint: this.place.endpoint, forcePathStyle: true }),
        // Other servers than Amazon's do not all know the checksums that the SDK adds by default.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      }),
    }));
    return this.opened;
  }

  private get root(): string {
    return this.place.prefix === '' ? '' : `${this.place.prefix}/`;
  }

  private keyOf(name: string): string {
    requireObjectName(name);
    return `${this.root}${name}`;
  }
}
