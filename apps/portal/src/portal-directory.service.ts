// The live portals and what they publish, kept in memory some seconds: first pages are shown even while the database is
// away, and a portal made a moment ago is found at once.
import { errorCode, systemClock, type Clock, type ManaraLogger } from '#libs/platform';
import type { LivePortal, PortalApi } from '#libs/reports';
import { isLocale, type Locale } from './messages/translate.js';
import { bareSettings, parsePublishedSettings, type PublishedSettings } from '#libs/organisations';

export interface PublicPortal extends LivePortal {
  readonly settings: PublishedSettings;
  /** Those of its languages that this program speaks, in its order; at least one. */
  readonly spoken: readonly Locale[];
  /** Taken off: it takes no report, and its page says where to go instead. */
  readonly isWithdrawn: boolean;
}

const FRESH_MS = 5_000;
/** So old that a reporter waits for a new look: numbers to call may have changed. */
const OLD_MS = 10_000;
/** What can be the name of a portal. */
const SLUG = /^[a-z][a-z0-9-]{0,31}$/;

export class PortalDirectory {
  private portals: readonly PublicPortal[] | undefined;
  private closed: readonly PublicPortal[] = [];
  private text = '';
  private readAt = Number.NEGATIVE_INFINITY;
  private failedAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly portalApi: Pick<PortalApi, 'portals' | 'withdrawnPortals'>,
    private readonly logger: ManaraLogger,
    private readonly clock: Clock = systemClock,
  ) {}

  /** All live portals. @throws DatabaseAwayError when they were never read */
  async list(): Promise<readonly PublicPortal[]> {
    const age = this.age();
    if (this.portals === undefined) await this.read();
    else if (age > OLD_MS && this.sinceFailure() > FRESH_MS) await this.read().catch(() => undefined);
    else if (age > FRESH_MS) void this.read().catch(() => undefined);
    return this.portals!;
  }

  /** @throws DatabaseAwayError when the portals were never read */
  async find(slug: string): Promise<PublicPortal | undefined> {
    const bySlug = (portals: readonly PublicPortal[]) => portals.find((portal) => portal.slug === slug);
    const known = bySlug(await this.list());
    if (known !== undefined || !SLUG.test(slug)) return known;
    // Perhaps it was made a moment ago. Many who ask at once wait for one look.
    await this.read().catch(() => undefined);
    return bySlug(this.portals!);
  }

  /** One that was taken off, as it was known at the last look. */
  withdrawn(slug: string): PublicPortal | undefined {
    return this.closed.find((portal) => portal.slug === slug);
  }

  /** The one that has a host name for itself, open or taken off. @param host of the request, with its port */
  async byHost(host: string | undefined): Promise<PublicPortal | undefined> {
    const name = host?.toLowerCase().replace(/\.?(?::\d+)?$/, '');
    if (name === undefined || name === '') return undefined;
    return (await this.all()).find((portal) => portal.host === name);
  }

  /** Open or taken off. @throws DatabaseAwayError when they were never read */
  async all(): Promise<readonly PublicPortal[]> {
    return [...(await this.list()), ...this.closed];
  }

  /** Reads the portals now. @throws DatabaseAwayError */
  read(): Promise<void> {
    this.reading ??= this.readOnce()
      .catch((error: unknown) => {
        this.failedAt = this.clock.now().getTime();
        throw error;
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
  }

  /** While the database is away, one reporter in some seconds waits for it, and nobody else. */
  private sinceFailure(): number {
    return this.clock.now().getTime() - this.failedAt;
  }

  private age(): number {
    return this.clock.now().getTime() - this.readAt;
  }

  private async readOnce(): Promise<void> {
    const [live, withdrawn] = await Promise.all([
      this.portalApi.portals(),
      this.portalApi.withdrawnPortals(),
    ]);
    const text = JSON.stringify([live, withdrawn]);
    // The same objects as long as nothing changed: pages made from them are kept.
    if (this.portals === undefined || text !== this.text) {
      this.portals = live.map((portal) => this.prepare(portal, false));
      this.closed = withdrawn.map((portal) => this.prepare(portal, true));
      this.text = text;
    }
    this.readAt = this.clock.now().getTime();
  }

  private prepare(portal: LivePortal, isWithdrawn: boolean): PublicPortal {
    const spoken = portal.locales.filter(isLocale);
    return {
      ...portal,
      settings: this.settingsOf(portal),
      spoken: spoken.length > 0 ? spoken : ['en'],
      isWithdrawn,
    };
  }

  private settingsOf(portal: LivePortal): PublishedSettings {
    try {
      return parsePublishedSettings(portal.published);
    } catch (error) {
      // A portal whose texts are damaged still takes reports.
      this.logger.warn('a portal publishes settings that cannot be read', {
        portal: portal.slug,
        code: errorCode(error),
      });
      return bareSettings(portal.organisationName);
    }
  }
}
