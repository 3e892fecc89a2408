// Requests of the tests of access: one for each route of the API.
import { makeClientCertificate } from './client-certificate.js';
import { PORTAL_PROBES } from './portal-probes.js';
import type { Probe } from './probe.js';

export type { Ids } from './probe.js';

const ANSWERS = { verdict: 'not-illegal', reason: 'adult-pornography' };

const inOneYear = () => new Date(Date.now() + 365 * 86_400_000).toISOString();
const certificate = await makeClientCertificate();

/** Every route of the API, with a request that would work on one's own rows. A route that is not here fails the test. */
export const PROBES: Readonly<Record<string, Probe>> = {
  'POST /api/v1/session': { path: () => '/api/v1/session', tenancy: 'none' },
  'DELETE /api/v1/session': { path: () => '/api/v1/session', tenancy: 'none' },
  'GET /api/v1/me': { path: () => '/api/v1/me', tenancy: 'own' },
  'PUT /api/v1/me/password': {
    path: () => '/api/v1/me/password',
    body: () => ({ current: 'not the current one', next: 'a long enough new one' }),
    tenancy: 'none',
  },
  'GET /api/v1/concerned': { path: () => '/api/v1/concerned', tenancy: 'own' },
  'PUT /api/v1/concerned': {
    path: () => '/api/v1/concerned',
    body: () => ({ ownerId: null, targetMinutes: 90 }),
    tenancy: 'own',
  },
  'POST /api/v1/concerned/claim': { path: () => '/api/v1/concerned/claim', tenancy: 'own' },
  'POST /api/v1/queue/claim': { path: () => '/api/v1/queue/claim', tenancy: 'own' },
  'GET /api/v1/queue': { path: () => '/api/v1/queue', tenancy: 'own' },
  'POST /api/v1/cases/search': { path: () => '/api/v1/cases/search', body: () => ({}), tenancy: 'own' },
  'GET /api/v1/cases/{id}': { path: ({ caseId }) => `/api/v1/cases/${caseId}`, tenancy: 'other' },
  'GET /api/v1/cases/{id}/matches/{matchId}': {
    path: ({ caseId, matchId }) => `/api/v1/cases/${caseId}/matches/${matchId}`,
    tenancy: 'other',
  },
  'POST /api/v1/cases/{id}/matches/{matchId}/denial': {
    path: ({ caseId, matchId }) => `/api/v1/cases/${caseId}/matches/${matchId}/denial`,
    body: () => ({ reason: 'other-picture' }),
    tenancy: 'other',
  },
  'DELETE /api/v1/cases/{id}/matches/{matchId}/denial': {
    path: ({ caseId, matchId }) => `/api/v1/cases/${caseId}/matches/${matchId}/denial`,
    tenancy: 'other',
  },
  'POST /api/v1/cases/{id}/claim': {
    path: ({ caseId }) => `/api/v1/cases/${caseId}/claim`,
    tenancy: 'other',
  },
  'POST /api/v1/cases/{id}/heartbeat': {
    path: ({ caseId }) => `/api/v1/cases/${caseId}/heartbeat`,
    body: ({ lease }) => lease,
    tenancy: 'other',
  },
  'POST /api/v1/cases/{id}/return': {
    path: ({ caseId }) => `/api/v1/cases/${caseId}/return`,
    body: ({ lease }) => lease,
    tenancy: 'other',
  },
  'POST /api/v1/cases/{id}/assessments': {
    path: ({ caseId }) => `/api/v1/cases/${caseId}/assessments`,
    body: ({ lease, mediaId }) => ({ lease, items: [{ mediaId, answers: ANSWERS }] }),
    tenancy: 'other',
  },
  'POST /api/v1/cases/{id}/undo': { path: ({ caseId }) => `/api/v1/cases/${caseId}/undo`, tenancy: 'other' },
  'POST /api/v1/cases/{id}/refetch': {
    path: ({ caseId }) => `/api/v1/cases/${caseId}/refetch`,
    body: ({ lease }) => ({ lease, reason: 'not-decided-in-time' }),
    tenancy: 'other',
  },
  'POST /api/v1/cases/{id}/items/{itemId}/unlink': {
    path: ({ caseId, mediaId }) => `/api/v1/cases/${caseId}/items/${mediaId}/unlink`,
    body: ({ lease }) => ({ lease, reason: 'to be looked at here' }),
    tenancy: 'other',
  },
  'POST /api/v1/cases/{id}/reopen': {
    path: ({ caseId }) => `/api/v1/cases/${caseId}/reopen`,
    body: () => ({ reason: 'wrong-answer' }),
    tenancy: 'other',
  },
  'PUT /api/v1/cases/{id}/urgency': {
    path: ({ caseId }) => `/api/v1/cases/${caseId}/urgency`,
    body: () => ({ isUrgent: true }),
    tenancy: 'other',
  },
  'GET /api/v1/cases/{id}/referrals': {
    path: ({ caseId }) => `/api/v1/cases/${caseId}/referrals`,
    tenancy: 'other',
  },
  'POST /api/v1/media/{id}/views': {
    path: ({ mediaId }) => `/api/v1/media/${mediaId}/views`,
    body: ({ lease }) => ({ level: 1, lease }),
    tenancy: 'other',
  },
  'GET /api/v1/views/{ticket}/picture': {
    path: ({ ticket }) => `/api/v1/views/${ticket}/picture`,
    tenancy: 'other',
    status: 410,
  },
  'PATCH /api/v1/views/{id}': { path: ({ viewId }) => `/api/v1/views/${viewId}`, tenancy: 'other' },
  'POST /api/v1/reports/{id}/text': {
    path: ({ reportId }) => `/api/v1/reports/${reportId}/text`,
    body: () => ({ reason: 'to see whether a child is named' }),
    tenancy: 'other',
  },
  'GET /api/v1/handovers': { path: () => '/api/v1/handovers', tenancy: 'own' },
  'POST /api/v1/reports/{id}/handover': {
    path: ({ reportId }) => `/api/v1/reports/${reportId}/handover`,
    body: () => ({ state: 'handed-over' }),
    tenancy: 'other',
  },
  'POST /api/v1/reports/{id}/messages': {
    path: ({ reportId }) => `/api/v1/reports/${reportId}/messages`,
    body: () => ({ text: 'Thank you.' }),
    tenancy: 'other',
  },
  'GET /api/v1/referrals': { path: () => '/api/v1/referrals', tenancy: 'own' },
  'POST /api/v1/referrals/{id}/retry': {
    path: ({ referralId }) => `/api/v1/referrals/${referralId}/retry`,
    tenancy: 'other',
  },
  'POST /api/v1/referrals/{id}/cancel': {
    path: ({ referralId }) => `/api/v1/referrals/${referralId}/cancel`,
    body: () => ({ reason: 'withdrawn' }),
    tenancy: 'other',
  },
  'POST /api/v1/referrals/{id}/confirm': {
    path: ({ referralId }) => `/api/v1/referrals/${referralId}/confirm`,
    body: () => ({ number: '4711', reason: 'found-there' }),
    tenancy: 'other',
  },
  'GET /api/v1/scheme': { path: () => '/api/v1/scheme', tenancy: 'none' },
  'GET /api/v1/exposure': { path: () => '/api/v1/exposure', tenancy: 'own' },
  'GET /api/v1/accounts': { path: () => '/api/v1/accounts', tenancy: 'own' },
  'POST /api/v1/accounts': { path: () => '/api/v1/accounts', body: () => ({}), tenancy: 'none' },
  'PATCH /api/v1/accounts/{id}': {
    path: ({ accountId }) => `/api/v1/accounts/${accountId}`,
    body: () => ({ isDisabled: true }),
    tenancy: 'other',
  },
  'POST /api/v1/accounts/{id}/password': {
    path: ({ accountId }) => `/api/v1/accounts/${accountId}/password`,
    tenancy: 'other',
  },
  'POST /api/v1/accounts/{id}/second-factor': {
    path: ({ accountId }) => `/api/v1/accounts/${accountId}/second-factor`,
    tenancy: 'other',
  },
  'GET /api/v1/mandates': { path: () => '/api/v1/mandates', tenancy: 'own' },
  'POST /api/v1/mandates': {
    path: () => '/api/v1/mandates',
    body: ({ portalId }) => ({
      portalId,
      level: 'hash',
      legalInstrument: 'Act 1',
      approvedBy: 'A director',
      expiresAt: inOneYear(),
    }),
    tenancy: 'other',
  },
  'POST /api/v1/mandates/lower': {
    path: () => '/api/v1/mandates/lower',
    body: ({ portalId }) => ({ portalId, level: 'none' }),
    tenancy: 'other',
  },
  ...PORTAL_PROBES,
  'GET /api/v1/recipients': { path: () => '/api/v1/recipients', tenancy: 'own' },
  'POST /api/v1/recipients': { path: () => '/api/v1/recipients', body: () => ({}), tenancy: 'none' },
  'PUT /api/v1/recipients/{id}': {
    path: ({ recipientId }) => `/api/v1/recipients/${recipientId}`,
    body: () => ({
      name: 'Another',
      host: 'api.example.org',
      port: 443,
      path: '',
      analystName: 'us',
      isInternal: false,
    }),
    tenancy: 'other',
  },
  'PUT /api/v1/recipients/{id}/secret': {
    path: ({ recipientId }) => `/api/v1/recipients/${recipientId}/secret`,
    body: () => ({ username: 'us', password: 'not a real one', ...certificate }),
    tenancy: 'other',
  },
  'PUT /api/v1/recipients/{id}/state': {
    path: ({ recipientId }) => `/api/v1/recipients/${recipientId}/state`,
    body: () => ({ isActive: false }),
    tenancy: 'other',
  },
  'GET /api/v1/retention': { path: () => '/api/v1/retention', tenancy: 'own' },
  'PUT /api/v1/retention/{dataClass}': {
    path: () => '/api/v1/retention/no-such-class',
    body: () => ({ hours: 48 }),
    tenancy: 'none',
  },
  'GET /api/v1/stops': { path: () => '/api/v1/stops', tenancy: 'own' },
  'GET /api/v1/cases/{id}/stops': {
    path: ({ caseId }) => `/api/v1/cases/${caseId}/stops`,
    tenancy: 'other',
  },
  'POST /api/v1/holds': {
    path: () => '/api/v1/holds',
    body: ({ caseNumber }) => ({ caseNumber, orderedBy: 'Police', expiresAt: inOneYear() }),
    tenancy: 'other',
    status: 400,
  },
  'POST /api/v1/holds/{id}/release': {
    path: ({ holdId }) => `/api/v1/holds/${holdId}/release`,
    tenancy: 'other',
  },
  'POST /api/v1/preservations': {
    path: () => '/api/v1/preservations',
    body: ({ caseNumber }) => ({
      caseNumber,
      orderedBy: 'Police',
      legalInstrument: 'Order 1',
      expiresAt: inOneYear(),
    }),
    tenancy: 'other',
    status: 400,
  },
  'POST /api/v1/preservations/{id}/release': {
    path: ({ preservationId }) => `/api/v1/preservations/${preservationId}/release`,
    tenancy: 'other',
  },
  'GET /api/v1/organisation-keys': { path: () => '/api/v1/organisation-keys', tenancy: 'own' },
  'POST /api/v1/organisation-keys': { path: () => '/api/v1/organisation-keys', tenancy: 'none' },
  'GET /api/v1/api-keys': { path: () => '/api/v1/api-keys', tenancy: 'own' },
  'POST /api/v1/api-keys': {
    path: () => '/api/v1/api-keys',
    body: ({ portalId }) => ({
      name: 'A provider',
      scopes: ['reports:write'],
      portalId,
      perMinute: 10,
      perDay: 100,
      expiresAt: inOneYear(),
    }),
    tenancy: 'other',
    status: 400,
  },
  'POST /api/v1/api-keys/{id}/revoke': {
    path: ({ apiKeyId }) => `/api/v1/api-keys/${apiKeyId}/revoke`,
    tenancy: 'other',
  },
  'GET /api/v1/audit': { path: () => '/api/v1/audit', tenancy: 'own' },
  'GET /api/v1/lists': { path: () => '/api/v1/lists', tenancy: 'own' },
  'POST /api/v1/lists/try': {
    path: () => '/api/v1/lists/try',
    body: () => ({ hash: 'ab'.repeat(32) }),
    tenancy: 'own',
  },
  'POST /api/v1/lists/{id}/disable': {
    path: ({ listId }) => `/api/v1/lists/${listId}/disable`,
    body: () => ({ reason: 'wrong-entries' }),
    tenancy: 'other',
  },
  'POST /api/v1/lists/{id}/enable': {
    path: ({ listId }) => `/api/v1/lists/${listId}/enable`,
    body: () => ({ reason: 'corrected' }),
    tenancy: 'other',
  },
  'PUT /api/v1/lists/own': {
    path: () => '/api/v1/lists/own',
    body: () => ({ name: 'Our own', confirmations: 2 }),
    tenancy: 'own',
  },
  'PUT /api/v1/lists/{id}/policy': {
    path: ({ listId }) => `/api/v1/lists/${listId}/policy`,
    body: () => ({ legalBasis: 'Act 2' }),
    tenancy: 'other',
  },
  'GET /api/v1/lists/{id}/versions': {
    path: ({ listId }) => `/api/v1/lists/${listId}/versions`,
    tenancy: 'other',
  },
  'GET /api/v1/lists/{id}/categories': {
    path: ({ listId }) => `/api/v1/lists/${listId}/categories`,
    tenancy: 'other',
  },
  'GET /api/v1/lists/{id}/changes': {
    path: ({ listId }) => `/api/v1/lists/${listId}/changes?from=0&to=1`,
    tenancy: 'other',
  },
  'GET /api/v1/lists/{id}/match-rate': {
    path: ({ listId }) => `/api/v1/lists/${listId}/match-rate`,
    tenancy: 'other',
  },
  'POST /api/v1/lists/{id}/versions/{version}/take-back': {
    path: ({ listId }) => `/api/v1/lists/${listId}/versions/1/take-back`,
    tenancy: 'other',
  },
  'GET /api/v1/list-sources': { path: () => '/api/v1/list-sources', tenancy: 'own' },
  'GET /api/v1/list-sources/{id}/refused': {
    path: ({ listSourceId }) => `/api/v1/list-sources/${listSourceId}/refused`,
    tenancy: 'other',
  },
  'GET /api/v1/list-quarantines': { path: () => '/api/v1/list-quarantines', tenancy: 'own' },
  'POST /api/v1/list-quarantines/{id}/decision': {
    path: ({ quarantineId }) => `/api/v1/list-quarantines/${quarantineId}/decision`,
    body: () => ({ decision: 'release', reason: 'no blank picture' }),
    tenancy: 'other',
  },
  'POST /api/v1/list-imports/head': { path: () => '/api/v1/list-imports/head', tenancy: 'none' },
  'GET /api/v1/list-imports': { path: () => '/api/v1/list-imports', tenancy: 'own' },
  'POST /api/v1/list-imports': {
    path: () => '/api/v1/list-imports',
    body: () => ({ list: 'probe', format: 'csv', bytes: 0 }),
    tenancy: 'none',
  },
  // Answered before the body is looked at; with bytes it is tested beside its controller.
  'PUT /api/v1/list-imports/{id}/parts/{number}': {
    path: ({ listImportId }) => `/api/v1/list-imports/${listImportId}/parts/0`,
    tenancy: 'other',
    status: 400,
  },
  'GET /api/v1/list-imports/{id}': {
    path: ({ listImportId }) => `/api/v1/list-imports/${listImportId}`,
    tenancy: 'other',
  },
  'GET /api/v1/list-imports/{id}/refused': {
    path: ({ listImportId }) => `/api/v1/list-imports/${listImportId}/refused`,
    tenancy: 'other',
  },
  'POST /api/v1/list-imports/{id}/cancel': {
    path: ({ listImportId }) => `/api/v1/list-imports/${listImportId}/cancel`,
    tenancy: 'other',
  },
  'POST /api/v1/lists/{id}/versions/{version}/decision': {
    path: ({ listId }) => `/api/v1/lists/${listId}/versions/1/decision`,
    body: () => ({ decision: 'approve' }),
    tenancy: 'other',
  },
  'GET /api/v1/alarms': { path: () => '/api/v1/alarms', tenancy: 'own' },
};
