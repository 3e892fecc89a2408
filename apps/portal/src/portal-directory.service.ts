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
  private marks: ReadonlyMap<string, string> = new Map();
  private readAt = Number.NEGATIVE_INFINITY;
  private failedAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly portalApi: Pick<PortalApi, 'portalMarks' | 'portals' | 'withdrawnPortals'>,
    private readonly logger: ManaraLogger,
    private readonly clock: Clock = systemClock,
    /** Where all portals are reached: no portal's own, whatever its row says. */
    private readonly ownHosts: readonly string[] = [],
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
    if (name === undefined || name === '' || this.ownHosts.includes(name)) return undefined;
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
    const marks = await this.portalApi.portalMarks();
    const changed = [...marks].filter(([id, mark]) => this.marks.get(id) !== mark).map(([id]) => id);
    const isGone = [...this.marks.keys()].some((id) => !marks.has(id));
    // The same objects as long as nothing changed: pages made from them are kept.
    if (this.portals === undefined || changed.length > 0 || isGone) await this.take(marks, changed);
    this.readAt = this.clock.now().getTime();
  }

  /** Reads those that have changed; of the others what is known stays. */
  private async take(marks: ReadonlyMap<string, string>, changed: readonly string[]): Promise<void> {
    const [live, withdrawn] =
      changed.length === 0
        ? [[], []]
        : await Promise.all([this.portalApi.portals(changed), this.portalApi.withdrawnPortals(changed)]);
    const isRead = new Set(changed);
    const stays = ({ id }: PublicPortal) => marks.has(id) && !isRead.has(id);
    const bySlug = (one: PublicPortal, other: PublicPortal) => (one.slug < other.slug ? -1 : 1);
    const taken = live.map((portal) => this.prepare(portal, false));
    const opened = new Set(taken.map(({ id }) => id));
    this.portals = [...(this.portals ?? []).filter(stays), ...taken].toSorted(bySlug);
    // One that was closed between the two looks is in both.
    this.closed = [
      ...this.closed.filter(stays),
      ...withdrawn.filter(({ id }) => !opened.has(id)).map((portal) => this.prepare(portal, true)),
    ].toSorted(bySlug);
    this.marks = marks;
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
