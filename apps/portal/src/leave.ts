// Where "Leave" leads: a page that anybody may have open. Named in `form-action`, since a form leads there too.
import type { PublicPortal } from './portal-directory.service.js';

/** For portals that name none. */
export const LEAVE_TO = 'https://www.wikipedia.org/';

export function leaveTo(portal?: Pick<PublicPortal, 'settings'>): string {
  return portal?.settings.leaveTo ?? LEAVE_TO;
}
