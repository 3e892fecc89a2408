import { randomBytes, randomUUID } from 'node:crypto';
import { closeBox, KeyRing, newBoxKeyPair, newId, sealedBoxReady, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { IntakeService, MarkUsedError } from './intake.service.js';
import { isDatabaseAway, PortalApi, type LivePortal } from './portal-api.client.js';
import { hashReceipt, makeReceipt } from './receipt.js';
import { readSubmission } from './submission.js';
import { SubmissionMark } from './submission-mark.js';

describe('what the public zone may ask of the database', () => {
  let database: TestDatabase;
  let asPortal: Database;
  let api: PortalApi;
  let portal: LivePortal;
  const keys = new KeyRing([randomBytes(32)]);
  const organisationId = newId();
  beforeAll(async () => {
    await sealedBoxReady;
    database = await createTestDatabase();
    await database.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'ONE', 'One', 'TN')`,
      [organisationId],
    );
    await database.asOwner(
      `INSERT INTO organisation_keys (id, organisation_id, public_key, sealed_private_key) VALUES ($1, $2, $3, '')`,
      [newId(), organisationId, Buffer.from(newBoxKeyPair().publicKey)],
    );
    for (const [slug, isLive] of [
      ['one', true],
      ['draft', false],
    ] as const) {
      await database.asOwner(
        `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, is_live)
         VALUES ($1, $2, $2, $3, 'TN', '{en}', $4)`,
        [newId(), organisationId, slug, isLive],
      );
    }
    asPortal = await database.open('portal');
    api = new PortalApi(asPortal);
    [portal] = (await api.portals()) as [LivePortal];
  });
  afterAll(() => database.drop());

  const submit = (mark = new SubmissionMark('form', randomUUID()), place = 'a place') =>
    new IntakeService(api, keys).submit(
      portal,
      readSubmission({ place }, new Date()).submission!,
      mark,
      'en',
    );

  it('shows live portals only', async () => {
    expect((await api.portals()).map(({ slug }) => slug)).toEqual(['one']);
    expect(portal.publicKey).toHaveLength(32);
  });

  it('tells by marks which portals it would tell of differently', async () => {
    const mark = async () => (await api.portalMarks()).get(portal.id);
    expect([...(await api.portalMarks()).keys()]).toEqual([portal.id]);
    let before = await mark();
    expect(await mark()).toBe(before);
    for (const change of [
      `UPDATE portals SET published = '{"a": 1}' WHERE id = '${portal.id}'`,
      `UPDATE organisations SET name = 'Two' WHERE id = '${organisationId}'`,
      `INSERT INTO organisation_keys (id, organisation_id, public_key, sealed_private_key)
         SELECT gen_random_uuid(), organisation_id, public_key, '' FROM organisation_keys`,
      `UPDATE portals SET is_live = false, withdrawn_at = now() WHERE id = '${portal.id}'`,
      `UPDATE portals SET is_live = true, withdrawn_at = NULL WHERE id = '${portal.id}'`,
    ]) {
      await database.asOwner(change);
      expect([change, await mark()]).not.toEqual([change, before]);
      before = await mark();
    }
    expect([await api.portals([]), await api.portals([newId()])]).toEqual([[], []]);
    [portal] = (await api.portals([portal.id])) as [LivePortal];
  });

  it('opens a report to its own receipt and to nothing else, not even one bit off', async () => {
    const { receipt } = await submit();
    await submit();
    const hash = hashReceipt(keys, receipt);
    expect(await api.openReceipt(receipt.lookup, hash)).toMatchObject({ status: 'received', messages: [] });
    const oneBitOff = Buffer.from(hash);
    oneBitOff[31]! ^= 1;
    expect(await api.openReceipt(receipt.lookup, oneBitOff)).toBeNull();
    expect(await api.openReceipt(makeReceipt().lookup, hash)).toBeNull();
    expect(await api.forgetContact(receipt.lookup, oneBitOff)).toBe(false);
    const sealedText = closeBox(portal.publicKey, 'x');
    expect(
      await api.answer(receipt.lookup, oneBitOff, { id: randomUUID(), keyId: portal.keyId, sealedText }),
    ).toBe('unknown');
  });

  it('takes a report once for each mark', async () => {
    const mark = new SubmissionMark('form', randomUUID());
    const first = await submit(mark);
    const second = await submit(mark);
    expect(first.isRepeat).toBe(false);
    expect(second).toEqual({ receipt: first.receipt, isRepeat: true });
    await expect(submit(mark, 'another place')).rejects.toThrow(MarkUsedError);
  });

  it('refuses a report to a portal that is not live or under a key that is another organisation’s', async () => {
    const elsewhere = { ...portal, id: newId() };
    const submission = readSubmission({ place: 'x' }, new Date()).submission!;
    const mark = new SubmissionMark('form', randomUUID());
    await expect(
      new IntakeService(api, keys).submit(elsewhere, submission, mark, 'en'),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      new IntakeService(api, keys).submit({ ...portal, keyId: newId() }, submission, mark, 'en'),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('cannot change another report’s message by using its identifier', async () => {
    const [one, two] = [await submit(), await submit()];
    const message = { id: randomUUID(), keyId: portal.keyId, sealedText: closeBox(portal.publicKey, 'x') };
    const answer = ({ receipt }: typeof one) =>
      api.answer(receipt.lookup, hashReceipt(keys, receipt), message);
    expect(await answer(one)).toBe('stored');
    expect(await answer(one)).toBe('stored');
    expect(await answer(two)).toBe('unknown');
    expect(
      await database.asOwner('SELECT count(*)::int AS count FROM messages WHERE id = $1', [message.id]),
    ).toEqual([{ count: 1 }]);
  });

  it('takes at most fifty messages a report', async () => {
    const { receipt } = await submit();
    const outcomes: string[] = [];
    for (let sent = 0; sent < 51; sent += 1) {
      const sealedText = closeBox(portal.publicKey, 'x');
      outcomes.push(
        await api.answer(receipt.lookup, hashReceipt(keys, receipt), {
          id: randomUUID(),
          keyId: portal.keyId,
          sealedText,
        }),
      );
    }
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(50);
    expect(outcomes.at(-1)).toBe('too-many');
  });

  it.each([
    [{ code: 'ECONNREFUSED' }, true],
    [{ code: '57P01' }, true],
    [{ driverError: { code: '08006' } }, true],
    [new Error('Connection terminated unexpectedly'), true],
    [{ code: '42501' }, false],
    [{ driverError: { code: '22021' } }, false],
    [{ code: '23505' }, false],
  ])('is away with %p: %s', (error, expected) => {
    expect(isDatabaseAway(error)).toBe(expected);
  });
});
