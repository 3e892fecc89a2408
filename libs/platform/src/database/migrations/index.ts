// The migrations in order. A new one is appended, never inserted or changed.
import { Organisations20261122000100 } from './20261122000100-organisations.migration.js';
import { Identity20261122000200 } from './20261122000200-identity.migration.js';
import { Reports20261122000300 } from './20261122000300-reports.migration.js';
import { Cases20261122000400 } from './20261122000400-cases.migration.js';
import { KnownMaterial20261122000500 } from './20261122000500-known-material.migration.js';
import { Review20261122000600 } from './20261122000600-review.migration.js';
import { Referrals20261122000700 } from './20261122000700-referrals.migration.js';
import { Audit20261122000800 } from './20261122000800-audit.migration.js';
import { PortalApi20261122000900 } from './20261122000900-portal-api.migration.js';
import { TriageApi20261122001000 } from './20261122001000-triage-api.migration.js';
import { FetchHosts20261122001200 } from './20261122001200-fetch-hosts.migration.js';
import { WorkerSigns20261122001300 } from './20261122001300-worker-signs.migration.js';
import { ListSources20261123093000 } from './20261123093000-list-sources.migration.js';
import { ListPolicy20261123094000 } from './20261123094000-list-policy.migration.js';
import { Partners20261123095000 } from './20261123095000-partners.migration.js';
import { Links20261123096000 } from './20261123096000-links.migration.js';
import { ListAdministration20261123097000 } from './20261123097000-list-administration.migration.js';
import { PortalAdministration20261123098000 } from './20261123098000-portal-administration.migration.js';
import { Concerns20261123099000 } from './20261123099000-concerns.migration.js';
import { Arrivals20261123099500 } from './20261123099500-arrivals.migration.js';
import { Letters20261124091000 } from './20261124091000-letters.migration.js';
import { PortalRecipients20261124092000 } from './20261124092000-portal-recipients.migration.js';
import { ListStagings20261124093000 } from './20261124093000-list-stagings.migration.js';
import { LookedAt20261124094000 } from './20261124094000-looked-at.migration.js';
import { ArrivalTimes20261124095000 } from './20261124095000-arrival-times.migration.js';
import { KeptCodes20261124096000 } from './20261124096000-kept-codes.migration.js';
import { PortalBounds20261124098000 } from './20261124098000-portal-bounds.migration.js';

export const migrations = [
  Organisations20261122000100,
  Identity20261122000200,
  Reports20261122000300,
  Cases20261122000400,
  KnownMaterial20261122000500,
  Review20261122000600,
  Referrals20261122000700,
  Audit20261122000800,
  PortalApi20261122000900,
  TriageApi20261122001000,
  FetchHosts20261122001200,
  WorkerSigns20261122001300,
  ListSources20261123093000,
  ListPolicy20261123094000,
  Partners20261123095000,
  Links20261123096000,
  ListAdministration20261123097000,
  PortalAdministration20261123098000,
  Concerns20261123099000,
  Arrivals20261123099500,
  Letters20261124091000,
  PortalRecipients20261124092000,
  ListStagings20261124093000,
  LookedAt20261124094000,
  ArrivalTimes20261124095000,
  KeptCodes20261124096000,
  PortalBounds20261124098000,
];
