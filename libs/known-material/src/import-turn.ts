// Who imports a list: one at a time. A turn, which is a transaction, decides who begins; from then on the version that is
// being loaded names the database session that loads it, and is held for as long as that is there. A transaction that
// was open all the while would hold back what is sealed of the audit log.

/** The turn of whoever begins to import a list. */
export function importTurn(organisationId: string, name: string): string {
  return `list ${organisationId} ${name.trim()}`;
}

/** SQL: whoever loads version `v` is there. A role sees the sessions of its own. */
export const LOADER_LIVES = `EXISTS (SELECT 1 FROM pg_stat_activity a
  WHERE a.pid = v.loader_pid AND a.backend_start = v.loader_since)`;
