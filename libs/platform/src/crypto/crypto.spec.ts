import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { keyIdOf, openFor, SealBrokenError, sealFor } from './envelope.js';
import { KeyRing } from './key-ring.js';
import { boxKeyPairFrom, closeBox, newBoxKeyPair, openBox, sealedBoxReady } from './sealed-box.js';

const older = randomBytes(32);
const newer = randomBytes(32);

describe('a sealed value', () => {
  const ring = new KeyRing([newer, older]);

  it('opens for whom and what it was sealed, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (plain, owner) => {
        expect(openFor(ring, 'test', sealFor(ring, 'test', plain, owner), owner)).toEqual(Buffer.from(plain));
      }),
    );
  });

  it('does not open for another owner, another purpose or after any change', () => {
    const sealed = sealFor(ring, 'test', Buffer.from('words'), 'owner');
    expect(() => openFor(ring, 'test', sealed, 'other')).toThrow(SealBrokenError);
    expect(() => openFor(ring, 'another', sealed, 'owner')).toThrow(SealBrokenError);
    for (let position = 0; position < sealed.length; position += 1) {
      const changed = Buffer.from(sealed);
      changed[position]! ^= 1;
      expect(() => openFor(ring, 'test', changed, 'owner')).toThrow(SealBrokenError);
    }
    expect(() => openFor(ring, 'test', sealed.subarray(0, 10), 'owner')).toThrow(SealBrokenError);
  });

  it('opens under an older key that is still in the file, and names the key it needs otherwise', () => {
    const before = new KeyRing([older]);
    const sealed = sealFor(before, 'test', Buffer.from('words'), 'owner');
    expect(openFor(ring, 'test', sealed, 'owner').toString()).toBe('words');
    expect(keyIdOf(sealed)).toBe(before.newest('test').id);
    expect(() => openFor(new KeyRing([newer]), 'test', sealed, 'owner')).toThrow(/key file/);
  });
});

describe('a sealed box', () => {
  beforeAll(() => sealedBoxReady);

  it('opens for the holder of the private key alone', () => {
    const pair = newBoxKeyPair();
    const box = closeBox(pair.publicKey, 'words');
    expect(openBox(pair, box).toString()).toBe('words');
    expect(() => openBox(newBoxKeyPair(), box)).toThrow(SealBrokenError);
    expect(() => openBox({ publicKey: pair.publicKey, privateKey: newBoxKeyPair().privateKey }, box)).toThrow(
      SealBrokenError,
    );
  });

  it('made from a secret opens for whoever knows the secret, for that purpose', () => {
    const pair = boxKeyPairFrom('a secret', 'replies');
    const box = closeBox(pair.publicKey, 'words');
    expect(openBox(boxKeyPairFrom('a secret', 'replies'), box).toString()).toBe('words');
    expect(() => openBox(boxKeyPairFrom('a secret', 'other'), box)).toThrow(SealBrokenError);
    expect(() => openBox(boxKeyPairFrom('another', 'replies'), box)).toThrow(SealBrokenError);
  });
});

describe('a key file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'manara-keys-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (content: string, mode = 0o600) => {
    const path = join(folder, `${randomBytes(4).toString('hex')}.key`);
    writeFileSync(path, content);
    chmodSync(path, mode);
    return path;
  };

  it('gives keys that differ by purpose and are the same at each reading', () => {
    const path = file(`# newest first\n${newer.toString('base64')}\n${older.toString('base64')}\n`);
    const one = KeyRing.fromFile(path, 'MANARA_KEY_FILE');
    const two = KeyRing.fromFile(path, 'MANARA_KEY_FILE');
    expect(one.newest('a').bytes).toEqual(two.newest('a').bytes);
    expect(one.newest('a').bytes).not.toEqual(one.newest('b').bytes);
    expect(one.all('a')).toHaveLength(2);
  });

  it.each([
    ['is empty', () => file(''), {}],
    ['holds a key that is too short', () => file(randomBytes(16).toString('base64')), {}],
    ['may be read by others', () => file(newer.toString('base64'), 0o644), {}],
    ['is not there', () => join(folder, 'missing'), {}],
    ['lies beside the data', () => file(newer.toString('base64')), { outside: folder }],
  ])('is refused by name when it %s', (_words, path, options) => {
    expect(() => KeyRing.fromFile(path(), 'MANARA_KEY_FILE', options)).toThrow(/^MANARA_KEY_FILE: /);
  });
});
