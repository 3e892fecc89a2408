// How long an account name must wait after failed sign-ins. The same for names that do not exist.

/** Wrong tries that cost nothing: people mistype. */
const FREE_FAILURES = 4;
const FIRST_WAIT_SECONDS = 15;
/** Short, because anybody who knows the e-mail can cause it; a guess a minute gets nowhere. */
const LONGEST_WAIT_SECONDS = 60;

/** Failures older than this are forgotten. */
export const FAILURE_MEMORY_SECONDS = 3600;

/**
 * Seconds until the next try is heard; 0 when it may come now.
 * @param failures since the last success
 * @param lastFailureAt undefined when there was none
 */
export function signInWaitSeconds(failures: number, lastFailureAt: Date | undefined, now: Date): number {
  if (failures <= FREE_FAILURES || lastFailureAt === undefined) return 0;
  const wait = Math.min(
    FIRST_WAIT_SECONDS * 2 ** Math.min(failures - FREE_FAILURES - 1, 20),
    LONGEST_WAIT_SECONDS,
  );
  const passed = (now.getTime() - lastFailureAt.getTime()) / 1000;
  return passed >= wait ? 0 : Math.ceil(wait - passed);
}
