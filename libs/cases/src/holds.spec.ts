// What a receipt shows while the police hold a case, asked for under the public zone's own role.
import { newId, newRandomId, type Database } from '#libs/platform';
import { PortalApi, type OpenedReport } from '#libs/reports';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  makeAccount,
  makeCase,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { addHold, releaseHold } from './holds.js';

const OPERATOR = { kind: 'operator' } as const;
const MINUTE_MS = 60_000;

describe('a receipt of a case that the police hold', () => {
  let test: TestDatabase;
  let console_: Database;
  let portal: PortalApi;
  let world: World;
  let owner: string;
  let made: MadeCase;
  let lookup: string;
  const secretHash = Buffer.alloc(32, 3);

  beforeAll(async () => {
    test = await createTestDatabase();
    console_ = await test.open('console');
    portal = new PortalApi(await test.open('portal'));
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    owner = await makeAccount(test, world, 'supervisor');
    made = await makeCase(test, world, { state: 'ready' });
    lookup = newRandomId().replaceAll('-', '').slice(0, 12);
    await test.asOwner('DELETE FROM receipts WHERE report_id = $1', [made.reportId]);
    await test.asOwner(
      `INSERT INTO receipts (id, organisation_id, report_id, lookup, secret_hash, reply_public_key)
       VALUES ($1, $2, $3, $4, $5, $5)`,
      [newRandomId(), world.organisationId, made.reportId, lookup, secretHash],
    );
  });

  const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS);
  const hold = (since = new Date(), expiresAt = new Date(Date.now() + 60 * MINUTE_MS), caseId = made.id) =>
    console_.within(world.organisationId, (manager) =>
      addHold(
        manager,
        { organisationId: world.organisationId, caseId, orderedBy: 'Police', ownerId: owner, expiresAt },
        OPERATOR,
        since,
      ),
    );
  const release = (holdId: string) =>
    console_.within(world.organisationId, (manager) =>
      releaseHold(manager, world.organisationId, holdId, OPERATOR, new Date()),
    );
  async function write(text: string, at: Date, direction = 'to-reporter'): Promise<void> {
    await test.asOwner(
      `INSERT INTO messages (id, organisation_id, report_id, direction, sealed_text, written_at)
       VALUES ($1, $2, $3, $4, $5, date_trunc('minute', $6::timestamptz))`,
      [newId(), world.organisationId, made.reportId, direction, Buffer.from(text), at],
    );
  }
  const close = (outcome: string) =>
    test.asOwner(`UPDATE cases SET state = 'closed', outcome = $2 WHERE id = $1`, [made.id, outcome]);
  async function receipt(): Promise<OpenedReport> {
    const opened = await portal.openReceipt(lookup, secretHash);
    if (opened === null) throw new Error('the receipt does not open');
    return opened;
  }
  const messages = async () =>
    (await receipt()).messages.map(({ direction, sealed }) =>
      direction === 'to-reporter' ? Buffer.from(sealed!, 'base64').toString() : direction,
    );

  it('shows no message of the time of the hold until it is released', async () => {
    await write('before', ago(5));
    const id = await hold();
    await write('during', new Date());
    expect(await messages()).toEqual(['before']);
    await release(id);
    expect(await messages()).toEqual(['before', 'during']);
  });

  it('shows it when the hold expires by itself', async () => {
    const id = await hold(ago(2));
    await write('during', ago(1));
    expect(await messages()).toEqual([]);
    await test.asOwner(`UPDATE holds SET expires_at = now() WHERE id = $1`, [id]);
    expect(await messages()).toEqual(['during']);
  });

  it('shows what the reporter wrote all the same: that it was gone would tell of the hold', async () => {
    await hold(ago(2));
    await write('own', ago(1), 'from-reporter');
    expect(await messages()).toEqual(['from-reporter']);
  });

  it('shows nothing of the minute in which the hold began, since messages carry no more than that', async () => {
    const began = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - MINUTE_MS + 59_999);
    await hold(began);
    await write('in the same minute', began);
    expect(await messages()).toEqual([]);
  });

  it('shows nothing of the first hold’s time while a second goes on from it', async () => {
    const first = await hold(ago(10));
    await write('during the first', ago(8));
    await hold(ago(5));
    await release(first);
    expect(await messages()).toEqual([]);
  });

  it('shows nothing new while only one of the report’s cases is held', async () => {
    const other = await makeCase(test, world, { state: 'ready' });
    await test.asOwner(`INSERT INTO case_reports (organisation_id, case_id, report_id) VALUES ($1, $2, $3)`, [
      world.organisationId,
      other.id,
      made.reportId,
    ]);
    await hold(ago(2), undefined, other.id);
    await write('during', ago(1));
    expect(await messages()).toEqual([]);
  });

  it('goes on showing state and outcome as they were, also after a correction', async () => {
    await close('not-illegal');
    const id = await hold();
    expect(await receipt()).toMatchObject({ status: 'closed', outcome: 'not-illegal' });
    await close('forwarded');
    expect(await receipt()).toMatchObject({ status: 'closed', outcome: 'not-illegal' });
    await test.asOwner(`UPDATE cases SET state = 'ready', outcome = NULL WHERE id = $1`, [made.id]);
    expect(await receipt()).toMatchObject({ status: 'closed', outcome: 'not-illegal' });
    const second = await hold();
    await release(id);
    expect(await receipt()).toMatchObject({ status: 'closed', outcome: 'not-illegal' });
    await release(second);
    expect(await receipt()).toMatchObject({ status: 'received', outcome: null });
  });

  it('tells nothing of a decision of the time of the hold', async () => {
    await hold();
    await close('forwarded');
    expect(await receipt()).toMatchObject({ status: 'received', outcome: null });
  });
});
