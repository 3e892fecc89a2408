// What one page, and one host on it, may cost us: shared by all fetches made on account of that page.
import { TransportFailure } from './transport.failure.js';

export interface BudgetLimits {
  maxRequests: number;
  maxRequestsPerHost: number;
  maxBytes: number;
}

const DEFAULTS: BudgetLimits = { maxRequests: 200, maxRequestsPerHost: 150, maxBytes: 256 * 1024 * 1024 };

/** Counts requests and decoded bytes of a page with its sub-resources, redirects included. */
export class FetchBudget {
  private readonly limits: BudgetLimits;
  private requests = 0;
  private bytes = 0;
  private readonly perHost = new Map<string, number>();

  constructor(limits: Partial<BudgetLimits> = {}) {
    this.limits = { ...DEFAULTS, ...limits };
  }

  /** Bytes that may still be read. */
  get bytesLeft(): number {
    return Math.max(0, this.limits.maxBytes - this.bytes);
  }

  /** @throws TransportFailure `budget-exhausted` when the page or the host has had its share */
  spendRequest(host: string): void {
    const ofHost = (this.perHost.get(host) ?? 0) + 1;
    if (this.requests >= this.limits.maxRequests) throw new TransportFailure('budget-exhausted', 'requests');
    if (ofHost > this.limits.maxRequestsPerHost) throw new TransportFailure('budget-exhausted', 'host');
    if (this.bytesLeft === 0) throw new TransportFailure('budget-exhausted', 'bytes');
    this.requests += 1;
    this.perHost.set(host, ofHost);
  }

  spendBytes(count: number): void {
    this.bytes += count;
  }
}
