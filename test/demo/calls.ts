// Calls to the running programs, as a member of the public, an analyst and the partner's hotline make them.
import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export class DemonstrationFailure extends Error {}

export async function json<T>(answer: Response, expected: number): Promise<T> {
  const text = await answer.text();
  if (answer.status !== expected) {
    throw new DemonstrationFailure(
      `${new URL(answer.url).pathname} answered ${answer.status}: ${text.slice(0, 300)}`,
    );
  }
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Asks again until there is an answer. @throws DemonstrationFailure when it takes too long */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limitMs = 120_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new DemonstrationFailure(`${what} did not happen within ${limitMs / 1000} s`);
    await sleep(200);
  }
}

/** A member of the public. */
export class Reporter {
  constructor(
    private readonly origin: string,
    private readonly portal: string,
  ) {}

  /** Fills in the form as a browser without script does. @returns the receipt on the page that answers */
  async reportByForm(address: string, comment: string): Promise<string> {
    const form = await fetch(`${this.origin}/${this.portal}/en/report`);
    const page = await form.text();
    const mark = /name="mark" value="([^"]+)"/.exec(page)?.[1];
    if (mark === undefined) throw new DemonstrationFailure('the form has no mark');
    const answer = await fetch(`${this.origin}/${this.portal}/en/report`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ mark, urls: address, comment }).toString(),
    });
    const text = await answer.text();
    const receipt = /[0-9A-HJKMNP-TV-Z]{4}(?:[- ][0-9A-HJKMNP-TV-Z]{4}){5}/.exec(text)?.[0];
    if (answer.status >= 400 || receipt === undefined) {
      throw new DemonstrationFailure(`the form answered ${answer.status} without a receipt`);
    }
    return receipt;
  }

  async report(body: Readonly<Record<string, unknown>>): Promise<string> {
    const answer = await fetch(`${this.origin}/api/v1/${this.portal}/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify(body),
    });
    return (await json<{ receipt: string }>(answer, 201)).receipt;
  }

  async status(receipt: string): Promise<{ status: string; outcome?: string }> {
    const answer = await fetch(`${this.origin}/api/v1/${this.portal}/receipts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ receipt }),
    });
    return json(answer, 200);
  }
}

/** A signed-in member of staff. */
export class Analyst {
  private constructor(
    private readonly origin: string,
    private readonly cookie: string,
  ) {}

  static async signIn(origin: string, account: { email: string; password: string }): Promise<Analyst> {
    const answer = await fetch(`${origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, 'x-manara': '1' },
      body: JSON.stringify({ email: account.email, password: account.password }),
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0];
    if (answer.status !== 204 || cookie === undefined) {
      throw new DemonstrationFailure(`signing in answered ${answer.status}: ${await answer.text()}`);
    }
    return new Analyst(origin, cookie);
  }

  get<T>(path: string): Promise<T> {
    return this.call('GET', path, undefined, 200);
  }

  async call<T>(method: string, path: string, body: unknown, expected: number): Promise<T> {
    return json(await this.send(method, path, body), expected);
  }

  send(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.origin}${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        ...(method === 'GET' ? {} : { origin: this.origin, 'x-manara': '1' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}

/** What the ICCAM sandbox holds, asked for with the client certificate as a member hotline would. */
export async function sandboxReports(url: string, folder: string): Promise<{ urls?: unknown[] }[]> {
  const read = (name: string) => readFileSync(join(folder, name));
  const text = await new Promise<string>((resolve, reject) => {
    httpsRequest(
      `${url}/sandbox/reports`,
      { ca: read('ca.pem'), cert: read('client.pem'), key: read('client-key.pem') },
      (answer) => {
        let body = '';
        answer.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        answer.on('end', () => resolve(body));
      },
    )
      .on('error', reject)
      .end();
  });
  const parsed = JSON.parse(text) as { reports?: { urls?: unknown[] }[] } | { urls?: unknown[] }[];
  return Array.isArray(parsed) ? parsed : (parsed.reports ?? []);
}
