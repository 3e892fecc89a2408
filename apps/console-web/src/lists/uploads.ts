// Files on their way to the server, part by part. They go on while other pages are looked at; a part that is lost with
// the connection is sent again.
import { useSyncExternalStore } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import { NoConnection } from '../api/problem.js';

const TRIES = 30;
const PAUSE_MS = 2000;

export interface Upload {
  readonly sentBytes: number;
  /** Why it stopped; undefined while it goes on. */
  readonly error?: unknown;
}

let uploads: ReadonlyMap<string, Upload> = new Map();
const listeners = new Set<() => void>();

function set(id: string, upload: Upload | undefined): void {
  const next = new Map(uploads);
  if (upload === undefined) next.delete(id);
  else next.set(id, upload);
  uploads = next;
  for (const listener of listeners) listener();
}

/** The uploads of this page, by import. */
export function useUploads(): ReadonlyMap<string, Upload> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );
}

const isUnderWay = () => [...uploads.values()].some(({ error }) => error === undefined);
window.addEventListener('beforeunload', (event) => {
  if (isUnderWay()) event.preventDefault();
});

/**
 * Sends a file.
 * @param from the first part to send
 */
export function startUpload(id: string, file: Blob, partBytes: number, from = 0): void {
  if (uploads.get(id)?.error === undefined && uploads.has(id)) return;
  set(id, { sentBytes: from * partBytes });
  void sendAll(id, file, partBytes, from).then(
    () => set(id, undefined),
    (error: unknown) => set(id, { sentBytes: uploads.get(id)?.sentBytes ?? 0, error }),
  );
}

async function sendAll(id: string, file: Blob, partBytes: number, from: number): Promise<void> {
  for (let number = from; number * partBytes < file.size; number++) {
    const part = file.slice(number * partBytes, (number + 1) * partBytes);
    await sendPart(id, number, part);
    set(id, { sentBytes: Math.min(file.size, (number + 1) * partBytes) });
  }
}

async function sendPart(id: string, number: number, part: Blob): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      await api.PUT('/api/v1/list-imports/{id}/parts/{number}', {
        params: { path: { id, number }, header: OWN_PAGE },
        headers: { 'content-type': 'application/octet-stream' },
        ...asBytes(part),
      });
      return;
    } catch (error) {
      if (!(error instanceof NoConnection) || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** A body of bytes; the document can only call it a text. */
export function asBytes(bytes: Blob): { body: string; bodySerializer: () => Blob } {
  return { body: '', bodySerializer: () => bytes };
}
