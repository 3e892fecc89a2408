import { createLogger } from '#libs/platform';
import type { LivePortal } from '#libs/reports';
import { HandClock } from '../../../test/support/review-world.js';
import { loadAssets } from './assets.js';
import { PortalDirectory } from './portal-directory.service.js';
import { portalLooks } from './portal-look.js';

/** A picture of 8 by 2 pixels with a text beside it. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAACCAAAAABA/8IxAAAAD3RFWHRBdXRob3IAU29tZWJvZHlzxYaJAAAAC0lEQVR4nGNgQAcAABIAAXfx+gAAAAAASUVORK5CYII=';

const settings = (name: string, more: object = {}) => ({
  name: { en: name },
  operator: { en: 'Somebody' },
  readBy: { en: 'Somebody' },
  ...more,
});
const portal = (slug: string, more: Partial<LivePortal> = {}): LivePortal => ({
  id: slug,
  slug,
  country: 'TN',
  locales: ['en'],
  host: null,
  isDemonstration: false,
  published: settings(slug),
  organisationName: 'One',
  organisationCountry: 'TN',
  organisationCode: 'ONE',
  keyId: 'key',
  publicKey: Buffer.alloc(32),
  sendsLetters: false,
  ...more,
});

describe('what the public program knows of its portals', () => {
  const clock = new HandClock();
  const known = {
    live: [portal('tn')],
    withdrawn: [] as LivePortal[],
    reads: 0,
    asked: [] as string[][],
    isAway: false,
    hangs: false,
    go: (): void => undefined,
  };
  const directory = new PortalDirectory(
    {
      portalMarks: () => {
        known.reads += 1;
        if (known.hangs) {
          return new Promise<Map<string, string>>((resolve) => {
            known.go = () => resolve(marks());
          });
        }
        return known.isAway ? Promise.reject(new Error('away')) : Promise.resolve(marks());
      },
      portals: (ids) => {
        known.asked.push([...(ids ?? [])]);
        return Promise.resolve(known.live.filter(({ id }) => ids?.includes(id)));
      },
      withdrawnPortals: (ids) => Promise.resolve(known.withdrawn.filter(({ id }) => ids?.includes(id))),
    },
    createLogger('portal', 'silent'),
    clock,
    ['report.shared.example'],
  );
  const marks = () =>
    new Map(
      [...known.live, ...known.withdrawn].map((one) => [
        one.id,
        JSON.stringify([one, known.live.includes(one)]),
      ]),
    );
  const nameOf = async (slug: string) => (await directory.find(slug))?.settings.name.en;

  it('is new again within ten seconds of a change, without a restart and without a second visitor', async () => {
    expect(await nameOf('tn')).toBe('tn');
    known.live = [portal('tn', { published: settings('Tunisia') })];
    clock.forwardSeconds(11);
    expect(await nameOf('tn')).toBe('Tunisia');
  });

  it('is not asked for anew by each visitor', async () => {
    const before = known.reads;
    for (let visit = 0; visit < 50; visit += 1) await directory.find('tn');
    expect(known.reads).toBe(before);
  });

  it('is read where it has changed alone, and what is gone is forgotten', async () => {
    known.live = [...known.live, portal('ke'), portal('mg')];
    await directory.read();
    const kept = await directory.find('tn');
    known.asked = [];
    await directory.read();
    expect(known.asked).toEqual([]);
    known.live = [known.live[0]!, portal('ke', { published: settings('Kenya') })];
    await directory.read();
    expect(known.asked).toEqual([['ke']]);
    expect((await directory.list()).map(({ settings: { name } }) => name.en)).toEqual(['Kenya', 'Tunisia']);
    expect(await directory.find('tn')).toBe(kept);
  });

  it('is shown as it was while the database is away, and nobody waits twice in a row', async () => {
    known.isAway = true;
    clock.forwardSeconds(60);
    const before = known.reads;
    expect(await nameOf('tn')).toBe('Tunisia');
    expect(known.reads).toBe(before + 1);
    known.hangs = true;
    expect(await nameOf('tn')).toBe('Tunisia');
    known.isAway = false;
    known.hangs = false;
    known.go();
    clock.forwardSeconds(11);
    expect(await nameOf('tn')).toBe('Tunisia');
  });

  it('is still there where it was taken off, but not as one that takes reports', async () => {
    known.withdrawn = known.live;
    known.live = [portal('dz', { host: 'report.example.dz' })];
    clock.forwardSeconds(11);
    expect((await directory.list()).map(({ slug }) => slug)).toEqual(['dz']);
    expect(await directory.find('tn')).toBeUndefined();
    expect(directory.withdrawn('tn')).toMatchObject({ isWithdrawn: true });
  });

  it.each([
    ['report.example.dz', 'dz'],
    ['Report.Example.DZ:8443', 'dz'],
    ['report.example.dz.', 'dz'],
    ['evil.report.example.dz', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('is found by the host name %s: %s', async (host, slug) => {
    expect((await directory.byHost(host))?.slug).toBe(slug);
  });

  it('is never found by the name where all portals are reached, whatever its row says', async () => {
    known.live = [portal('dz', { host: 'report.shared.example' })];
    await directory.read();
    expect(await directory.byHost('report.shared.example:4300')).toBeUndefined();
    known.live = [portal('dz', { host: 'report.example.dz' })];
    await directory.read();
  });

  it('has files of its own for colours and a logo, the logo without what was beside its pixels', async () => {
    const look = {
      accent: { light: '#7a1f5c', dark: '#f0a6d8' },
      logo: { png: PNG, alt: { en: 'A mark' } },
    };
    known.live = [portal('ma', { published: settings('ma', { look }) })];
    clock.forwardSeconds(11);
    const assets = loadAssets();
    const found = portalLooks.of((await directory.find('ma'))!, assets);
    const file = (path: string) => portalLooks.asset(path.slice('/assets/'.length))!;
    const css = file(found.css!).bytes.toString();
    expect(css).toContain(':root{--accent:#7a1f5c;--on-accent:#ffffff}');
    expect(css).toContain('{:root{--accent:#f0a6d8;--on-accent:#0c1a26}}');
    expect(css.startsWith(':root')).toBe(true);
    expect(file(found.logo!.path).bytes.toString('latin1')).not.toContain('Somebody');
    expect(portalLooks.of(directory.withdrawn('tn')!, assets)).toEqual({});
  });
});
