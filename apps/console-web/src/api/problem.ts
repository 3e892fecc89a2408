// What the API answers when it cannot do what was asked, as an error of the page.

/** Codes with a text of their own in the catalogues; every other code gets the general text. */
export interface ProblemBody {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly reason?: string;
}

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly body: ProblemBody,
    /** From `Retry-After`, where it was given. */
    readonly retryAfterSeconds?: number,
  ) {
    super(body.message);
  }

  get code(): string {
    return this.body.error;
  }

  get status(): number {
    return this.body.statusCode;
  }
}

/** The console could not be reached at all. */
export class NoConnection extends Error {
  override readonly name = 'NoConnection';
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a refusal, whatever its body is: something between page and console may answer in other words. */
export function problemFrom(status: number, body: unknown, retryAfter: string | null): ApiProblem {
  const seconds = retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined;
  if (!isRecord(body) || typeof body.error !== 'string' || typeof body.message !== 'string') {
    return new ApiProblem({ statusCode: status, error: 'unexpected', message: `HTTP ${status}` }, seconds);
  }
  const fields = isRecord(body.fields)
    ? Object.fromEntries(
        Object.entries(body.fields).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      )
    : undefined;
  return new ApiProblem(
    {
      statusCode: status,
      error: body.error,
      message: body.message,
      ...(fields ? { fields } : {}),
      ...(typeof body.reason === 'string' ? { reason: body.reason } : {}),
    },
    seconds,
  );
}
