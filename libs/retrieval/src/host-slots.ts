// Bounds what all workers together ask of one host: fetches at once by places with a lease, requests a minute by a time
// that moves ahead. Both are rows, so that a worker that is killed blocks nobody for longer than its lease.
import { createHash } from 'node:crypto';
import { newId, type Database } from '#libs/platform';

export interface HostSlotOptions {
  /** Fetches of one host at once. */
  readonly most: number;
  /** Requests to one host in any minute. */
  readonly perMinute: number;
  /** How long a place stays taken without a sign of life. */
  readonly leaseSeconds: number;
  /** A lease could not be kept or given back; it ends by itself. */
  readonly onError?: (error: unknown) => void;
}

export interface HostSlot {
  readonly holder: string;
}

/** No place is free, or the host has been asked often enough. */
export interface HostRefusal {
  readonly retryAfterMs: number;
  /** Whether its places are taken; otherwise it has been asked often enough. */
  readonly isBusy: boolean;
}

/** When to look again for a place that another worker holds. */
const BUSY_MS = 1000;
/** A part of the minute's requests may come at once: a page with what it shows. */
const BURST_PART = 5;
const FORGET_SECONDS = 600;

export class HostSlots {
  private readonly held = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly burst: number;
  private readonly intervalMs: number;

  constructor(
    private readonly database: Database,
    private readonly options: HostSlotOptions,
  ) {
    this.burst = Math.max(1, Math.floor(options.perMinute / BURST_PART));
    this.intervalMs = 60_000 / Math.max(1, options.perMinute - this.burst);
  }

  /**
   * Takes a place on a host for one fetch, and one request of its minute.
   * @param host name or literal, as the retrieval client gives it
   */
  async take(host: string): Promise<HostSlot | HostRefusal> {
    const { most, leaseSeconds } = this.options;
    const key = hostKey(host);
    const holder = newId();
    const answer = await this.database.within([], async (manager): Promise<HostSlot | HostRefusal> => {
      // Holds the host's row to the end, so that two who ask at once are looked at one after the other.
      const [{ ahead }]: [{ ahead: number }] = await manager.query(
        `INSERT INTO fetch_hosts AS h (host_key, free_at) VALUES ($1, clock_timestamp())
         ON CONFLICT (host_key) DO UPDATE SET free_at = greatest(h.free_at, clock_timestamp())
         RETURNING greatest(0, extract(epoch FROM free_at - clock_timestamp()) * 1000)::float8 AS ahead`,
        [key],
      );
      const wait = ahead - (this.burst - 1) * this.intervalMs;
      if (wait > 0) return { retryAfterMs: Math.ceil(wait), isBusy: false };
      const [taken] = await manager.query(
        `INSERT INTO fetch_slots (host_key, slot, holder, expires_at)
         SELECT $1, min(n), $3, clock_timestamp() + make_interval(secs => $4) FROM generate_series(1, $2::int) n
         WHERE NOT EXISTS (SELECT FROM fetch_slots s
           WHERE s.host_key = $1 AND s.slot = n AND s.expires_at > clock_timestamp())
         HAVING count(*) > 0
         ON CONFLICT (host_key, slot) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
           WHERE fetch_slots.expires_at <= clock_timestamp()
         RETURNING slot`,
        [key, most, holder, leaseSeconds],
      );
      if (taken === undefined) return { retryAfterMs: BUSY_MS, isBusy: true };
      await this.countRequest(key, manager);
      return { holder };
    });
    if ('holder' in answer) this.hold(answer.holder);
    return answer;
  }

  /**
   * Counts one more request of a fetch that holds a place: a redirect on the same host, a style sheet. It is never put
   * off, the next fetch of the host waits the longer.
   */
  async countFurther(host: string): Promise<void> {
    await this.database.within([], (manager) => this.countRequest(hostKey(host), manager));
  }

  /** Gives a place back. Never throws: what cannot be given back expires. */
  async leave({ holder }: HostSlot): Promise<void> {
    this.held.delete(holder);
    if (this.held.size === 0) this.stopRenewing();
    await this.database
      .within([], (manager) => manager.query(`DELETE FROM fetch_slots WHERE holder = $1`, [holder]))
      .catch((error: unknown) => this.report(error));
  }

  /** Removes what says nothing any more. */
  async forget(): Promise<void> {
    await this.database.within([], async (manager) => {
      await manager.query(`DELETE FROM fetch_slots WHERE expires_at < now() - make_interval(secs => $1)`, [
        FORGET_SECONDS,
      ]);
      await manager.query(`DELETE FROM fetch_hosts WHERE free_at < now() - make_interval(secs => $1)`, [
        FORGET_SECONDS,
      ]);
    });
  }

  /** Hands on an error that nobody waits for. */
  report(error: unknown): void {
    this.options.onError?.(error);
  }

  /** Renews nothing any more. */
  stop(): void {
    this.held.clear();
    this.stopRenewing();
  }

  private async countRequest(key: Buffer, manager: { query(sql: string, parameters: unknown[]): unknown }) {
    await manager.query(
      `UPDATE fetch_hosts SET free_at = greatest(free_at, clock_timestamp()) + make_interval(secs => $2)
       WHERE host_key = $1`,
      [key, this.intervalMs / 1000],
    );
  }

  private hold(holder: string): void {
    this.held.add(holder);
    this.timer ??= setInterval(() => void this.renew(), (this.options.leaseSeconds * 1000) / 3).unref();
  }

  private stopRenewing(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async renew(): Promise<void> {
    await this.database
      .within([], (manager) =>
        manager.query(
          `UPDATE fetch_slots SET expires_at = clock_timestamp() + make_interval(secs => $2) WHERE holder = ANY ($1)`,
          [[...this.held], this.options.leaseSeconds],
        ),
      )
      .catch((error: unknown) => this.report(error));
  }
}

function hostKey(host: string): Buffer {
  return createHash('sha256')
    .update(`fetch host\n${host.toLowerCase().replace(/\.$/, '')}`)
    .digest();
}
