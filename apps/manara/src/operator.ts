// What the operator's commands share: the database as its owner, the keys, organisations by code.
import {
  createDataSource,
  Database,
  InvalidInputError,
  isId,
  KeyRing,
  NotFoundError,
  readSettings,
  required,
  type Settings,
} from '#libs/platform';
import type { EntityManager } from 'typeorm';
import { StaffAccount } from '#libs/identity';

export interface Operator {
  readonly settings: Settings;
  readonly database: Database;
}

/** Opens the database as its owner for the time of one command. */
export async function asOwner<T>(work: (operator: Operator) => Promise<T>): Promise<T> {
  const settings = readSettings();
  const dataSource = createDataSource({
    url: required(settings.databaseUrl, 'DATABASE_URL'),
    program: 'operator',
    entities: [StaffAccount],
    poolSize: 2,
  });
  await dataSource.initialize();
  try {
    return await work({ settings, database: new Database(dataSource) });
  } finally {
    await dataSource.destroy();
  }
}

export function masterRing(settings: Settings): KeyRing {
  return KeyRing.fromFile(
    required(settings.masterKeyFile, 'MANARA_KEY_FILE'),
    'MANARA_KEY_FILE',
    settings.demo || !settings.production ? {} : { outside: settings.dataDir },
  );
}

export interface KnownOrganisation {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly isDemonstration: boolean;
}

/** All organisations, by code. */
export async function everyOrganisation(database: Database): Promise<KnownOrganisation[]> {
  return database.queryAcrossOrganisationsByNamedFunction<KnownOrganisation>(
    `SELECT id, code, name, country, time_zone AS "timeZone", is_demonstration AS "isDemonstration"
     FROM organisations ORDER BY code`,
  );
}

/** A transaction that sees every organisation. */
export async function withinAll<T>(
  database: Database,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const all = await everyOrganisation(database);
  return database.within(
    all.map(({ id }) => id),
    work,
  );
}

/** @throws InvalidInputError naming the codes that there are */
export async function organisationByCode(database: Database, code: string): Promise<KnownOrganisation> {
  const all = await everyOrganisation(database);
  const found = all.find((one) => one.code === code.toUpperCase());
  if (found === undefined) {
    throw new InvalidInputError(
      all.length === 0
        ? 'There is no organisation yet; run `setup` first.'
        : `There is no organisation ${code}; there are: ${all.map((one) => one.code).join(', ')}.`,
    );
  }
  return found;
}

/** @throws NotFoundError */
export async function caseByNumber(
  database: Database,
  number: string,
): Promise<{ caseId: string; organisationId: string }> {
  const [found] = await database.queryAcrossOrganisationsByNamedFunction<{
    caseId: string;
    organisationId: string;
  }>(`SELECT id AS "caseId", organisation_id AS "organisationId" FROM cases WHERE number = $1`, [
    number.toUpperCase(),
  ]);
  if (found === undefined) throw new NotFoundError('case');
  return found;
}

/** @throws InvalidInputError when the text is no identifier */
export function identifier(text: string): string {
  if (!isId(text)) throw new InvalidInputError('That is no identifier; the list commands print them.');
  return text;
}
