import { newId } from '#libs/platform';
import { FeedbackSender } from './feedback.sender.js';
import { mapFeedbackReason } from './list-sources.js';
import { type NcmecServer, startNcmec } from './testing/ncmec.server.js';
import {
  type AddedSource,
  createSourceWorld,
  OPERATOR,
  type SourceWorld,
  told,
} from './testing/source.world.js';

const REASON_ID = '01234567-abcd-4abc-8def-0123456789ab';

describe('what analysts say against an entry', () => {
  let world: SourceWorld;
  let ncmec: NcmecServer;
  let source: AddedSource;
  let sender: FeedbackSender;
  const person = newId();

  beforeAll(async () => {
    world = await createSourceWorld();
    ncmec = await startNcmec();
    await world.test.asOwner(
      `INSERT INTO staff_accounts (id, organisation_id, email, display_name, role, password_hash, locale)
       VALUES ($1, $2, 'a@example.org', 'A', 'analyst', 'none', 'en')`,
      [person, world.organisation],
    );
    ncmec.entries = [
      told('one'),
      told('shared'),
      told('with/slash', { member: '9', md5: told('shared').md5! }),
      told('waits'),
      told('refused'),
      told('patient'),
    ];
    source = await world.add(ncmec);
    await world.poll(source);
    sender = new FeedbackSender(world.triage, world.ring);
    await map('other-picture');
  });
  afterAll(async () => {
    await ncmec.close();
    await world.stop();
  });
  beforeEach(() => {
    ncmec.votes.length = 0;
    ncmec.fault = () => false;
  });

  const map = (reason: 'other-picture' | 'nothing-to-see') =>
    world.owner.within(world.organisation, (manager) =>
      mapFeedbackReason(
        manager,
        world.organisation,
        source.list,
        { type: 'MD5', reason, id: REASON_ID },
        OPERATOR,
      ),
    );

  /** Says of a new media that it is not the entry that it matched. @returns the feedback's id */
  const deny = async (name: string, more: { reason?: string; algorithm?: string; list?: string } = {}) => {
    const [id, media] = [newId(), newId()];
    await world.test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes)
       VALUES ($1, $2, sha256($1::uuid::text::bytea), substring(sha256($1::uuid::text::bytea) FOR 20), decode(md5($1::uuid::text), 'hex'), 1)`,
      [media, world.organisation],
    );
    await world.test.asOwner(
      `WITH entry AS (SELECT e.* FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id
           WHERE l.name = $3 AND e.md5 = decode($4, 'hex') AND e.ended_version IS NULL),
         matched AS (INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm)
           SELECT gen_random_uuid(), $1, $2, hash_list_id, id, 1, 'exact', $5 FROM entry)
       INSERT INTO match_feedback (id, organisation_id, media_id, hash_list_id, hash_entry_id, fingerprint, reason, said_by)
       SELECT $6, $1, $2, hash_list_id, id, fingerprint, $7, $8 FROM entry`,
      [
        world.organisation,
        media,
        more.list ?? source.list,
        told(name).md5,
        more.algorithm ?? 'md5',
        id,
        more.reason ?? 'other-picture',
        person,
      ],
    );
    return id;
  };
  const stateOf = async (id: string) => {
    const [row] = await world.test.asOwner<{ delivery: string; isDue: boolean }>(
      `SELECT delivery, delivery_due_at IS NOT NULL AS "isDue" FROM match_feedback WHERE id = $1`,
      [id],
    );
    return `${row!.delivery}${row!.isDue ? ', due' : ''}`;
  };
  const send = () => sender.sendDue(world.organisation);
  const again = async () => {
    await world.test.asOwner(
      `UPDATE match_feedback SET delivery_due_at = now() WHERE delivery_due_at IS NOT NULL`,
    );
    return send();
  };

  it('goes to each member that shared the entry, once, with the reason that is meant', async () => {
    const [one, shared] = [await deny('one'), await deny('shared')];
    expect(await send()).toBe(2);
    expect(ncmec.votes.map(({ path }) => path).toSorted()).toEqual([
      '/v2/entries/7/one/MD5/feedback',
      '/v2/entries/7/shared/MD5/feedback',
      '/v2/entries/9/with%2Fslash/MD5/feedback',
    ]);
    expect(ncmec.votes[0]!.body).toContain(`<negative><reasonIds><guid>${REASON_ID}</guid>`);
    expect([await stateOf(one), await stateOf(shared)]).toEqual(['sent', 'sent']);
    expect(await again()).toBe(0);
    expect(ncmec.votes).toHaveLength(3);
  });

  it('waits until somebody has said which of the source’s reasons is meant', async () => {
    const id = await deny('waits', { reason: 'nothing-to-see' });
    expect(await send()).toBe(0);
    expect(await stateOf(id)).toBe('due, due');
    await map('nothing-to-see');
    expect(await send()).toBe(1);
    expect(await stateOf(id)).toBe('sent');
  });

  it('does not go out when it is taken back before, and stays where it is when afterwards', async () => {
    const [before, after] = [await deny('one'), await deny('shared')];
    const takeBack = (id: string) =>
      world.test.asOwner(
        `UPDATE match_feedback SET taken_back_at = now(), taken_back_by = $2, delivery_due_at = now() WHERE id = $1`,
        [id, person],
      );
    await takeBack(before);
    expect(await send()).toBe(1);
    await takeBack(after);
    const votes = ncmec.votes.length;
    expect(await send()).toBe(0);
    expect([await stateOf(before), await stateOf(after)]).toEqual(['revoked', 'sent']);
    expect(ncmec.votes).toHaveLength(votes);
  });

  it.each([
    [500, 'due, due'],
    [401, 'due, due'],
    [429, 'due, due'],
    [404, 'refused'],
    [400, 'refused'],
  ])('is %i by the source, and then %s', async (status, state) => {
    const id = await deny(status < 500 ? 'refused' : 'patient');
    ncmec.fault = (_request, response) => Boolean(response.writeHead(status).end());
    expect(await send()).toBe(0);
    expect(await stateOf(id)).toBe(state);
    ncmec.fault = () => false;
    expect(await again()).toBe(state === 'refused' ? 0 : 1);
  });

  it('is kept here alone where the hash has no votes, or the list no such source', async () => {
    const ids = [await deny('one', { algorithm: 'sha256' })];
    const lone = newId();
    await world.test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version)
       VALUES ($1, $2, 'of nobody', 'file', 'unreviewed', 'suggest', 1)`,
      [lone, world.organisation],
    );
    await world.test.asOwner(
      `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, md5, first_version)
       VALUES (gen_random_uuid(), $1, $2, 'x', decode($3, 'hex'), 1)`,
      [world.organisation, lone, told('one').md5],
    );
    ids.push(await deny('one', { list: 'of nobody' }));
    expect(await send()).toBe(0);
    expect(await Promise.all(ids.map(stateOf))).toEqual(['not-taken', 'not-taken']);
    expect(ncmec.votes).toEqual([]);
  });
});
