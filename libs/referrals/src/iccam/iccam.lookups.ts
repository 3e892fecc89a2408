/** ICCAM's look-up tables against our scheme: numbers can change, and a wrong one would say something else. */
import { ICCAM_LOOKUPS } from '#libs/taxonomy';
import type { IccamLookupName, IccamValue } from '#libs/taxonomy';
import { IccamLookupMismatchError } from './iccam.errors.js';

/** Look-up tables as loaded, to be stored beside what was sent under them. */
export interface IccamLookups {
  loadedAt: string;
  tables: Partial<Record<IccamLookupName, IccamValue[]>>;
}

/** What differs, as sentences; values that only ICCAM has are no difference, since we never send them. */
export function lookupMismatches(lookups: IccamLookups): string[] {
  return ICCAM_LOOKUPS.flatMap(({ name, values }) =>
    values.flatMap((expected) => {
      const found = lookups.tables[name]?.find(({ id }) => id === expected.id);
      if (!found) return [`${name} ${expected.id} "${expected.name}" is missing`];
      if (comparable(found.name) === comparable(expected.name)) return [];
      return [`${name} ${expected.id} is "${found.name.slice(0, 64)}", not "${expected.name}"`];
    }),
  );
}

/** @throws IccamLookupMismatchError */
export function assertLookupsFit(lookups: IccamLookups): void {
  const mismatches = lookupMismatches(lookups);
  if (mismatches.length > 0) throw new IccamLookupMismatchError(mismatches);
}

// "File host", "FileHost" and "file-host" are the same name.
function comparable(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
