export * from './organisation.entity.js';
export * from './organisation-key.entity.js';
export * from './portal.entity.js';
export * from './portal-version.entity.js';
export * from './mandate.entity.js';
export * from './retention-rule.entity.js';
export * from './preservation.entity.js';
export * from './mandate.js';
export * from './organisation-keys.js';
export * from './portals/published-settings.js';
export { accentContrast, contrastOf, onAccent, type PortalLook } from './portals/look.js';
export { LOGO_LIMITS } from './portals/logo.js';
export { COUNTRIES, isCountry } from './portals/countries.js';
export * from './retention-rules.js';
export * from './organisations.js';
export * from './mandate-grants.js';
export * from './preservations.js';
export * from './portals/portals.js';
export {
  listPortals,
  listPortalVersions,
  readPortal,
  readPortalVersion,
  type PortalDetail,
  type PortalKey,
  type PortalState,
  type PortalVersionHead,
} from './portals/portal-rows.js';
export {
  findRecipients,
  listPortalRecipients,
  namesOfRecipients,
  type NamedRecipient,
  type PortalRecipient,
} from './portals/portal-recipients.js';
export { portalOutcomes, type PortalOutcome } from './portals/portal-outcomes.js';
export { assertNotOwnHost, confirmHost, hostsOf } from './portals/hosts.js';
export { checkedHost, type PortalChange } from './portals/portal-content.js';
export {
  MOST_FILE_CHARACTERS,
  parsePortalFile,
  toPortalFile,
  unconfirmedOf,
  type PortalFile,
} from './portals/portal-file.js';
export * from './portals/publication.js';
