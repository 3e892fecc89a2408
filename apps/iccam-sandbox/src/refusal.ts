/** A call that the sandbox refuses: a status and ICCAM's `errors` object, code → messages. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 413 | 500,
    readonly errors: Record<string, string[]>,
  ) {
    super(`${status} ${Object.keys(errors).join(' ')}`);
    this.name = 'Refusal';
  }
}

export function refuse(status: Refusal['status'], code: string, message: string): Refusal {
  return new Refusal(status, { [code]: [message] });
}
