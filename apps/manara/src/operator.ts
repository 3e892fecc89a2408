// What the operator's commands share: the database as its owner, the keys, organisations by code.
import {
  createDataSource,
  Database,
  InvalidInputError,
  KeyRing,
  readSettings,
  required,
  type Settings,
} from '#libs/platform';
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

/** @throws InvalidInputError naming the codes that there are */
export async function organisationByCode(
  database: Database,
  code: string,
): Promise<{ id: string; code: string }> {
  const all = await database.queryAcrossOrganisationsByNamedFunction<{ id: string; code: string }>(
    `SELECT id, code FROM organisations ORDER BY code`,
  );
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
