// Whether, when and how far a referred address is asked again. A server of our own answers.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId, RetrievalClient } from '#libs/platform';
import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';
import { makeAccount } from '../../../test/support/review-world.js';
import { check } from './check.step.js';
import { retrieve } from './retrieve.step.js';
import type { PipelineContext } from './step-context.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
const PAGE = '<title>page</title>';

describe('a look at a referred address', () => {
  let world: PipelineWorld;
  let server: Server;
  let port: number;
  let context: PipelineContext;
  let asked: number;
  let answer: RequestListener;
  let paths = 0;

  beforeAll(async () => {
    world = await createPipelineWorld({ mandate: 'hash', iccam: false });
    server = createServer((request, response) => {
      asked += 1;
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    context = {
      ...world.context,
      options: { ...world.context.options, watchSeconds: HOUR, watchDays: 90 },
      client: new RetrievalClient({
        allowHosts: [{ host: 'page.example', port, address: '127.0.0.1' }],
        onlyHosts: true,
      }),
    };
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await world.stop();
  });
  beforeEach(async () => {
    await world.setMandate('hash');
    answer = (_request, response) => response.setHeader('content-type', 'text/html').end(PAGE);
  });

  /** An item that was delivered so long ago, and is due to be looked at. */
  async function delivered(secondsAgo: number): Promise<string> {
    const address = `http://page.example:${port}/${++paths}`;
    const reportId = await world.report([address]);
    await world.handlers.intake({ organisationId: world.organisationId, reportId });
    const [item] = await world.test.asOwner<{ id: string; case_id: string }>(
      'SELECT id, case_id FROM content_items WHERE address = $1',
      [address],
    );
    await retrieve(context, world.organisationId, item!.id);
    const referralId = newId();
    await world.test.asOwner(
      `INSERT INTO referrals (id, organisation_id, case_id, decision, state, reference, looked, due_at, delivered_at)
       VALUES ($1::uuid, $2, $3, 1, 'delivered', $1::text, true, now(), now() - make_interval(secs => $4))`,
      [referralId, world.organisationId, item!.case_id, secondsAgo],
    );
    const [assessmentId, { organisationId, portalId }] = [newId(), world];
    const account = await makeAccount(world.test, { organisationId, portalId, code: 'LU', keyId: '' });
    await world.test.asOwner(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, round, version, scheme, verdict, answers,
         made_by, staff_account_id, looked) VALUES ($1, $2, $3, $4, 1, 1, 's', 'baseline', '{}', 'person', $5, true)`,
      [assessmentId, organisationId, item!.case_id, item!.id, account],
    );
    await world.test.asOwner(
      `INSERT INTO referral_items (referral_id, organisation_id, content_item_id, assessment_id) VALUES ($1, $2, $3, $4)`,
      [referralId, organisationId, item!.id, assessmentId],
    );
    await due(item!.id);
    asked = 0;
    return item!.id;
  }
  const due = (id: string) =>
    world.test.asOwner(`UPDATE content_items SET next_check_at = now() WHERE id = $1`, [id]);
  const look = (id: string) => check(context, world.organisationId, id, [world.organisationId]);
  const stateOf = async (id: string) =>
    (
      await world.test.asOwner<{ state: string | null; gone: boolean; next: number | null; looks: number }>(
        `SELECT online_state AS state, gone_at IS NOT NULL AS gone,
           round(extract(epoch FROM next_check_at - now()) / 3600)::int AS next,
           (SELECT count(*)::int FROM online_checks o WHERE o.content_item_id = i.id) AS looks
         FROM content_items i WHERE id = $1`,
        [id],
      )
    )[0];

  it.each([
    ['an hour', 0, 1],
    ['6 hours', 2 * DAY, 6],
    ['a day', 10 * DAY, 24],
    ['a week', 40 * DAY, 168],
  ])('is followed by one in %s', async (_in, age, next) => {
    const id = await delivered(age);
    await look(id);
    expect(asked).toBe(1);
    expect(await stateOf(id)).toEqual({ state: 'online', gone: false, next, looks: 1 });
  });

  it('is the last one when the address has been watched for long enough', async () => {
    const id = await delivered(91 * DAY);
    await look(id);
    expect(asked).toBe(0);
    expect(await stateOf(id)).toMatchObject({ next: null, looks: 0 });
  });

  it('is not made while the mandate of today does not allow it, and is once it does again', async () => {
    const id = await delivered(2 * DAY);
    await world.setMandate('none');
    await look(id);
    expect(asked).toBe(0);
    expect(await stateOf(id)).toMatchObject({ next: 6, looks: 0 });
    await world.setMandate('hash');
    await due(id);
    await look(id);
    expect(asked).toBe(1);
  });

  it('says gone after a second one soon after the first, however long ago it was referred', async () => {
    const id = await delivered(40 * DAY);
    answer = (_request, response) => response.writeHead(404).end('x'.repeat(5_000_000));
    await look(id);
    expect(await stateOf(id)).toMatchObject({ state: 'gone', gone: false, next: 1 });
    await due(id);
    await look(id);
    expect(await stateOf(id)).toMatchObject({ state: 'gone', gone: true, next: null, looks: 2 });
  });

  const GONE: RequestListener = (_request, response) => response.writeHead(404).end();
  /** What a report of the same page does to a closed case: everything is fetched anew. */
  const nextRound = (id: string) =>
    world.test.asOwner(
      `UPDATE content_items SET round = round + 1, online_state = NULL, gone_at = NULL, next_check_at = now() WHERE id = $1`,
      [id],
    );

  it('counts for gone with those of its own round alone', async () => {
    const id = await delivered(0);
    answer = GONE;
    await look(id);
    await nextRound(id);
    await look(id);
    expect(await stateOf(id)).toMatchObject({ state: 'gone', gone: false, looks: 2 });
    await due(id);
    await look(id);
    expect(await stateOf(id)).toMatchObject({ state: 'gone', gone: true, next: null, looks: 3 });
  });

  it('says nothing of an item that came to a later round while it was made', async () => {
    const id = await delivered(0);
    answer = GONE;
    await look(id);
    await due(id);
    answer = (request, response) => {
      void nextRound(id).then(() => GONE(request, response));
    };
    await look(id);
    expect(await stateOf(id)).toMatchObject({ state: null, gone: false, next: 0, looks: 2 });
  });

  it('reads no more than what stood there could be', async () => {
    const id = await delivered(0);
    let sent = 0;
    answer = (_request, response) => {
      response.setHeader('content-type', 'video/mp4');
      const more = () => {
        if (response.destroyed || sent > 50_000_000) return;
        sent += 65_536;
        response.write(Buffer.alloc(65_536), more);
      };
      more();
    };
    await look(id);
    expect(await stateOf(id)).toMatchObject({ state: 'unknown', looks: 1 });
    expect(sent).toBeLessThan(20_000_000);
  });
});
