// Which addresses the worker may fetch: never this installation itself; in the demonstration nothing but the sample site.
import { ownAddresses, type RetrievalOptions, type Settings } from '#libs/platform';
import type { Hosting } from '#libs/retrieval';

/** Exact host, port and address of the sample site. */
export function sampleSite(settings: Settings): { host: string; port: number; address: string } {
  return { host: settings.listenHost, port: settings.sampleSitePort, address: settings.listenHost };
}

export function retrievalOptions(settings: Settings): RetrievalOptions {
  const common: RetrievalOptions = {
    ports: settings.retrievalPorts.filter((port) => port !== 80 && port !== 443),
    proxies: settings.retrievalProxies,
  };
  return settings.demo
    ? { ...common, allowHosts: [sampleSite(settings)], onlyHosts: true }
    : { ...common, own: ownAddresses(settings) };
}

/**
 * The sample site runs on this machine and so has no hosting country; the demonstration gives it one, and says that it
 * comes from the demonstration.
 */
export function demonstrationHosting(address: string): Hosting {
  const day = new Date().toISOString().slice(0, 10);
  return {
    address,
    country: { code: 'NL', source: 'demonstration', version: '1', date: day },
    network: null,
    isContentDeliveryNetwork: false,
  };
}
