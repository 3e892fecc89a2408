/** The turn of whoever imports a list. */
export function importTurn(organisationId: string, name: string): string {
  return `list ${organisationId} ${name.trim()}`;
}
