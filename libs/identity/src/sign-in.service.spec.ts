import type { EntityManager } from 'typeorm';
import type { Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { lockTables } from '../../../test/support/gates.js';
import { HandClock, makeOrganisation, testRing, type World } from '../../../test/support/review-world.js';
import { until } from '../../../test/support/waiting.js';
import { resetPassword, resetSecondFactor } from './account-resets.js';
import {
  changeAccount,
  changeOwnPassword,
  createAccount,
  listAccounts,
  type AccountChange,
  type NewAccount,
} from './accounts.js';
import {
  EmailTakenError,
  FreshSignInNeededError,
  OwnAccountError,
  SignInRefusedError,
  SignInTooOftenError,
} from './identity.errors.js';
import { SessionService } from './session.service.js';
import { Session } from './session.entity.js';
import { SignInService } from './sign-in.service.js';
import { StaffAccount } from './staff-account.entity.js';
import { codeAt } from './totp.js';

describe('signing in', () => {
  let test: TestDatabase;
  let database: Database;
  let demo: World;
  let real: World;
  let clock: HandClock;
  let signIn: SignInService;
  let sessions: SessionService;
  let made = 0;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await test.open('console', [StaffAccount, Session]);
    demo = await makeOrganisation(test, { isDemonstration: true });
    real = await makeOrganisation(test, { isDemonstration: false });
  });
  afterAll(() => test.drop());
  beforeEach(() => {
    clock = new HandClock();
    signIn = new SignInService(database, testRing, clock, true);
    sessions = new SessionService(database, clock);
  });

  async function account(world: World, more: Partial<NewAccount> = {}) {
    made += 1;
    const email = `someone${made}@example.org`;
    const created = await database.within(world.organisationId, (manager) =>
      createAccount(manager, testRing, {
        organisationId: world.organisationId,
        email,
        displayName: 'Someone',
        role: 'analyst',
        ...more,
      }),
    );
    return { email, ...created };
  }
  /** Until a transaction waits for what another holds. */
  const somebodyWaits = () =>
    until('somebody waits', async () => {
      const [row] = await test.asOwner<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE NOT granted AND datname = current_database()`,
      );
      return row!.count > 0;
    });
  const codeOf = (created: { totp?: { secret: string } }) => codeAt(created.totp!.secret, clock.now());

  it('opens a session with the right password and code, whose token is not in the database', async () => {
    const person = await account(real);
    const session = await signIn.signIn({ ...person, code: codeOf(person) });
    expect(await sessions.read(session.token)).toMatchObject({
      organisationId: real.organisationId,
      accountId: person.id,
      role: 'analyst',
    });
    const rows = await test.asOwner<{ row: string }>('SELECT s::text AS row FROM sessions s');
    for (const { row } of rows) expect(row).not.toContain(session.token);
  });

  it('takes the e-mail in any letters and with blanks around it', async () => {
    const person = await account(demo, { withoutTotp: true });
    await expect(
      signIn.signIn({ email: `  ${person.email.toUpperCase()} `, password: person.password }),
    ).resolves.toHaveProperty('token');
  });

  it('takes a code once', async () => {
    const person = await account(real);
    const code = codeOf(person);
    await signIn.signIn({ ...person, code });
    await expect(signIn.signIn({ ...person, code })).rejects.toBeInstanceOf(SignInRefusedError);
    clock.forwardSeconds(30);
    await expect(signIn.signIn({ ...person, code: codeOf(person) })).resolves.toHaveProperty('token');
  });

  it('opens one session when a code is used twice at the same time', async () => {
    const person = await account(real);
    const tries = await Promise.allSettled(
      [0, 1, 2].map(() => signIn.signIn({ ...person, code: codeOf(person) })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    [
      'an unknown account',
      (p: { password: string }) => ({ email: 'nobody@example.org', password: p.password }),
    ],
    ['a wrong password', (p: { email: string }) => ({ email: p.email, password: 'not the password at all' })],
    [
      'a missing code',
      (p: { email: string; password: string }) => ({ email: p.email, password: p.password }),
    ],
    [
      'a wrong code',
      (p: { email: string; password: string }) => ({ email: p.email, password: p.password, code: '12345x' }),
    ],
    [
      'a password with something behind it',
      (p: { email: string; password: string }) => ({
        email: p.email,
        password: p.password + 'x'.repeat(300),
      }),
    ],
  ])('answers %s with the same refusal', async (_name, wrong) => {
    const person = await account(real);
    await expect(signIn.signIn(wrong(person))).rejects.toMatchObject({
      code: 'sign-in-refused',
      statusCode: 401,
      message: 'E-mail, password or code is wrong.',
    });
  });

  it('refuses a disabled account like an unknown one', async () => {
    const person = await account(demo, { withoutTotp: true });
    await test.asOwner('UPDATE staff_accounts SET disabled_at = now() WHERE id = $1', [person.id]);
    await expect(signIn.signIn(person)).rejects.toBeInstanceOf(SignInRefusedError);
  });

  it('asks everybody outside a demonstration for a second factor', async () => {
    await expect(account(real, { withoutTotp: true })).rejects.toThrow('second factor');
    const person = await account(demo, { withoutTotp: true });
    const notDemo = new SignInService(database, testRing, clock, false);
    await expect(notDemo.signIn(person)).rejects.toBeInstanceOf(SignInRefusedError);
    await expect(signIn.signIn(person)).resolves.toHaveProperty('token');
  });

  it.each(['known', 'unknown'])('makes a %s name wait longer with each wrong try', async (kind) => {
    const person = await account(demo, { withoutTotp: true });
    const email = kind === 'known' ? person.email : `unknown${made}@example.org`;
    const wrong = () => signIn.signIn({ email, password: 'not the password at all' });
    for (let tries = 0; tries < 5; tries += 1)
      await expect(wrong()).rejects.toBeInstanceOf(SignInRefusedError);
    await expect(wrong()).rejects.toMatchObject({ code: 'sign-in-too-often', retryAfterSeconds: 15 });
    clock.forwardSeconds(15);
    await expect(wrong()).rejects.toBeInstanceOf(SignInRefusedError);
    await expect(wrong()).rejects.toMatchObject({ retryAfterSeconds: 30 });
  });

  it('keeps nobody out for longer than a minute, however many wrong tries there were', async () => {
    const person = await account(demo, { withoutTotp: true });
    for (let tries = 0; tries < 12; tries += 1) {
      await expect(signIn.signIn({ ...person, password: 'wrong' })).rejects.toBeInstanceOf(
        SignInRefusedError,
      );
      clock.forwardSeconds(60);
    }
    await expect(signIn.signIn(person)).resolves.toHaveProperty('token');
  });

  it('forgets wrong tries after an hour', async () => {
    const person = await account(demo, { withoutTotp: true });
    const wrong = () => signIn.signIn({ ...person, password: 'wrong' });
    for (let tries = 0; tries < 5; tries += 1)
      await expect(wrong()).rejects.toBeInstanceOf(SignInRefusedError);
    await expect(wrong()).rejects.toBeInstanceOf(SignInTooOftenError);
    clock.forwardSeconds(3601);
    for (let tries = 0; tries < 5; tries += 1)
      await expect(wrong()).rejects.toBeInstanceOf(SignInRefusedError);
  });

  it('hears no more tries when they come at the same time', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 12 }, () =>
        signIn.signIn({ email: 'flood@example.org', password: 'not this one' }),
      ),
    );
    const refused = tries.filter((t) => t.status === 'rejected' && t.reason instanceof SignInRefusedError);
    const slowed = tries.filter((t) => t.status === 'rejected' && t.reason instanceof SignInTooOftenError);
    expect([refused.length, slowed.length]).toEqual([5, 7]);
  });

  it('forgets wrong tries after a right one', async () => {
    const person = await account(demo, { withoutTotp: true });
    for (let tries = 0; tries < 4; tries += 1) {
      await expect(signIn.signIn({ ...person, password: 'wrong' })).rejects.toBeInstanceOf(
        SignInRefusedError,
      );
      clock.forwardSeconds(1);
    }
    await signIn.signIn(person);
    clock.forwardSeconds(1);
    await expect(signIn.signIn({ ...person, password: 'wrong' })).rejects.toBeInstanceOf(SignInRefusedError);
    await expect(signIn.signIn(person)).resolves.toHaveProperty('token');
  });

  it('keeps no account name with the tries', async () => {
    await expect(
      signIn.signIn({ email: 'marked-name@example.org', password: 'wrong' }),
    ).rejects.toBeInstanceOf(SignInRefusedError);
    const rows = await test.asOwner<{ row: string }>('SELECT a::text AS row FROM sign_in_attempts a');
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toContain('marked-name');
  });

  it('ends a session after twelve hours, after half an hour unused, and on signing out', async () => {
    const person = await account(demo, { withoutTotp: true });
    const long = await signIn.signIn(person);
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      clock.forwardSeconds(20 * 60);
      expect(await sessions.read(long.token)).toBeDefined();
    }
    clock.forwardSeconds(20 * 60);
    expect(await sessions.read(long.token)).toBeUndefined();

    const idle = await signIn.signIn(person);
    clock.forwardSeconds(30 * 60 + 1);
    expect(await sessions.read(idle.token)).toBeUndefined();

    const ended = await signIn.signIn(person);
    await sessions.end((await sessions.read(ended.token))!);
    expect(await sessions.read(ended.token)).toBeUndefined();
  });

  it('knows no session for anything that is no token', async () => {
    for (const text of [undefined, '', 'x', "' OR 1=1 --", 'A'.repeat(43), 'é'.repeat(43)]) {
      expect(await sessions.read(text)).toBeUndefined();
    }
  });

  it('calls a sign-in fresh for ten minutes', async () => {
    const person = await account(demo, { withoutTotp: true });
    const who = (await sessions.read((await signIn.signIn(person)).token))!;
    clock.forwardSeconds(600);
    expect(() => sessions.assertFresh(who)).not.toThrow();
    clock.forwardSeconds(1);
    expect(() => sessions.assertFresh(who)).toThrow(FreshSignInNeededError);
  });

  it('gives an e-mail one account', async () => {
    const person = await account(demo);
    await expect(account(real, { email: person.email.toUpperCase() })).rejects.toBeInstanceOf(
      EmailTakenError,
    );
  });

  it('writes the event with the account and neither without the other', async () => {
    const before = await test.asOwner(`SELECT id FROM audit_events WHERE act = 'account.created'`);
    await expect(
      database.within(real.organisationId, async (manager) => {
        await createAccount(manager, testRing, {
          organisationId: real.organisationId,
          email: 'rolled-back@example.org',
          displayName: 'Nobody',
          role: 'analyst',
        });
        throw new Error('something after it fails');
      }),
    ).rejects.toThrow('something after it fails');
    expect(await test.asOwner(`SELECT id FROM audit_events WHERE act = 'account.created'`)).toEqual(before);
    expect(
      await test.asOwner(`SELECT id FROM staff_accounts WHERE email = 'rolled-back@example.org'`),
    ).toEqual([]);
  });

  it('ends the sessions of an account whose role changes, and lets nobody change their own', async () => {
    const person = await account(demo, { withoutTotp: true });
    const administrator = await account(demo, { withoutTotp: true, role: 'administrator' });
    const session = await signIn.signIn(person);
    await database.within(demo.organisationId, (manager) =>
      changeAccount(
        manager,
        demo.organisationId,
        administrator.id,
        person.id,
        { role: 'supervisor' },
        clock.now(),
      ),
    );
    expect(await sessions.read(session.token)).toBeUndefined();
    const accounts = await database.within(demo.organisationId, (manager) =>
      listAccounts(manager, demo.organisationId),
    );
    expect(accounts.find(({ id }) => id === person.id)?.role).toBe('supervisor');
    expect(
      accounts.every((one) => one.passwordHash === undefined && one.totpSecretSealed === undefined),
    ).toBe(true);
    await expect(
      database.within(demo.organisationId, (manager) =>
        changeAccount(
          manager,
          demo.organisationId,
          administrator.id,
          administrator.id,
          { role: 'supervisor' },
          clock.now(),
        ),
      ),
    ).rejects.toBeInstanceOf(OwnAccountError);
  });

  it.each<{ first: AccountChange; second: AccountChange }>([
    { first: { isDisabled: true }, second: { role: 'supervisor' } },
    { first: { role: 'supervisor' }, second: { isDisabled: true } },
  ])('keeps both of two changes that are made at the same time: $first and $second', async (changes) => {
    const person = await account(demo, { withoutTotp: true });
    const administrator = await account(demo, { withoutTotp: true, role: 'administrator' });
    const change = (what: AccountChange, then?: () => Promise<unknown>) =>
      database.within(demo.organisationId, async (manager) => {
        await changeAccount(manager, demo.organisationId, administrator.id, person.id, what, clock.now());
        await then?.();
      });
    let second: Promise<void> | undefined;
    await change(changes.first, async () => {
      second = change(changes.second);
      await somebodyWaits();
    });
    await second;
    const accounts = await test.asOwner(
      `SELECT role, disabled_at IS NOT NULL AS is_disabled FROM staff_accounts WHERE id = $1`,
      [person.id],
    );
    expect(accounts).toEqual([{ role: 'supervisor', is_disabled: true }]);
    const events = await test.asOwner(
      `SELECT details FROM audit_events WHERE subject_id = $1 AND act = 'account.changed' ORDER BY id`,
      [person.id],
    );
    expect(events.at(-1)).toEqual({ details: { role: 'supervisor', disabled: true } });
  });

  it.each<{ what: string; act: (manager: EntityManager, by: string, to: string) => Promise<unknown> }>([
    {
      what: 'another password',
      act: (manager, by, to) => resetPassword(manager, demo.organisationId, by, to, clock.now()),
    },
    {
      what: 'another second factor',
      act: (manager, by, to) =>
        resetSecondFactor(manager, testRing, demo.organisationId, by, to, clock.now()),
    },
    {
      what: 'no access any more',
      act: (manager, by, to) =>
        changeAccount(manager, demo.organisationId, by, to, { isDisabled: true }, clock.now()),
    },
  ])('opens no session for who began to sign in before the account got $what', async ({ act }) => {
    const person = await account(demo);
    const administrator = await account(demo, { withoutTotp: true, role: 'administrator' });
    let signingIn: Promise<unknown> | undefined;
    await database.within(demo.organisationId, async (manager) => {
      await act(manager, administrator.id, person.id);
      signingIn = signIn.signIn({ ...person, code: codeOf(person) }).catch((error: unknown) => error);
      await somebodyWaits();
    });
    expect(await signingIn).toBeInstanceOf(SignInRefusedError);
    expect(
      await test.asOwner(`SELECT 1 FROM sessions WHERE staff_account_id = $1 AND ended_at IS NULL`, [
        person.id,
      ]),
    ).toEqual([]);
  });

  it('changes a password for who knows the current one, and ends the other sessions', async () => {
    const person = await account(demo, { withoutTotp: true });
    const here = await signIn.signIn(person);
    const there = await signIn.signIn(person);
    const who = (await sessions.read(here.token))!;
    const change = (current: string, next: string) =>
      database.within(demo.organisationId, (manager) =>
        changeOwnPassword(manager, who, { current, next }, clock.now()),
      );
    await expect(change('wrong', 'a long enough new one')).rejects.toThrow('current password is wrong');
    await expect(change(person.password, 'short')).rejects.toThrow('at least 12');
    await change(person.password, 'a long enough new one');
    expect(await sessions.read(here.token)).toBeDefined();
    expect(await sessions.read(there.token)).toBeUndefined();
    await expect(signIn.signIn({ ...person, password: 'a long enough new one' })).resolves.toHaveProperty(
      'token',
    );
  });

  describe('that is refused', () => {
    const refusals = async (accountId: string) => {
      await signIn.settled();
      return test.asOwner<{ organisation_id: string; actor_id: string | null; details: { tries: number } }>(
        `SELECT organisation_id, actor_kind, actor_id, details FROM audit_events
         WHERE act = 'session.refused' AND subject_id = $1 ORDER BY id`,
        [accountId],
      );
    };
    const refused = (given: { email: string; password: string; code?: string }) =>
      expect(signIn.signIn(given)).rejects.toMatchObject({ code: expect.stringMatching(/^sign-in-/) });

    it.each([
      ['wrong-password', { password: 'not the password at all' }],
      ['no-code', { code: ' ' }],
      ['wrong-code', { code: '000000' }],
    ])('leaves an event in its organisation that says why: %s', async (reason, more) => {
      const person = await account(real);
      await refused({ email: person.email, password: person.password, ...more });
      expect(await refusals(person.id)).toEqual([
        {
          organisation_id: real.organisationId,
          actor_kind: 'machine',
          actor_id: null,
          details: { reason, tries: 1, since: clock.now().toISOString() },
        },
      ]);
    });

    it('says so of a code that was used before, of an account that is disabled, and of a lock-out', async () => {
      const person = await account(real);
      const code = codeOf(person);
      await signIn.signIn({ ...person, code });
      await refused({ ...person, code });
      await test.asOwner('UPDATE staff_accounts SET disabled_at = now() WHERE id = $1', [person.id]);
      clock.forwardSeconds(30);
      await refused({ ...person, code: codeOf(person) });
      for (let times = 0; times < 4; times += 1) await refused({ ...person, password: 'a wrong one' });
      expect((await refusals(person.id)).map(({ details }) => details)).toMatchObject([
        { reason: 'code-used-before', tries: 1 },
        { reason: 'disabled', tries: 1 },
        { reason: 'wrong-password', tries: 1 },
        { reason: 'wrong-password', tries: 2 },
        { reason: 'too-often', tries: 1 },
      ]);
    });

    it('leaves few events of a flood, and the number of tries in them', async () => {
      const person = await account(real);
      for (let times = 0; times < 300; times += 1) await refused({ ...person, password: 'a wrong one' });
      const events = await refusals(person.id);
      expect(events.length).toBeLessThan(15);
      const since = clock.now().toISOString();
      clock.forwardSeconds(3600);
      for (let times = 0; times < 6; times += 1) await refused({ ...person, password: 'a wrong one' });
      // Five were heard, the others not; the next event after the hour says what it came to.
      expect((await refusals(person.id)).map(({ details }) => details)).toEqual(
        expect.arrayContaining([
          { reason: 'wrong-password', tries: 5, since },
          { reason: 'too-often', tries: 295, since },
        ]),
      );
    });

    it('leaves nothing of an account that does not exist', async () => {
      const before = await test.asOwner('SELECT id FROM audit_events');
      await refused({ email: 'nobody@example.org', password: 'whatever it is' });
      await signIn.settled();
      expect(await test.asOwner('SELECT id FROM audit_events')).toEqual(before);
    });

    it('writes down nothing of what was typed', async () => {
      const person = await account(real);
      await refused({ email: ` ${person.email.toUpperCase()}`, password: 'marked-password', code: '246802' });
      await signIn.settled();
      const rows = await test.asOwner<{ line: string }>(
        `SELECT e::text AS line FROM audit_events e UNION ALL SELECT r::text FROM sign_in_refusals r`,
      );
      const text = rows.map(({ line }) => line.toLowerCase()).join('\n');
      for (const typed of [person.email, 'marked-password', '246802', '@example'])
        expect(text).not.toContain(typed);
    });

    it('answers before anything is written, so that its time does not tell of the account', async () => {
      const person = await account(real);
      const lock = await lockTables(test, 'sign_in_refusals');
      try {
        await refused({ ...person, password: 'a wrong one' });
      } finally {
        await lock.release();
      }
      expect(await refusals(person.id)).toHaveLength(1);
    });
  });
});
