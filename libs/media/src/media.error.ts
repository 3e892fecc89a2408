import type { RejectionReason } from './media.types.js';

/**
 * `unconfined`: the system offers no confinement and the pool was told to need it.
 * `unavailable`: children do not start; says nothing about the picture, so try again later.
 * `closed`: the pool is closed or was never started.
 */
export type MediaErrorCode = RejectionReason | 'unconfined' | 'unavailable' | 'closed';

/** A job of the pool that could not be done. The message carries no address and nothing of the bytes. */
export class MediaError extends Error {
  constructor(
    readonly code: MediaErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MediaError';
  }
}
