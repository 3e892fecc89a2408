// The one way to the API: typed by its own document, with the mark of our own page on every write.
import createClient, { type Middleware } from 'openapi-fetch';
import { NoConnection, problemFrom } from './problem.js';
import type { paths } from './schema.generated.js';

/** Every write names its header in the document as well, so that the types ask for it. */
export const OWN_PAGE = { 'X-Manara': '1' } as const;

let onSessionEnded: () => void = () => undefined;

/** Who is told when the server no longer knows the session. */
export function whenSessionEnds(listener: () => void): void {
  onSessionEnded = listener;
}

const middleware: Middleware = {
  onError: () => new NoConnection(),
  async onResponse({ response, schemaPath }) {
    if (response.ok) return undefined;
    const body: unknown = await response.json().catch(() => undefined);
    if (response.status === 401 && schemaPath !== '/api/v1/session') onSessionEnded();
    throw problemFrom(response.status, body, response.headers.get('retry-after'));
  },
};

export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin', cache: 'no-store' });
api.use(middleware);

/**
 * The body of an answer.
 * @throws ApiProblem, NoConnection
 */
export async function dataOf<T>(answer: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  const { data } = await answer;
  if (data === undefined || data === null) throw new TypeError('an answer without a body');
  return data;
}

/** The bytes behind a one-time address, as an address that only this page can read. @throws ApiProblem, NoConnection */
export async function fetchPicture(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new NoConnection();
  }
  if (!response.ok) {
    throw problemFrom(response.status, await response.json().catch(() => undefined), null);
  }
  return URL.createObjectURL(await response.blob());
}
