// Keys from a key file: 32 bytes each in base64, one a line, newest first. A program never uses such a key itself,
// only keys derived from it, one a purpose (HKDF-SHA-256, RFC 5869).
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { relative, isAbsolute } from 'node:path';
import { SettingError } from '../config/settings.js';

export interface DerivedKey {
  /** Eight hex digits that name the source key; safe to store beside what the key protects. */
  readonly id: string;
  readonly bytes: Buffer;
}

export class KeyRing {
  private readonly derived = new Map<string, DerivedKey[]>();

  /** @param keys 32 bytes each, newest first */
  constructor(private readonly keys: readonly Buffer[]) {
    if (keys.length === 0) throw new Error('a key ring needs at least one key');
  }

  /**
   * Reads a key file.
   * @param options.outside a folder that must not hold the file (data and keys are kept apart in production)
   * @throws SettingError when the file is missing, open to others, misplaced or malformed
   */
  static fromFile(path: string, variable: string, options: { outside?: string } = {}): KeyRing {
    if (options.outside !== undefined) {
      const inside = relative(options.outside, path);
      if (!inside.startsWith('..') && !isAbsolute(inside)) {
        throw new SettingError(variable, 'must not lie inside DATA_DIR; keep keys and data apart');
      }
    }
    let content: string;
    try {
      if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
        throw new SettingError(variable, 'the file may be read by others; run chmod 600 on it');
      }
      content = readFileSync(path, 'utf8');
    } catch (error) {
      if (error instanceof SettingError) throw error;
      throw new SettingError(variable, 'the file cannot be read; see the operator’s guide on keys');
    }
    const keys = content
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => Buffer.from(line, 'base64'));
    if (keys.length === 0 || keys.some((key) => key.length !== 32)) {
      throw new SettingError(variable, 'must hold one or more keys of 32 bytes in base64, one a line');
    }
    return new KeyRing(keys);
  }

  /** All keys for a purpose, newest first. */
  all(purpose: string): readonly DerivedKey[] {
    let keys = this.derived.get(purpose);
    if (keys === undefined) {
      keys = this.keys.map((key) => ({
        id: createHmac('sha256', key).update('manara key id').digest('hex').slice(0, 8),
        bytes: Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `manara ${purpose}`, 32)),
      }));
      this.derived.set(purpose, keys);
    }
    return keys;
  }

  /** The key with which new things are protected. */
  newest(purpose: string): DerivedKey {
    return this.all(purpose)[0]!;
  }

  /** The key of that id, or undefined when it is not in the file. */
  byId(purpose: string, id: string): DerivedKey | undefined {
    return this.all(purpose).find((key) => key.id === id);
  }
}

/** HMAC-SHA-256, 32 bytes. */
export function keyedHash(key: Buffer, data: string | Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** Whether two byte strings are the same, in a time that does not tell where they differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
