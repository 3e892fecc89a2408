// Waiting for what must come to be, never for a time.
const LOOK_EVERY_MS = 50;

/** Speed is no matter of tests: on a busy machine everything may take many times as long. */
const SHORTEST_DEADLINE_MS = 60_000;

/**
 * Looks again and again until the condition holds.
 * @param what said when it does not come to be in time
 * @param deadlineMs where more than a minute is needed
 * @returns what the condition gave
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  deadlineMs = SHORTEST_DEADLINE_MS,
): Promise<NonNullable<T>> {
  const allowedMs = Math.max(deadlineMs, SHORTEST_DEADLINE_MS);
  const end = Date.now() + allowedMs;
  for (;;) {
    const seen = await condition();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`in ${allowedMs} ms this did not come to be: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
