// Hotlines: making one with the key pair that reports to it are sealed to, and changing what it works by.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { ConflictError, InvalidInputError, isUniqueViolation, type KeyRing } from '#libs/platform';
import { createOrganisationKey } from './organisation-keys.js';

export interface NewOrganisation {
  /** Made by the caller, whose transaction must see it. */
  readonly id: string;
  /** Begins each case number. */
  readonly code: string;
  readonly name: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
  /** Of the IANA database; `UTC` where none is given. */
  readonly timeZone?: string;
}

const CODE = /^[A-Z][A-Z0-9]{1,9}$/;
const COUNTRY = /^[A-Z]{2}$/;

/** @throws InvalidInputError naming the field */
export function assertCountry(country: string): void {
  if (!COUNTRY.test(country)) {
    throw new InvalidInputError('The country is not one.', { country: 'must be two letters, like IS' });
  }
}

function assertTimeZone(timeZone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new InvalidInputError('The time zone is not one.', {
      timeZone: 'must be a name like Atlantic/Reykjavik',
    });
  }
}

/**
 * Reads and checks what an organisation is to be.
 * @returns it with code and country in capitals
 * @throws InvalidInputError
 */
export function checkedOrganisation<T extends Omit<NewOrganisation, 'id'>>(given: T): T {
  const organisation = {
    ...given,
    code: given.code.toUpperCase(),
    country: given.country.toUpperCase(),
    name: given.name.trim(),
  };
  if (!CODE.test(organisation.code)) {
    throw new InvalidInputError('The code is not one.', {
      code: 'must be 2 to 10 letters and digits, a letter first',
    });
  }
  assertCountry(organisation.country);
  if (organisation.timeZone !== undefined) assertTimeZone(organisation.timeZone);
  if (organisation.name === '' || organisation.name.length > 200) {
    throw new InvalidInputError('The name is missing or too long.', { name: 'must be 1 to 200 characters' });
  }
  return organisation;
}

/**
 * Makes an organisation and its key pair in the running transaction.
 * @param ring the master keys, which seal the private half
 * @throws InvalidInputError; ConflictError when the code is taken
 */
export async function addOrganisation(
  manager: EntityManager,
  ring: KeyRing,
  organisation: NewOrganisation,
  actor: Actor,
): Promise<void> {
  const { id, code, name, country, timeZone = 'UTC' } = checkedOrganisation(organisation);
  try {
    await manager.query(
      `INSERT INTO organisations (id, code, name, country, time_zone) VALUES ($1, $2, $3, $4, $5)`,
      [id, code, name, country, timeZone],
    );
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ConflictError('organisation-exists', `There is an organisation ${code} already.`);
    }
    throw error;
  }
  const keyId = await createOrganisationKey(manager, ring, id);
  await recordEvent(manager, {
    organisationId: id,
    actor,
    act: 'organisation.added',
    subjectKind: 'organisation',
    subjectId: id,
    details: { code, country, key: keyId },
  });
}
