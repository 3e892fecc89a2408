// What `docs/reporter-privacy.md` promises, on the whole running system: marked values go in by every door, whatever can
// fail is made to fail, analysts do their work, and then everything that is kept anywhere is searched.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { assessNext } from '../demo/assessing.js';
import { Analyst } from '../demo/calls.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { filesBelow, findMarks, tablesOf, type Find, type Place } from '../support/mark-search.js';
import { claimRedisDatabase, describeOnEachQueue, type RedisDatabase } from '../support/queue-backends.js';
import { startSystem } from '../support/system.js';
import { until } from '../support/waiting.js';

/** Where the reporter connects from; the other addresses stand in headers. */
const CONNECTION = '127.0.0.99';

/** Who the reporter is: nowhere, in no form. */
const PERSON = {
  connection: CONNECTION,
  'X-Forwarded-For': '203.0.113.77',
  'X-Real-IP': '203.0.113.78',
  Forwarded: '203.0.113.79',
  Via: 'qz7-marked-proxy',
  'User-Agent': 'Qz7MarkedAgent',
  Referer: 'qz7-marked-referrer.example',
  'Accept-Language': 'qz7-marked-language',
  Cookie: 'qz7-marked-cookie',
  Host: 'qz7-marked-host.example',
  query: 'qz7-marked-query',
};
/** What the reporter wrote: nowhere but sealed. */
const WORDS = {
  comment: 'qz7-marked-comment-words',
  place: 'qz7-marked-place-words',
  contact: 'qz7-marked-contact@example.org',
  answer: 'qz7-marked-answer-words',
  kind: 'qz7-marked-kind-words',
  question: 'qz7-marked-question-words',
  'opening’s reason': 'qz7-marked-reason-words',
  refused: 'qz7-marked-refused-words',
  'file name': 'qz7-marked-file-name',
  'file content': 'qz7-marked-file-content',
  password: 'qz7-marked-password',
  'mail password': 'qz7-marked-mail-password',
};
/** What was reported: kept by design, but for logs, queue and figures. */
const REPORTED = { address: 'qz7-marked-address', 'unreachable address': 'qz7-marked-address.example' };

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Keeps each row that the queue's tables and the outbox ever hold: most are gone within a second. */
async function watchQueue(owner: Client): Promise<void> {
  await owner.query(`
    CREATE TABLE queue_seen (row_seen text NOT NULL);
    CREATE FUNCTION remember_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN INSERT INTO queue_seen VALUES (TG_TABLE_NAME || ' ' || to_jsonb(NEW)::text); RETURN NEW; END $$;
    DO $$ DECLARE one regclass; BEGIN
      FOR one IN SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind = 'r' AND (n.nspname = 'bullmq' OR (n.nspname = 'public' AND c.relname = 'outbox')) LOOP
        EXECUTE format('CREATE TRIGGER remember AFTER INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION remember_row()', one);
      END LOOP; END $$`);
}

async function queueSeen(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ row_seen: string }>('SELECT row_seen FROM queue_seen');
  return rows.map((row) => row.row_seen);
}

/** In the place of a status. */
const LINE_CLOSED = 0;

/**
 * Keeps each command that the server is sent, as text. Over a plain connection: a client that matches answers to
 * questions fails when another's command is told before the answer.
 */
async function watchRedis(redis: RedisDatabase, seen: string[]): Promise<() => void> {
  const { hostname, port, username, password } = new URL(redis.url);
  const socket = connect(Number(port || 6379), hostname);
  await once(socket, 'connect');
  const accepted = new Promise<void>((resolve, reject) => {
    let answersDue = password ? 2 : 1;
    let unfinished = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (unfinished + text).split('\r\n');
      unfinished = lines.pop()!;
      for (const line of lines) {
        if (line.startsWith('-')) reject(new Error(line));
        if (line === '+OK' && (answersDue -= 1) === 0) resolve();
      }
      seen.push(...lines);
    });
    socket.on('error', reject);
  });
  if (password)
    socket.write(`AUTH ${decodeURIComponent(username || 'default')} ${decodeURIComponent(password)}\r\n`);
  socket.write('MONITOR\r\n');
  await accepted;
  return () => socket.destroy();
}

describeOnEachQueue('what a reporter sends', (backend) => {
  let system: Awaited<ReturnType<typeof startSystem>>;
  let mail: MailServer;
  let redis: RedisDatabase | undefined;
  let owner: Client;
  let superuser: Client;
  let tables: Place[];
  let files: Place[];
  let figures: string;
  const queued: string[] = [];
  const closing: (() => unknown)[] = [];
  const secrets: Record<string, string> = {};
  const statuses: Record<string, number> = {};

  function send(
    method: string,
    path: string,
    type?: string,
    body = '',
    more: Record<string, string> = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        system.urls.portal + path,
        {
          method,
          localAddress: CONNECTION,
          headers: {
            ...(type && { 'content-type': type }),
            'user-agent': `${PERSON['User-Agent']}/5.0 (X11)`,
            referer: `http://${PERSON.Referer}/from`,
            'x-forwarded-for': `${PERSON['X-Forwarded-For']}, 10.0.0.1`,
            'x-real-ip': PERSON['X-Real-IP'],
            forwarded: `for=${PERSON.Forwarded};proto=https`,
            via: `1.1 ${PERSON.Via}`,
            'accept-language': `${PERSON['Accept-Language']}, en`,
            cookie: `session=${PERSON.Cookie}`,
            host: PERSON.Host,
            ...more,
          },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          answer.on('end', () => resolve({ status: answer.statusCode!, text }));
        },
      );
      outgoing.on('error', reject).end(body);
    });
  }
  const form = (path: string, fields: Record<string, string>) =>
    send('POST', path, 'application/x-www-form-urlencoded', new URLSearchParams(fields).toString());
  const api = (path: string, body: unknown, more: Record<string, string> = {}) =>
    send('POST', path, 'application/json', typeof body === 'string' ? body : JSON.stringify(body), more);
  const markOf = async (path: string) =>
    /name="mark" value="([^"]+)"/.exec((await send('GET', path)).text)![1]!;
  const receiptIn = (text: string) => /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){5}/.exec(text)![0];
  const page = (name: string) => `${system.urls['sample-site']}/s/${REPORTED.address}/pages/${name}`;

  /** Bytes that are no request at all, or one that is too much. */
  async function sendBytes(text: string): Promise<string> {
    const socket = connect({
      port: Number(new URL(system.urls.portal).port),
      host: '127.0.0.1',
      localAddress: CONNECTION,
    });
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('error', () => undefined);
    socket.end(text);
    await once(socket, 'close');
    return answer;
  }

  /** Reports that arrive, by form and by the interface. */
  async function report(): Promise<string> {
    const mark = await markOf(`/demo/en/report?from=${PERSON.query}`);
    secrets['mark of a form'] = mark;
    const given = await form('/demo/en/report', {
      mark,
      urls: page('new'),
      place: WORDS.place,
      comment: WORDS.comment,
      contactEmail: WORDS.contact,
      kind: WORDS.kind,
    });
    const receipt = receiptIn(given.text);
    secrets['receipt from the form'] = receipt;
    secrets['receipt without dashes'] = receipt.replaceAll('-', '');
    secrets['key of a caller'] = randomUUID();
    const key = { 'idempotency-key': secrets['key of a caller'] };
    const body = {
      place: WORDS.place,
      comment: WORDS.comment,
      contactEmail: WORDS.contact,
      kind: WORDS.kind,
    };
    const taken = await api('/api/v1/demo/reports', body, key);
    statuses.taken = taken.status;
    secrets['receipt from the interface'] = receiptIn(taken.text);
    for (const urls of [[page('known')], [page('bomb')], [`http://${REPORTED['unreachable address']}/`]]) {
      expect((await api('/api/v1/demo/reports', { urls })).status).toBe(201);
    }
    statuses.conflict = (await api('/api/v1/demo/reports', { ...body, comment: WORDS.refused }, key)).status;
    return receipt;
  }

  /** Requests that are refused, each in a way of its own. */
  async function beRefused(receipt: string): Promise<void> {
    const words = WORDS.refused;
    const status = async (name: string, answer: Promise<Answer>) => {
      statuses[name] = (await answer).status;
    };
    await status(
      'wrong fields of a form',
      form('/demo/en/report', { comment: words, seenAt: words, contactEmail: words }),
    );
    await status('wrong fields', api('/api/v1/demo/reports', { urls: words, comment: words }));
    await status('no JSON', api('/api/v1/demo/reports', `{"comment":"${words}`));
    await status('no such portal', api(`/api/v1/${words}/reports`, { place: words }));
    await status('no such page', send('GET', `/demo/en/${words}?${PERSON.query}=1`));
    await status('no such language', form(`/demo/${words}/receipt`, { receipt }));
    await status('no such receipt', form('/demo/en/receipt', { receipt: words }));
    await status('no such receipt of a caller', api('/api/v1/demo/receipts', { receipt: words }));
    await status('other method', send('PUT', '/demo/en/report', 'text/plain', words));
    await status('too large', api('/api/v1/demo/reports', { place: words, comment: words.repeat(100_000) }));
    // Beyond 8 MiB the portal need not read to the end: a caller that still writes may find the line closed.
    await status(
      'much too large',
      api('/api/v1/demo/reports', { place: words.repeat(400_000) }).catch((error: { code?: string }) => {
        if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') throw error;
        return { status: LINE_CLOSED, text: '' };
      }),
    );
    await status('too long an address', send('GET', `/demo/en/${words.repeat(400)}`));
    const file =
      `--q\r\ncontent-disposition: form-data; name="file"; filename="${WORDS['file name']}.jpg"\r\n` +
      `content-type: image/jpeg\r\n\r\n${WORDS['file content']}\r\n--q--\r\n`;
    await status('a file', send('POST', '/demo/en/report', 'multipart/form-data; boundary=q', file));
    await status('bytes', send('POST', '/demo/en/report', 'application/octet-stream', WORDS['file content']));
    await sendBytes(`${words} ${words} ${words}\r\n\r\n`);
    await sendBytes(`GET /${words} HTTP/1.1\r\nhost: ${PERSON.Host}\r\n\0${words}: ${words}\r\n\r\n`);
    await sendBytes(`GET / HTTP/1.1\r\nhost: ${PERSON.Host}\r\nuser-agent: ${words.repeat(2000)}\r\n\r\n`);
    await sendBytes(
      `POST /demo/en/report HTTP/1.1\r\nhost: ${PERSON.Host}\r\ncontent-length: 900\r\n\r\n${words}`,
    );
  }

  /** The database away, and the database in disorder. */
  async function failInside(): Promise<void> {
    const fields = { urls: page('dead'), comment: WORDS.comment, contactEmail: WORDS.contact };
    const sendForm = async () => form('/demo/en/report', { mark: secrets['mark of a form']!, ...fields });
    const role = new URL(system.roleUrls().portal).username;
    await superuser.query(`ALTER ROLE "${role}" NOLOGIN`);
    try {
      await superuser.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [
        role,
      ]);
      statuses['form without a database'] = (await sendForm()).status;
      statuses['report without a database'] = (
        await api('/api/v1/demo/reports', { place: WORDS.place })
      ).status;
    } finally {
      await superuser.query(`ALTER ROLE "${role}" LOGIN`);
    }
    await owner.query('ALTER FUNCTION portal_api.submit RENAME TO submit_away');
    try {
      statuses['form in disorder'] = (await sendForm()).status;
      statuses['report in disorder'] = (await api('/api/v1/demo/reports', { place: WORDS.place })).status;
    } finally {
      await owner.query('ALTER FUNCTION portal_api.submit_away RENAME TO submit');
    }
    // A row that the database refuses, which it would quote.
    await owner.query('ALTER TABLE reports ADD CONSTRAINT refuse_all CHECK (false) NOT VALID');
    try {
      statuses['refused row'] = (
        await api('/api/v1/demo/reports', { urls: [page('new')], comment: WORDS.comment })
      ).status;
    } finally {
      await owner.query('ALTER TABLE reports DROP CONSTRAINT refuse_all');
    }
  }

  /** Analysts open what was written, ask, are answered, and decide all cases. */
  async function bringToAnEnd(receipt: string): Promise<void> {
    const origin = system.urls.console;
    await expect(
      Analyst.signIn(origin, { email: system.account('analyst@demo').email, password: WORDS.password }),
    ).rejects.toThrow(/401/);
    const analyst = await Analyst.signIn(origin, system.account('analyst@demo'));
    const casesIn = async (state: string) =>
      (await analyst.call<{ cases: { id: string }[] }>('POST', '/api/v1/cases/search', { state }, 200)).cases;
    await until(
      'triage has finished',
      async () => (await casesIn('ready')).length >= 5 && (await casesIn('triage')).length === 0,
      60_000,
    );
    const texts: { id: string; comment?: string; contactEmail?: string; place?: string }[] = [];
    for (const { id } of await casesIn('ready')) {
      const { reports } = await analyst.get<{ reports: { id: string }[] }>(`/api/v1/cases/${id}`);
      for (const one of reports) {
        const text = await analyst.call<object>(
          'POST',
          `/api/v1/reports/${one.id}/text`,
          { reason: WORDS['opening’s reason'] },
          200,
        );
        texts.push({ id: one.id, ...text });
      }
    }
    const withWords = texts.filter(({ comment }) => comment === WORDS.comment);
    expect(withWords.length).toBeGreaterThanOrEqual(2);
    // The first letter is refused with the address in the answer, the next one goes.
    mail.fault = { at: 'RCPT', code: 450 };
    for (const { id, contactEmail, place } of withWords) {
      expect({ contactEmail, place }).toEqual({ contactEmail: WORDS.contact, place: WORDS.place });
      const tried = mail.begun;
      await analyst.call('POST', `/api/v1/reports/${id}/messages`, { text: WORDS.question }, 201);
      await until('a letter is tried', async () => mail.begun > tried, 30_000);
      mail.fault = undefined;
    }
    await until('a letter has come', async () => mail.mails.length > 0, 30_000);
    const opened = await form('/demo/en/receipt', { receipt });
    expect(opened.text).toContain(WORDS.question);
    const mark = /name="mark" value="([^"]+)"/.exec(opened.text)![1]!;
    expect(
      (await form('/demo/en/receipt', { receipt, action: 'answer', answer: WORDS.answer, mark })).status,
    ).toBe(200);
    while ((await assessNext(analyst)) !== undefined);
    await until(
      'every decision is sent and acknowledged',
      async () => (await casesIn('decided')).length === 0 && (await casesIn('referred')).length === 0,
      60_000,
    );
    const looked = await api('/api/v1/demo/receipts', { receipt });
    expect(JSON.parse(looked.text)).toMatchObject({ status: 'closed', outcome: 'forwarded' });
    expect(
      (await api('/api/v1/demo/receipts', { receipt: secrets['receipt from the interface'] })).status,
    ).toBe(200);
  }

  beforeAll(async () => {
    if (backend === 'redis') {
      redis = await claimRedisDatabase();
      closing.push(() => redis!.release());
    }
    mail = await startMailServer({
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(null, { user: 'triage' }),
    });
    // As a careless operator might set it: every line of the log, and a proxy that is believed.
    system = await startSystem({
      LOG_LEVEL: 'debug',
      TRUSTED_PROXIES: '127.0.0.1',
      SMTP_URL: `smtp://qz7:${WORDS['mail password']}@127.0.0.1:${mail.port}`,
      MAIL_FROM: 'Messages <messages@sender.example>',
      ...(redis && { REDIS_URL: redis.url }),
    });
    closing.push(() => system.end());
    closing.push(() => mail.stop());
    owner = new Client({ connectionString: system.databaseUrl('manara_owner') });
    superuser = new Client({ connectionString: system.databaseUrl('postgres') });
    for (const client of [owner, superuser]) {
      await client.connect();
      closing.push(() => client.end());
    }
    if (redis) {
      closing.push(await watchRedis(redis, queued));
    }

    await watchQueue(owner);
    const receipt = await report();
    await beRefused(receipt);
    await failInside();
    await bringToAnEnd(receipt);

    // What the database server says of statements, while they can be seen.
    const { rows } = await superuser.query<{ query: string }>('SELECT query FROM pg_stat_activity');
    figures = await (await fetch(system.metricsUrl)).text();
    tables = await tablesOf(system.databaseUrl('manara_owner'));
    tables.push({ where: 'statements', bytes: Buffer.from(rows.map(({ query }) => query).join('\n')) });
    if (redis) queued.push(await redis.dump());
    else queued.push(...(await queueSeen(owner)));
    for (const close of closing.splice(redis ? 2 : 1).toReversed()) await close();
    await system.stop();
    // With the server stopped, its tables and its journal are all on the disk.
    files = [...filesBelow(system.folder)].map((file) => ({
      ...file,
      isBulk: file.where.startsWith('data/postgres/data/'),
    }));
  }, 180_000);
  afterAll(async () => {
    for (const close of closing.toReversed()) await close();
  });

  const said = (): Place[] => [
    { where: 'npm start', bytes: Buffer.from(system.output()) },
    { where: 'figures', bytes: Buffer.from(figures) },
    { where: 'queue', bytes: Buffer.from(queued.join('\n')) },
  ];
  const everything = () => [...tables, ...files, ...said()];

  it('met every kind of refusal and failure', () => {
    expect(statuses).toEqual({
      taken: 201,
      conflict: 409,
      'wrong fields of a form': 400,
      'wrong fields': 400,
      'no JSON': 400,
      'no such portal': 404,
      'no such page': 404,
      // Whoever holds a form is not turned away.
      'no such language': 200,
      'no such receipt': 404,
      'no such receipt of a caller': 404,
      'other method': 404,
      'too large': 413,
      'much too large': statuses['much too large'] === LINE_CLOSED ? LINE_CLOSED : 413,
      'too long an address': 404,
      'a file': 415,
      bytes: 415,
      'form without a database': 503,
      'report without a database': 503,
      'form in disorder': 500,
      'report in disorder': 500,
      'refused row': 500,
    });
  });

  it('is searched for in all there is: tables, journal, logs, evidence, temporary files', () => {
    const where = files.map((file) => file.where);
    for (const name of ['portal', 'exchange', 'console', 'triage', 'sample-site', 'iccam-sandbox']) {
      expect(where).toContain(`data/logs/${name}.log`);
    }
    for (const part of ['data/postgres/postgres.log', 'data/postgres/data/pg_wal/', 'data/evidence/']) {
      expect(where.some((one) => one.startsWith(part))).toBe(true);
    }
    expect(tables.map((table) => table.where)).toEqual(
      expect.arrayContaining(
        ['reports', 'report_addresses', 'messages', 'audit_events', 'outbox', 'fetch_records'].map(
          (name) => `public.${name}`,
        ),
      ),
    );
    expect(tables.some((table) => table.where.startsWith('bullmq.'))).toBe(true);
    expect(queued.length).toBeGreaterThan(50);
  });

  it('tells nobody who the reporter is: no address, agent, referrer, language, host or cookie is kept', () => {
    expect(findMarks(everything(), PERSON)).toEqual([]);
  });

  it('can be read by nobody without a key: comment, place, contact, answer, own words, and what was refused', () => {
    expect(findMarks(everything(), WORDS)).toEqual([]);
  });

  it('is told of in a letter that says nothing of it, to the address alone', () => {
    const { contact, ...others } = WORDS;
    const letters = mail.mails.map(({ raw }) => ({ where: 'letter', bytes: Buffer.from(raw) }));
    expect(letters).not.toEqual([]);
    expect(findMarks(letters, { ...others, ...PERSON, ...REPORTED, ...secrets })).toEqual([]);
    for (const { to, raw } of mail.mails) {
      expect(to).toEqual([contact]);
      expect(raw.split(contact)).toHaveLength(2);
    }
  });

  it('opens with the receipt, which nobody else has: neither it nor the mark of a form nor a caller’s key is kept', () => {
    expect(Object.keys(secrets)).toHaveLength(5);
    expect(findMarks(everything(), secrets)).toEqual([]);
  });

  it('names an address, which stands in no log, no queue and no figure', () => {
    const logs = files.filter(({ where }) => where.includes('.log'));
    const queue = tables.filter(({ where }) => where.startsWith('bullmq.') || where === 'public.outbox');
    expect(findMarks([...logs, ...queue, ...said()], REPORTED)).toEqual([]);
    // Where it must be, it is, so the search finds what there is.
    const where = (finds: Find[]) => new Set(finds.map((find) => `${find.where} ${find.form}`));
    expect(where(findMarks(tables, REPORTED))).toContain('public.report_addresses as it is');
  });

  it('is found by this search wherever a program might put it', async () => {
    const mark = { control: 'qz7-Marked-Control' };
    const log = join(system.dataDir, 'logs/portal.log');
    appendFileSync(log, `"${Buffer.from(`a${mark.control}`).toString('base64')}"`);
    const control = Buffer.from(mark.control);
    const planted: Place[] = [
      ...filesBelow(join(system.dataDir, 'logs')),
      { where: 'UTF-16', bytes: Buffer.from(`x${mark.control}`, 'utf16le') },
      { where: 'small letters', bytes: Buffer.from(mark.control.toLowerCase()) },
      { where: 'hex', bytes: Buffer.from(`\\\\x00${control.toString('hex')}`) },
    ];
    expect(new Set(findMarks(planted, mark).map(({ where }) => where))).toEqual(
      new Set(['portal.log', 'UTF-16', 'small letters', 'hex']),
    );
    rmSync(log);
  });
});
