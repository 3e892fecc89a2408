// The free text of a report in the form in which it is sealed to the organisation.
import { closeBox } from '#libs/platform';
import type { DeviceHash } from './concern.js';

export interface ReporterText {
  readonly place?: string;
  readonly comment?: string;
  /** The caller's own word for what it is, where it is none of ours. */
  readonly kindAsGiven?: string;
  /** The lines in which addresses were typed, with whatever stood around them. */
  readonly addressText?: readonly string[];
  readonly deviceHashes?: readonly DeviceHash[];
}

/** Lengths are rounded up to this, so that they tell little about what was written. */
const PADDED_TO_BYTES = 512;

/** Seals the text so that only the holder of the organisation's private key can read it. */
export function sealReporterText(publicKey: Uint8Array, text: ReporterText): Buffer {
  const json = Buffer.from(JSON.stringify(text));
  const padding = PADDED_TO_BYTES - (json.length % PADDED_TO_BYTES);
  // JSON may end in spaces.
  return closeBox(publicKey, Buffer.concat([json, Buffer.alloc(padding, ' ')]));
}
