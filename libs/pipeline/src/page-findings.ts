// What a page shows: its own pictures, those of its style sheets, films, frames. Says how much it left out.
import { createHash } from 'node:crypto';
import type { ItemResult } from '#libs/cases';
import {
  MediaError,
  parseDataUri,
  REJECTION_REASONS,
  type ExtractedReference,
  type MediaErrorCode,
} from '#libs/media';
import { FetchError, type FetchBudget, type FetchRecord, type FetchResult } from '#libs/platform';
import type { FetchTurn } from './fetch-turns.js';
import type { PipelineContext } from './step-context.js';

const MAX_STYLESHEETS = 10;
/** Longer ones serve to exhaust tables and recipients, not to show a picture. */
const MAX_ADDRESS_CHARACTERS = 2000;

/** A picture or frame that a page shows. */
export interface Finding {
  readonly address: string;
  readonly via: string;
  /** The bytes themselves, where the page holds them. */
  readonly bytes?: Buffer;
}

export interface PageFindings {
  readonly findings: readonly Finding[];
  /** What the fetches of its style sheets saw. */
  readonly sheets: readonly FetchRecord[];
  /** Findings and style sheets left out. */
  readonly cut: number;
  /** Whether a bound of the parser cut off more than could be counted. */
  readonly isCutShort: boolean;
}

interface Sheet {
  readonly images: readonly ExtractedReference[];
  readonly record: FetchRecord;
  readonly cut: number;
  readonly isCutShort: boolean;
}

/** How a page ends that could not be read; undefined where the error says nothing about the page. */
export function unreadablePage(code: MediaErrorCode): ItemResult | undefined {
  if (!isAboutBytes(code)) return undefined;
  if (code === 'bomb' || code === 'memory' || code === 'timeout') return 'bomb';
  return code === 'too-large' ? 'too-large' : 'not-examined';
}

function isAboutBytes(code: MediaErrorCode): boolean {
  return REJECTION_REASONS.some((reason) => reason === code);
}

/**
 * @throws MediaError when the page itself cannot be read, FetchError `host-busy` when a style sheet's host has no turn
 * for it; a style sheet that cannot be had or read costs its backgrounds alone
 */
export async function findOnPage(
  context: PipelineContext,
  fetched: FetchResult,
  budget: FetchBudget,
  turn: FetchTurn,
): Promise<PageFindings> {
  const page = await context.pool.parseHtml(fetched.body, fetched.finalUrl, encodingOf(fetched));
  const sheets: Sheet[] = [];
  for (const { url } of page.stylesheets.slice(0, MAX_STYLESHEETS))
    sheets.push(await readStylesheet(context, url, budget, turn));
  let cut = Math.max(0, page.stylesheets.length - MAX_STYLESHEETS);
  for (const sheet of sheets) cut += sheet.cut;
  const seen = new Set<string>();
  const findings: Finding[] = [];
  const add = (references: readonly ExtractedReference[], via?: string) => {
    for (const reference of references) {
      if (seen.has(reference.url)) continue;
      seen.add(reference.url);
      const finding = asFinding(reference, via, fetched.finalUrl);
      if (finding === undefined) continue;
      if (finding.address.length > MAX_ADDRESS_CHARACTERS) cut += 1;
      else findings.push(finding);
    }
  };
  add(page.images);
  for (const sheet of sheets) add(sheet.images);
  add(page.videos, 'video');
  add(page.frames, 'frame');
  add(page.refreshes, 'refresh');
  return {
    findings,
    sheets: sheets.map((sheet) => sheet.record),
    cut,
    isCutShort: page.truncated || sheets.some((sheet) => sheet.isCutShort),
  };
}

async function readStylesheet(
  context: PipelineContext,
  url: string,
  budget: FetchBudget,
  turn: FetchTurn,
): Promise<Sheet> {
  let fetched: FetchResult;
  try {
    fetched = await context.client.fetch(url, { budget, admission: turn, accept: 'text/css' });
  } catch (error) {
    if (!(error instanceof FetchError) || error.code === 'host-busy') throw error;
    return { images: [], record: error.fetchRecord, cut: 1, isCutShort: false };
  }
  const record = fetched.fetchRecord;
  if (fetched.status !== 200) return { images: [], record, cut: 0, isCutShort: false };
  try {
    const parsed = await context.pool.parseCss(fetched.body, fetched.finalUrl, encodingOf(fetched));
    // Sheets that a sheet refers to are not fetched.
    return { images: parsed.images, record, cut: parsed.stylesheets.length, isCutShort: parsed.truncated };
  } catch (error) {
    if (!(error instanceof MediaError) || !isAboutBytes(error.code)) throw error;
    return { images: [], record, cut: 1, isCutShort: false };
  }
}

/** What the transfer said of the encoding. */
function encodingOf(fetched: FetchResult): string | undefined {
  return /;\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(fetched.headers['content-type'] ?? '')?.[1];
}

/**
 * A picture inside the page gets an address of its own, by its bytes: what stands at the same place another day is
 * another picture. The bytes themselves must not stand in a table.
 */
function asFinding(
  reference: ExtractedReference,
  via: string | undefined,
  pageAddress: string,
): Finding | undefined {
  if (!reference.url.startsWith('data:')) return { address: reference.url, via: via ?? reference.via };
  const data = parseDataUri(reference.url);
  if (data === null) return undefined;
  const bytes = Buffer.from(data.bytes);
  const page = new URL(pageAddress);
  // The page's address stands with the page; here it only has to tell pictures apart.
  const address = pageAddress.length > MAX_ADDRESS_CHARACTERS / 2 ? new URL(page.origin) : page;
  address.hash = `inline-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
  return { address: address.toString(), via: 'inline', bytes };
}
