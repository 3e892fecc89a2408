// A console on a database of its own, reached over real HTTP, with people of two organisations signed in.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvidenceStore, FileStorage } from '#libs/evidence';
import { createAccount, Session, StaffAccount, type Role } from '#libs/identity';
import { createLogger, Database } from '#libs/platform';
import { Assessment, CaseExclusion, Exposure, SourceAssessment } from '#libs/review';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { HandClock, testRing, type World } from '../../../../test/support/review-world.js';
import { createConsoleApp } from '../console.app.js';
import type { ConsoleOptions } from '../console.options.js';

export const ORIGIN = 'http://127.0.0.1:3001';

export interface Signed {
  readonly cookie: string;
  readonly accountId: string;
  readonly email: string;
  readonly password: string;
}

export interface Call {
  readonly as?: Signed;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as JSON; tests name what they expect of it. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any;
}

export class ConsoleUnderTest {
  readonly clock = new HandClock();
  private made = 0;

  private constructor(
    readonly test: TestDatabase,
    readonly database: Database,
    readonly store: EvidenceStore,
    readonly triage: Database,
    private readonly address: string,
    private readonly end: () => Promise<void>,
    clock: HandClock,
  ) {
    this.clock = clock;
  }

  static async start(options: Partial<ConsoleOptions> = {}): Promise<ConsoleUnderTest> {
    const test = await createTestDatabase();
    const database = await test.open('console', [
      StaffAccount,
      Session,
      Assessment,
      SourceAssessment,
      Exposure,
      CaseExclusion,
    ]);
    const folder = await mkdtemp(join(tmpdir(), 'manara-console-'));
    const store = new EvidenceStore(new FileStorage(folder), testRing);
    const clock = new HandClock();
    const app = await createConsoleApp({
      database,
      masterRing: testRing,
      evidence: store,
      logger: createLogger('console', 'silent'),
      clock,
      origin: ORIGIN,
      undoSeconds: 60,
      listUploadMaxBytes: 10_000_000,
      isDemonstration: true,
      ...options,
    });
    await app.listen(0, '127.0.0.1');
    const end = async () => {
      await app.close();
      await test.drop();
      await rm(folder, { recursive: true, force: true });
    };
    return new ConsoleUnderTest(
      test,
      database,
      store,
      await test.open('triage'),
      await app.getUrl(),
      end,
      clock,
    );
  }

  stop(): Promise<void> {
    return this.end();
  }

  /** Calls the API as its own page does. Header values of `''` are left out. */
  async call(method: string, path: string, { as, body, headers = {} }: Call = {}): Promise<Answer> {
    const all: Record<string, string> = {
      origin: ORIGIN,
      'x-manara': '1',
      ...(as ? { cookie: as.cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const response = await fetch(`${this.address}${path}`, {
      method,
      redirect: 'manual',
      headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString('utf8');
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  }

  /** Makes an account and signs it in over HTTP. */
  async signIn(world: World, role: Role = 'analyst'): Promise<Signed> {
    this.made += 1;
    const email = `person${this.made}-${world.code.toLowerCase()}@example.org`;
    const account = await this.database.within(world.organisationId, (manager) =>
      createAccount(manager, testRing, {
        organisationId: world.organisationId,
        email,
        displayName: `Person ${this.made}`,
        role,
        withoutTotp: true,
      }),
    );
    return this.signInAgain({ email, password: account.password, accountId: account.id, cookie: '' });
  }

  async signInAgain(person: Signed): Promise<Signed> {
    const { email, password } = person;
    const answer = await this.call('POST', '/api/v1/session', { body: { email, password } });
    if (answer.status !== 204) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
    return { ...person, cookie: answer.headers.get('set-cookie')!.split(';', 1)[0]! };
  }
}
