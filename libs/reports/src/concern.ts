// Reports by people whom it concerns themselves, or who worry about a child they know: they have a queue of their own.
import type { ReportKind } from './submission.js';

export const CONCERNS = ['picture', 'threat', 'child'] as const;
/** `picture`: they are in it. `threat`: they are threatened or pressed. `child`: they worry about a child they know. */
export type Concern = (typeof CONCERNS)[number];

/** The kind of report that each of them makes. */
export const KIND_OF_CONCERN = {
  picture: 'self-report',
  threat: 'threatened',
  child: 'child-concern',
} as const satisfies Readonly<Record<Concern, ReportKind>>;

/** Whose concern a kind of report is; undefined for what a witness reports. */
export function concernOfKind(kind: string): Concern | undefined {
  return CONCERNS.find((one) => KIND_OF_CONCERN[one] === kind);
}

/** Whether the reporter is the one it happened to. */
export function isOfReporter(kind: string): boolean {
  return kind === KIND_OF_CONCERN.picture || kind === KIND_OF_CONCERN.threat;
}

/** A fingerprint that was made on the reporter's own device; the picture itself was never sent. */
export interface DeviceHash {
  /** SHA-256, 64 hex digits. */
  readonly sha256: string;
  /** PDQ, 64 hex digits; absent where the browser alters the pixels that it lets pages read. */
  readonly pdq?: string;
  /** Of the PDQ hash, 0 to 100. */
  readonly quality?: number;
}

export const MOST_DEVICE_HASHES = 20;
const LINE = /^([0-9a-f]{64})(?: ([0-9a-f]{64}) (\d{1,3}))?$/;

/**
 * Reads fingerprints as the page writes them: a line each, `sha256` alone or `sha256 pdq quality`. Lines that are none,
 * repetitions, and what goes beyond `MOST_DEVICE_HASHES` are left out.
 */
export function readDeviceHashes(text: string): DeviceHash[] {
  const found = new Map<string, DeviceHash>();
  for (const line of text.slice(0, 20_000).split(/\r?\n/)) {
    const [, sha256, pdq, quality] = LINE.exec(line.trim().toLowerCase()) ?? [];
    if (sha256 === undefined || found.size >= MOST_DEVICE_HASHES) continue;
    const isWhole = pdq !== undefined && Number(quality) <= 100;
    found.set(sha256, { sha256, ...(isWhole ? { pdq, quality: Number(quality) } : {}) });
  }
  return [...found.values()];
}
