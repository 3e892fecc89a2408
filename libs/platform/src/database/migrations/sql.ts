// Parts of SQL that several migrations share.

/** Row-level security by organisation: without a caller's organisations set, the table is empty. */
export function guardedByOrganisation(...tables: string[]): string {
  return tables
    .map(
      (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own_organisation ON ${table}
        USING (organisation_id = ANY ((SELECT caller_organisations())::uuid[]))
        WITH CHECK (organisation_id = ANY ((SELECT caller_organisations())::uuid[]));`,
    )
    .join('\n');
}

/** Opens the columns that every table of an organisation has. */
export const OWNED = `organisation_id uuid NOT NULL REFERENCES organisations (id)`;
