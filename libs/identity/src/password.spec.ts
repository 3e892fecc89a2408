import * as fc from 'fast-check';
import { assertPassword, hashPassword, newPassword, verifyPassword } from './password.js';
import { mayRole, PERMISSIONS, permissionsOf, ROLES } from './permissions.js';
import { signInWaitSeconds } from './sign-in-limits.js';

describe('passwords', () => {
  it('are kept as argon2id with 19 MiB, two passes and one lane', async () => {
    expect(await hashPassword('correct horse battery')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('are the same in composed and decomposed Unicode', async () => {
    const hash = await hashPassword('caf\u00e9 au lait fort');
    expect(await verifyPassword(hash, 'cafe\u0301 au lait fort')).toBe(true);
    expect(await verifyPassword(hash, 'cafe au lait fort')).toBe(false);
  });

  it('never fit an account that is not there', async () => {
    expect(await verifyPassword(undefined, 'anything')).toBe(false);
  });

  it.each([
    ['too short', 'abcdefghijk'],
    ['too long', 'abcdefg'.repeat(40)],
    ['all alike', 'aaaaaaaaaaaaaaaa'],
    ['the account name', 'my-anna.b-secret'],
  ])('are refused when %s', (_name, password) => {
    expect(() => assertPassword(password, 'anna.b@example.org')).toThrow('The password must');
  });

  it('are made up long enough and never twice alike', () => {
    const made = new Set(Array.from({ length: 200 }, newPassword));
    expect(made.size).toBe(200);
    for (const password of made) {
      expect(password).toMatch(/^([a-hj-km-np-z2-9]{5}-){4}[a-hj-km-np-z2-9]{5}$/);
    }
  });
});

describe('the wait after wrong tries', () => {
  it('is nothing for the first four, never shrinks with more failures, and ends within a quarter of an hour', () => {
    const now = new Date('2026-03-01T12:00:00Z');
    fc.assert(
      fc.property(fc.nat(500), fc.nat(2000), (failures, passed) => {
        const last = new Date(now.getTime() - passed * 1000);
        const wait = signInWaitSeconds(failures, last, now);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait + passed).toBeLessThanOrEqual(Math.max(900, passed));
        expect(signInWaitSeconds(failures + 1, last, now)).toBeGreaterThanOrEqual(wait);
        expect(failures > 4 || wait === 0).toBe(true);
      }),
    );
  });
});

describe('the table of permissions', () => {
  it('keeps cases, media, reporters’ texts and the audit log from administrators', () => {
    for (const permission of permissionsOf('administrator')) {
      expect(permission).toMatch(
        /^(self\.use|(settings|list|alarm)\.read|(account|mandate|recipient|retention|key|api-key|list|portal)\.manage)$/,
      );
    }
  });

  it('gives accounts to administrators alone', () => {
    expect(ROLES.filter((role) => mayRole(role, 'account.manage'))).toEqual(['administrator']);
  });

  it('names only roles that exist, and each permission for somebody', () => {
    for (const roles of Object.values(PERMISSIONS)) {
      expect(roles.length).toBeGreaterThan(0);
      for (const role of roles) expect(ROLES).toContain(role);
    }
  });
});
