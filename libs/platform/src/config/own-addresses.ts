// What this installation is reached by: nobody may have it fetch that, deliver to it or read a list from it.
import type { OwnAddresses } from '../http/name-resolver.js';
import type { Settings } from './settings.js';

/** Host names, ports and addresses of the portal, the console and the exchange. */
export function ownAddresses(settings: Settings): OwnAddresses & { readonly ports: readonly number[] } {
  const origins = [settings.portalOrigin, settings.consoleOrigin, settings.exchangeOrigin].map(
    (origin) => new URL(origin),
  );
  return {
    hosts: origins.map(({ hostname }) => hostname.replaceAll(/^\[|\]$/g, '')),
    ports: [
      ...origins.map(({ port, protocol }) => Number(port) || (protocol === 'https:' ? 443 : 80)),
      settings.portalPort,
      settings.consolePort,
      settings.exchangePort,
    ],
    // Those of this machine's interfaces are known; behind a translating router the public one stands on none of them.
    addresses: settings.ownAddresses,
  };
}
