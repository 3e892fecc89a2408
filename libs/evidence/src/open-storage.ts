import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SettingError } from '#libs/platform';
import { FileStorage } from './file.storage.js';
import type { ObjectStorage } from './object.storage.js';
import { S3Storage } from './s3.storage.js';

/**
 * The store that EVIDENCE_URL names.
 * @param evidenceUrl `file:///folder` or `s3://bucket/prefix?endpoint=…&region=…`; a folder in `dataDir` if undefined
 * @throws SettingError
 */
export function openStorage(evidenceUrl: string | undefined, dataDir: string): ObjectStorage {
  if (evidenceUrl === undefined) return new FileStorage(join(dataDir, 'evidence'));
  const url = new URL(evidenceUrl);
  if (url.protocol === 'file:') {
    try {
      return new FileStorage(fileURLToPath(url));
    } catch {
      throw new SettingError('EVIDENCE_URL', 'names no folder of this machine; write file:///folder');
    }
  }
  if (url.hostname === '')
    throw new SettingError('EVIDENCE_URL', 'names no bucket; write s3://bucket/prefix');
  const endpoint = url.searchParams.get('endpoint');
  if (endpoint !== null && !/^https?:\/\//.test(endpoint)) {
    throw new SettingError('EVIDENCE_URL', 'the endpoint must start with http:// or https://');
  }
  const region = url.searchParams.get('region');
  return new S3Storage({
    bucket: url.hostname,
    prefix: decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, ''),
    ...(endpoint !== null && { endpoint }),
    ...(region !== null && { region }),
  });
}
