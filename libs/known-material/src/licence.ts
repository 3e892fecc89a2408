// Which entries of a list may be passed on, and to whom. A list that says nothing lets nothing go.

/** To whom a list's licence lets entries go: partners are hotlines, police and clearing houses. */
export const LIST_LICENCES = ['none', 'partners', 'providers', 'partners-and-providers', 'anyone'] as const;
export type ListLicence = (typeof LIST_LICENCES)[number];

export const LICENSED_TO = ['partner', 'provider', 'anyone'] as const;
export type LicensedTo = (typeof LICENSED_TO)[number];

const ALLOWS: Readonly<Record<ListLicence, readonly LicensedTo[]>> = {
  none: [],
  partners: ['partner'],
  providers: ['provider'],
  'partners-and-providers': ['partner', 'provider'],
  anyone: LICENSED_TO,
};

export interface Licence {
  readonly licence: ListLicence;
  /** Only entries of these categories, in the source's words; null for all, those without a category too. */
  readonly licenceCategories: readonly string[] | null;
}

/**
 * Whether an entry may be passed on.
 * @param category of the entry, in the words of its list
 */
export function mayPassOn(
  { licence, licenceCategories }: Licence,
  category: string | null,
  to: LicensedTo,
): boolean {
  if (!ALLOWS[licence].includes(to)) return false;
  return licenceCategories === null || (category !== null && licenceCategories.includes(category));
}
