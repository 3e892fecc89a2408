// Requests of the tests of access to portals, one for each route.
import type { Probe } from './probe.js';

export const PORTAL_PROBES: Readonly<Record<string, Probe>> = {
  'GET /api/v1/portals': { path: () => '/api/v1/portals', tenancy: 'own' },
  'GET /api/v1/portals/choices': { path: () => '/api/v1/portals/choices', tenancy: 'none' },
  'POST /api/v1/portals': { path: () => '/api/v1/portals', body: () => ({ slug: '1' }), tenancy: 'none' },
  'GET /api/v1/portals/{id}': { path: ({ portalId }) => `/api/v1/portals/${portalId}`, tenancy: 'other' },
  'PUT /api/v1/portals/{id}': {
    path: ({ portalId }) => `/api/v1/portals/${portalId}`,
    body: () => ({ version: 0, host: 'report.example.org' }),
    tenancy: 'other',
  },
  'POST /api/v1/portals/{id}/publish': {
    path: ({ portalId }) => `/api/v1/portals/${portalId}/publish`,
    body: () => ({ version: 0 }),
    tenancy: 'other',
  },
  'POST /api/v1/portals/{id}/withdraw': {
    path: ({ portalId }) => `/api/v1/portals/${portalId}/withdraw`,
    tenancy: 'other',
  },
  'POST /api/v1/portals/{id}/accept': {
    path: ({ portalId }) => `/api/v1/portals/${portalId}/accept`,
    tenancy: 'other',
  },
  'POST /api/v1/portals/{id}/end-triage': {
    path: ({ portalId }) => `/api/v1/portals/${portalId}/end-triage`,
    tenancy: 'other',
  },
  'GET /api/v1/portals/{id}/recipients': {
    path: ({ portalId }) => `/api/v1/portals/${portalId}/recipients`,
    tenancy: 'other',
  },
  'GET /api/v1/portals/{id}/versions': {
    path: ({ portalId }) => `/api/v1/portals/${portalId}/versions`,
    tenancy: 'other',
  },
  'GET /api/v1/portals/{id}/versions/{number}': {
    path: ({ portalId }) => `/api/v1/portals/${portalId}/versions/1`,
    tenancy: 'other',
  },
  'GET /api/v1/portals/{id}/file': {
    path: ({ portalId }) => `/api/v1/portals/${portalId}/file`,
    tenancy: 'other',
  },
  'GET /api/v1/portals/{id}/outcomes': {
    path: ({ portalId }) => `/api/v1/portals/${portalId}/outcomes`,
    tenancy: 'other',
  },
  'GET /api/v1/safeguarding': { path: () => '/api/v1/safeguarding', tenancy: 'own' },
  'POST /api/v1/safeguarding/{id}/take': {
    path: ({ copyId }) => `/api/v1/safeguarding/${copyId}/take`,
    tenancy: 'other',
  },
};
