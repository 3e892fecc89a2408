// How long each class of data is kept: the classes, what an organisation may choose, and what holds.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { InvalidInputError, newId } from '#libs/platform';

const TEN_YEARS = 10 * 365 * 24;

interface ClassOfData {
  /** In hours. */
  readonly least: number;
  readonly most: number;
  /** Belongs to no organisation, so only the default rule counts. */
  readonly isCommon?: boolean;
}

/** Every class, and the hours between which a rule for it makes sense. */
export const DATA_CLASSES = {
  'reporter-contact': { least: 0, most: TEN_YEARS },
  'reporter-text': { least: 0, most: TEN_YEARS },
  'report-address': { least: 0, most: TEN_YEARS },
  // Examination takes minutes; no mandate lets what was fetched lie for longer.
  'evidence-spool': { least: 1, most: 24 },
  'evidence-view': { least: 1, most: TEN_YEARS },
  'evidence-retain': { least: 1, most: TEN_YEARS },
  session: { least: 0, most: TEN_YEARS },
  'sign-in-attempt': { least: 1, most: TEN_YEARS, isCommon: true },
  // Less would give a retry a second receipt, more would keep marks of reporters for nothing.
  'submission-mark': { least: 1, most: 7 * 24 },
  exposure: { least: 24, most: TEN_YEARS },
  // Less would forget the look before while an address is still watched.
  'online-check': { least: 30 * 24, most: TEN_YEARS },
} as const satisfies Readonly<Record<string, ClassOfData>>;
export type DataClass = keyof typeof DATA_CLASSES;

/** How long an organisation keeps a class of data, in hours: its own rule, else the default. */
export async function keepHours(
  manager: EntityManager,
  organisationId: string,
  dataClass: DataClass,
): Promise<number> {
  const [rule] = await manager.query(
    `SELECT keep_hours FROM retention_rules WHERE data_class = $2 AND (organisation_id = $1 OR organisation_id IS NULL)
     ORDER BY organisation_id NULLS LAST LIMIT 1`,
    [organisationId, dataClass],
  );
  return rule.keep_hours;
}

export interface HeldRetention {
  readonly dataClass: DataClass;
  /** What holds. */
  readonly hours: number;
  readonly defaultHours: number;
  readonly isOwn: boolean;
  /** Bounds of an own rule, in hours. */
  readonly least: number;
  readonly most: number;
  /** Belongs to no organisation: the default holds for all. */
  readonly isCommon: boolean;
}

/** What holds for an organisation, class by class. */
export async function listRetention(
  manager: EntityManager,
  organisationId: string,
): Promise<HeldRetention[]> {
  const rules: { data_class: string; keep_hours: number; own: boolean }[] = await manager.query(
    `SELECT data_class, keep_hours, organisation_id IS NOT NULL AS own FROM retention_rules
     WHERE organisation_id = $1 OR organisation_id IS NULL`,
    [organisationId],
  );
  return (Object.keys(DATA_CLASSES) as DataClass[]).map((dataClass) => {
    const hoursOf = (own: boolean) =>
      rules.find((rule) => rule.data_class === dataClass && rule.own === own)?.keep_hours;
    const own = hoursOf(true);
    const defaultHours = hoursOf(false)!;
    const { least, most, isCommon = false }: ClassOfData = DATA_CLASSES[dataClass];
    const isOwn = own !== undefined;
    return { dataClass, hours: own ?? defaultHours, defaultHours, isOwn, least, most, isCommon };
  });
}

/**
 * Sets an organisation's own rule for a class, or takes it back. It holds from the next round on; evidence that is
 * stored already keeps the time that it was given.
 * @param hours null: the default holds again
 * @throws InvalidInputError when the class takes no own rule, or not that one
 */
export async function setRetention(
  manager: EntityManager,
  organisationId: string,
  dataClass: DataClass,
  hours: number | null,
  actor: Actor,
): Promise<void> {
  const { least, most, isCommon }: ClassOfData = DATA_CLASSES[dataClass];
  if (isCommon === true) {
    throw new InvalidInputError(`Data of class ${dataClass} belongs to no organisation; its default holds.`, {
      hours: 'cannot be set for this class',
    });
  }
  if (hours !== null && (!Number.isInteger(hours) || hours < least || hours > most)) {
    throw new InvalidInputError(`Data of class ${dataClass} is kept for ${least} to ${most} hours.`, {
      hours: `must be a whole number of ${least} to ${most}`,
    });
  }
  const [earlier] = await manager.query(
    `SELECT keep_hours FROM retention_rules WHERE organisation_id = $1 AND data_class = $2 FOR UPDATE`,
    [organisationId, dataClass],
  );
  if ((earlier?.keep_hours ?? null) === hours) return;
  await (hours === null
    ? manager.query(`DELETE FROM retention_rules WHERE organisation_id = $1 AND data_class = $2`, [
        organisationId,
        dataClass,
      ])
    : manager.query(
        `INSERT INTO retention_rules (id, organisation_id, data_class, keep_hours) VALUES ($1, $2, $3, $4)
         ON CONFLICT (organisation_id, data_class) DO UPDATE SET keep_hours = excluded.keep_hours`,
        [newId(), organisationId, dataClass, hours],
      ));
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'retention.set',
    subjectKind: 'data-class',
    details: { dataClass, hours, before: earlier?.keep_hours ?? null },
  });
}
