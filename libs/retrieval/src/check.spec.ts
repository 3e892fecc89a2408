import { FETCH_ERROR_CODES, FetchError } from '#libs/platform';
import type { FetchErrorCode, FetchRecord, FetchResult } from '#libs/platform';
import { NAME_GONE_AFTER_MS, onlineCheck } from './check.js';
import type { KnownContent } from './check.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const DIGEST = 'a'.repeat(64);
const UNSEEN: KnownContent = { sha256: null, sameMaterial: null, nameMissingSince: null };

const record = (hops: number, bodySha256: string | null): FetchRecord => ({
  requestedUrl: 'http://site.example/',
  startedAt: NOW.toISOString(),
  endedAt: NOW.toISOString(),
  userAgent: 'test',
  hops: Array.from({ length: hops }, () => ({
    url: 'http://site.example/',
    startedAt: NOW.toISOString(),
    resolvers: [],
    resolvedAddresses: [],
    connectedAddress: null,
    egress: 'direct' as const,
    tls: null,
    status: null,
    headers: {},
    location: null,
  })),
  finalUrl: null,
  status: null,
  contentType: null,
  bodySha256,
  bodyBytes: 0,
  wireBytes: 0,
  errorCode: null,
  errorDetail: null,
});
const answered = (status: number, body = 'text', hops = 1, sha256 = 'b'.repeat(64)): FetchResult => ({
  finalUrl: 'http://site.example/',
  status,
  headers: {},
  body: Buffer.from(body),
  fetchRecord: record(hops, sha256),
});
const failed = (code: FetchErrorCode): FetchError => new FetchError(code, null, record(1, null));

describe('onlineCheck', () => {
  it.each([404, 410])('says gone for status %i', (status) => {
    expect(onlineCheck(answered(status), UNSEEN, NOW)).toEqual({ state: 'gone', reason: `status-${status}` });
  });

  it.each([401, 403, 429, 451, 500, 502, 503, 521])(
    'does not take status %i for removal: the server may refuse only us',
    (status) => {
      expect(onlineCheck(answered(status), UNSEEN, NOW).state).toBe('unknown');
    },
  );

  it.each(FETCH_ERROR_CODES.filter((code) => code !== 'name-not-found'))(
    'does not take the failure %s for removal',
    (code) => {
      const known = { sha256: DIGEST, sameMaterial: null, nameMissingSince: new Date(0) };
      expect(onlineCheck(failed(code), known, NOW)).toEqual({ state: 'unknown', reason: code });
    },
  );

  it('says gone for a missing host name only when it has been missing for hours', () => {
    const since = (ms: number): KnownContent => ({
      ...UNSEEN,
      nameMissingSince: new Date(NOW.getTime() - ms),
    });
    expect(onlineCheck(failed('name-not-found'), UNSEEN, NOW).state).toBe('unknown');
    expect(onlineCheck(failed('name-not-found'), since(NAME_GONE_AFTER_MS - 1), NOW).state).toBe('unknown');
    expect(onlineCheck(failed('name-not-found'), since(NAME_GONE_AFTER_MS), NOW)).toEqual({
      state: 'gone',
      reason: 'name-gone',
    });
  });

  it('says online when the same bytes or the same material came, whatever the status', () => {
    expect(onlineCheck(answered(200, 'x', 1, DIGEST), { ...UNSEEN, sha256: DIGEST }, NOW)).toEqual({
      state: 'online',
      reason: 'same-bytes',
    });
    expect(onlineCheck(answered(404, 'x', 1, DIGEST), { ...UNSEEN, sha256: DIGEST }, NOW).state).toBe(
      'online',
    );
    expect(onlineCheck(answered(200), { ...UNSEEN, sameMaterial: true }, NOW)).toEqual({
      state: 'online',
      reason: 'same-material',
    });
  });

  it.each<[string, FetchResult, string]>([
    ['another page answers 200, as suspended sites do', answered(200, '<html>suspended'), 'page-changed'],
    ['other bytes stand there, as when a picture is encoded anew', answered(200), 'bytes-changed'],
    ['nothing stands there', answered(200, ''), 'empty'],
    ['it leads elsewhere', answered(200, 'x', 2), 'redirected'],
  ])('leaves to a person when %s', (_what, seen, reason) => {
    expect(onlineCheck(seen, { ...UNSEEN, sha256: DIGEST, sameMaterial: false }, NOW)).toEqual({
      state: 'unknown',
      reason,
    });
  });
});
