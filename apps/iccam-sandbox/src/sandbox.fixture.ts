/** A sandbox with a client of ours on it, over real HTTPS, and a clock that stands still until a wait moves it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeliveryIccamTransport, IccamClient } from '../../../libs/referrals/src/iccam/index.js';
import type {
  IccamCredentials,
  IccamReferralInput,
  IccamTransport,
} from '../../../libs/referrals/src/iccam/index.js';
import type { FaultMode } from './faults.js';
import { startSandbox } from './sandbox.js';
import type { Sandbox, SandboxOptions } from './sandbox.js';

export const OWN_COUNTRY = 'LU';
export const ABROAD = 'NL';

export class SandboxFixture {
  readonly dir = mkdtempSync(join(tmpdir(), 'iccam-sandbox-'));
  nowMs = Date.parse('2026-03-05T10:00:00.000Z');
  sandbox!: Sandbox;

  static async start(options: Partial<SandboxOptions> = {}): Promise<SandboxFixture> {
    const fixture = new SandboxFixture();
    await fixture.startSandbox(options);
    return fixture;
  }

  async startSandbox(options: Partial<SandboxOptions> = {}): Promise<void> {
    this.sandbox = await startSandbox({
      dir: this.dir,
      countryCode: OWN_COUNTRY,
      now: () => this.nowMs,
      ...options,
    });
  }

  transport(): DeliveryIccamTransport {
    return new DeliveryIccamTransport({
      baseUrl: this.sandbox.url,
      internal: true,
      ca: this.sandbox.caPem,
      clientCertificate: { cert: this.sandbox.clientPem, key: this.sandbox.clientKeyPem },
      totalMs: 5000,
    });
  }

  client(
    credentials: IccamCredentials = this.sandbox.account,
    transport: IccamTransport = this.transport(),
  ): IccamClient {
    return new IccamClient({
      transport,
      credentials,
      now: () => this.nowMs,
      delay: async (ms) => {
        this.nowMs += ms;
      },
    });
  }

  async fault(mode: FaultMode, times = 1): Promise<void> {
    await this.transport().request({ method: 'POST', path: 'sandbox/faults', body: { mode, times } });
  }

  async partnerActs(
    reportId: number,
    contentId: number,
    actionType: number,
    reasonId?: number,
  ): Promise<{ status: number; body: unknown }> {
    const body = { reportId, contentId, actionType, reasonId };
    return this.transport().request({ method: 'POST', path: 'sandbox/partner/act', body });
  }

  async receivedReports(): Promise<Record<string, unknown>[]> {
    const { body } = await this.transport().request({ method: 'GET', path: 'sandbox/reports' });
    if (!Array.isArray(body)) throw new TypeError('The sandbox gave no list of reports.');
    return body;
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
    rmSync(this.dir, { recursive: true });
  }
}

/** A page abroad with one picture seen by a person and one known from a list. */
export function referral(hotlineReference = 'DEMO-2026-000001'): IccamReferralInput {
  const hosting = { countryCode: ABROAD, ip: '192.0.2.7', isp: 'Example Hosting', asn: 64_500, isCdn: false };
  return {
    hotlineReference,
    receivedAt: new Date('2026-03-05T09:30:00.000Z'),
    analystName: 'hotline-api',
    source: { siteType: 'image-host', commerciality: 'non-commercial', paymentMethods: ['none'] },
    items: [
      {
        url: 'https://pictures.example/gallery',
        isSource: true,
        contentType: 'website',
        hosting,
        answers: { verdict: 'not-illegal', reason: 'links-not-illegal' },
        lookedAt: true,
      },
      {
        url: 'https://pictures.example/one.jpg',
        isSource: false,
        contentType: 'media',
        hosting,
        answers: {
          verdict: 'national',
          ageBand: 'pubescent',
          sex: 'both',
          selfGenerated: true,
          childModelling: false,
        },
        lookedAt: true,
        hashes: { sha256: 'a'.repeat(64), sha1: 'b'.repeat(40) },
      },
      {
        url: 'https://pictures.example/two.jpg',
        isSource: false,
        contentType: 'media',
        hosting,
        answers: { verdict: 'baseline', ageBand: 'pre-pubescent', sex: 'female' },
        lookedAt: false,
        knownBy: { list: 'demonstration list', digest: 'sha256' },
        hashes: { sha256: 'c'.repeat(64) },
      },
    ],
  };
}

/** The one item that `find` picks; a test that finds none is wrong. */
export function pick<Item>(items: readonly Item[], find: (item: Item) => boolean): Item {
  const found = items.find(find);
  if (!found) throw new TypeError('There is no such item.');
  return found;
}
