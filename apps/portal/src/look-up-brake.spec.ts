import { LookUpBrake } from './look-up-brake.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { seedPortal, startPortalUnderTest, type PortalUnderTest } from './testing/portal-under-test.js';

describe('guessing at receipts', () => {
  it('waits longer with each failure, up to a bound, and is forgiven with time', async () => {
    let now = 0;
    const waits: number[] = [];
    const brake = new LookUpBrake({ now: () => new Date(now) }, async (milliseconds) =>
      waits.push(milliseconds),
    );
    for (let failure = 0; failure < 8; failure += 1) await brake.afterFailure();
    expect(waits).toEqual([50, 100, 200, 400, 800, 1600, 2000, 2000]);
    now += 600_000;
    await brake.afterFailure();
    expect(waits.at(-1)).toBe(50);
  });

  describe('at a portal', () => {
    let database: TestDatabase;
    let portal: PortalUnderTest;
    const waits: number[] = [];
    beforeAll(async () => {
      database = await createTestDatabase();
      await seedPortal(database, 'harbour');
      portal = await startPortalUnderTest({
        databaseUrl: database.urls.portal,
        wait: async (milliseconds) => waits.push(milliseconds),
      });
    });
    afterAll(async () => {
      await portal.stop();
      await database.drop();
    });

    it('slows what fails, malformed or unknown, by form or by API, and never what succeeds', async () => {
      const given = await portal.call('/api/v1/harbour/reports', { place: 'x' });
      const { receipt } = (await given.json()) as { receipt: string };
      await portal.call('/api/v1/harbour/receipts', { receipt: '0000-0000-0000-0000-0000-0000' });
      await portal.call('/api/v1/harbour/receipts', { receipt: 'malformed' });
      await portal.post('/harbour/en/receipt', { receipt: 'malformed' });
      expect(waits).toHaveLength(3);
      expect(waits[2]).toBeGreaterThan(waits[0]!);
      await portal.call('/api/v1/harbour/receipts', { receipt });
      await portal.post('/harbour/en/receipt', { receipt });
      expect(waits).toHaveLength(3);
    });
  });
});
