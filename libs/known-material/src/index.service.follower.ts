// Notices that lists have changed: told by a notification, and by asking every two seconds.
import { Client } from 'pg';

const CHANNEL = 'manara_lists';
const POLL_MS = 2000;
const CONNECT_MS = 5000;

export interface FollowerOptions {
  /** For the connection that listens; without it the follower asks only. */
  readonly listenUrl?: string | undefined;
  readonly pollMs?: number | undefined;
  readonly onError?: ((error: unknown) => void) | undefined;
}

export class ListFollower {
  private listener: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  /** @param follow asks what there is now, and does not wait for what takes long */
  constructor(
    private readonly follow: () => Promise<void>,
    private readonly options: FollowerOptions,
  ) {}

  async start(): Promise<void> {
    await this.listen();
    this.poll();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    const { listener } = this;
    this.listener = undefined;
    await listener?.end().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    if (this.options.listenUrl === undefined || this.isStopped) return;
    const client = new Client({
      connectionString: this.options.listenUrl,
      connectionTimeoutMillis: CONNECT_MS,
    });
    const forget = () => {
      if (this.listener === client) this.listener = undefined;
    };
    client.on('error', forget).on('end', forget);
    client.on(
      'notification',
      () => void this.follow().catch((error: unknown) => this.options.onError?.(error)),
    );
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      if (this.isStopped) await client.end();
      else this.listener = client;
    } catch (error) {
      this.options.onError?.(error);
      await client.end().catch(() => undefined);
    }
  }

  private poll(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      void (async () => {
        try {
          if (this.listener === undefined) await this.listen();
          await this.follow();
        } catch (error) {
          this.options.onError?.(error);
        }
        this.poll();
      })();
    }, this.options.pollMs ?? POLL_MS);
    this.timer.unref();
  }
}
