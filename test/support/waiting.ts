// Waiting for what must come to be, never for a time.
const LOOK_EVERY_MS = 50;

/**
 * Looks again and again until the condition holds.
 * @param what said when it does not come to be in time
 * @returns what the condition gave
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  deadlineMs = 20_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const seen = await condition();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`in ${deadlineMs} ms this did not come to be: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
