// NCMEC's Hash Sharing v2 as a source that is polled. Entries come in no order of time, so nothing is known of a span of
// time before all its pages are read; pages are addressed for some hours only, so long spans are cut.
import { parseUrl } from '#libs/platform';
import { readNcmecPage } from '../readers/ncmec.reader.js';
import type { SourceClient } from './source.client.js';
import { type Cursor, malformed, type SourceProtocol } from './source.protocol.js';

const ENTRIES = '/v2/entries';
const BEGINNING = '1970-01-01T00:00:00Z';
/** What happens now may become visible a moment later. */
const SETTLE_MS = 5_000;
/** Read a second time: what was written late, under a time that had passed. */
const OVERLAP_MS = 60_000;
/** A span with more entries is cut, unless it is a second long. */
const MOST_IN_SPAN = 400_000;
const CUT = 4;
/** NCMEC takes addresses of pages for twelve hours. */
const PAGES_VALID_MS = 11 * 3_600_000;
const SECOND_MS = 1_000;

/** Whole seconds, as the interface writes them. */
const stamp = (ms: number): string =>
  `${new Date(Math.floor(ms / SECOND_MS) * SECOND_MS).toISOString().slice(0, 19)}Z`;

/** `from` and `until`: the span that is read now; `to`: the end of the whole reading. */
interface Span {
  readonly from: string;
  readonly until: string;
  readonly to: string;
  /** The next page, below the interface's path; null for the first. */
  readonly page: string | null;
  /** Of the page, counted from 1 among the entries of the span; it has to grow. */
  readonly start: number;
  readonly begunAt: string;
}

export const NCMEC_PROTOCOL: SourceProtocol = {
  begin: ({ checkpoint }, now) => {
    const to = now.getTime() - SETTLE_MS;
    const known = checkpoint === null ? NaN : Date.parse(checkpoint);
    const from = Number.isNaN(known) ? BEGINNING : stamp(Math.min(known - OVERLAP_MS, to - SECOND_MS));
    return { isFull: Number.isNaN(known), cursor: cursorOf(spanOf(from, stamp(to), stamp(to), now)) };
  },

  read: async (client, cursor, now) => {
    const kept = readCursor(cursor);
    const isOver = kept.page !== null && now.getTime() - Date.parse(kept.begunAt) > PAGES_VALID_MS;
    const span = isOver ? spanOf(kept.from, kept.until, kept.to, now) : kept;
    const path =
      span.page ?? `${ENTRIES}?${new URLSearchParams({ from: span.from, to: span.until }).toString()}`;
    const { next, ...told } = readNcmecPage(await client.send({ path, accept: 'xml' }));
    if (next === null) {
      const isLast = span.until === span.to;
      return {
        ...told,
        next: isLast ? null : cursorOf(spanAfter(span, now)),
        ...(isLast && { checkpoint: span.to }),
      };
    }
    const following = nextPage(client, span, next);
    const length = Date.parse(span.until) - Date.parse(span.from);
    if (span.page === null && following.entries > MOST_IN_SPAN && length > SECOND_MS) {
      const until = stamp(Date.parse(span.from) + Math.max(SECOND_MS, length / CUT));
      // Its first page comes again with the shorter span.
      return {
        entries: [],
        origins: [],
        refused: [],
        records: 0,
        next: cursorOf(spanOf(span.from, until, span.to, now)),
      };
    }
    const { path: page, start } = following;
    return { ...told, next: cursorOf({ ...span, page, start }) };
  },
};

function spanOf(from: string, until: string, to: string, now: Date): Span {
  return { from, until, to, page: null, start: 1, begunAt: now.toISOString() };
}

/** Begins where the last one ended: that second is read twice. */
function spanAfter({ from, until, to }: Span, now: Date): Span {
  const length = Math.max(SECOND_MS, Date.parse(until) - Date.parse(from));
  return spanOf(until, stamp(Math.min(Date.parse(to), Date.parse(until) + CUT * length)), to, now);
}

interface FollowingPage {
  readonly path: string;
  readonly start: number;
  /** In the whole span, as the interface says. */
  readonly entries: number;
}

/** @throws SourceFailedError for an address that is not of the same question, or does not go on */
function nextPage(client: SourceClient, span: Span, said: string): FollowingPage {
  // The interface escapes it twice.
  const url = parseUrl(said.replaceAll('&amp;', '&'), client.source.origin);
  if (url === null || url.origin !== client.source.origin) throw malformed('paging');
  const { path } = client.source;
  if (url.pathname !== ENTRIES && url.pathname !== `${path}${ENTRIES}`) throw malformed('paging');
  const query = url.searchParams;
  const isOfSpan =
    Date.parse(query.get('from') ?? '') === Date.parse(span.from) &&
    Date.parse(query.get('to') ?? '') === Date.parse(span.until);
  const start = wholeNumber(query.get('start'));
  if (!isOfSpan || start === undefined || start <= span.start) throw malformed('paging');
  const entries = wholeNumber(query.get('max')) ?? 0;
  return { path: `${ENTRIES}${url.search}`, start, entries };
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

const cursorOf = (span: Span): Cursor => ({ ...span });

function readCursor(cursor: Cursor): Span {
  const { from, until, to, page, start, begunAt } = cursor;
  if (
    typeof from !== 'string' ||
    typeof until !== 'string' ||
    typeof to !== 'string' ||
    typeof start !== 'number' ||
    typeof begunAt !== 'string' ||
    (page !== null && typeof page !== 'string')
  )
    throw malformed('progress');
  return { from, until, to, page, start, begunAt };
}
