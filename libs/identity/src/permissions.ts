// Who may do what: one table. A role that is not named for a permission does not have it.

export const ROLES = ['analyst', 'supervisor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Administrators run the installation and see no case, no picture and no text of a reporter. */
export const PERMISSIONS = {
  /** Own account, own session, the classification scheme. */
  'self.use': ['analyst', 'supervisor', 'administrator'],
  /** Claim, keep and give back a case, and decide it. */
  'queue.work': ['analyst', 'supervisor'],
  /** Take a named case out of turn, whoever gave it back before. */
  'queue.pick': ['supervisor'],
  'case.read': ['analyst', 'supervisor'],
  /** Take back a decision that has not gone out: one's own, or with this anybody's. */
  'decision.undo-any': ['supervisor'],
  'media.view': ['analyst', 'supervisor'],
  'report-text.open': ['analyst', 'supervisor'],
  'reporter.write': ['analyst', 'supervisor'],
  'referral.read': ['analyst', 'supervisor'],
  'referral.manage': ['supervisor'],
  'audit.read': ['supervisor'],
  'exposure.read-own': ['analyst', 'supervisor'],
  /** See what the installation and the organisation need a person for; codes, nothing of a case. */
  'alarm.read': ['supervisor', 'administrator'],
  'list.read': ['supervisor', 'administrator'],
  /** Approve or refuse what a list would newly match. */
  'list.manage': ['administrator'],
  'account.manage': ['administrator'],
  /** See what the organisation works by: mandates, recipients, times of retention. */
  'settings.read': ['supervisor', 'administrator'],
  'mandate.manage': ['administrator'],
  /** Make, change, open and close portals; agree to triage for a partner. */
  'portal.manage': ['administrator'],
  /** See and take on what a partner who triages for the organisation copied to it at once. */
  'safeguarding.read': ['analyst', 'supervisor'],
  'recipient.manage': ['administrator'],
  'retention.manage': ['administrator'],
  'key.manage': ['administrator'],
  /** Give partners keys to the interfaces, and end them. */
  'api-key.manage': ['administrator'],
  /** Say who answers for the queue of those concerned, and how soon its cases are taken up. */
  'concern.manage': ['supervisor'],
  /** Set and end holds and orders of preservation. */
  'hold.manage': ['supervisor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether a role has a permission. */
export function mayRole(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}

/** All that a role may do, for the page to show and hide by. */
export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => mayRole(role, permission));
}
