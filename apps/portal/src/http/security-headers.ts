// Headers of every answer, whatever it is.
import { LEAVE_TO } from '../leave.js';

const NO_FEATURES = [
  'accelerometer', 'autoplay', 'browsing-topics', 'camera', 'clipboard-read', 'clipboard-write', 'display-capture',
  'encrypted-media', 'fullscreen', 'geolocation', 'gyroscope', 'hid', 'identity-credentials-get', 'idle-detection',
  'local-fonts', 'magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture', 'publickey-credentials-get',
  'screen-wake-lock', 'serial', 'storage-access', 'usb', 'xr-spatial-tracking',
]; // prettier-ignore

/**
 * What a page may do.
 * @param leadsTo where the form leads that leaves: browsers ask for the target of a redirect as well
 * @param withScript our own script, on the one page that has it; it may still connect nowhere
 */
export function contentSecurityPolicy(leadsTo: string = LEAVE_TO, withScript = false): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    ...(withScript
      ? [
          "script-src 'self'",
          "connect-src 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'",
        ]
      : []),
    `form-action 'self' ${sourceOf(leadsTo)}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** An address as a policy names it: without query, and without what would end it or the directive. */
function sourceOf(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname.replaceAll(';', '%3B').replaceAll(',', '%2C');
}

/**
 * @param origin the portal's public address: where it is https, browsers are told to stay there
 * @returns header names in lower case
 */
export function securityHeaders(origin: string): Readonly<Record<string, string>> {
  return Object.freeze({
    'content-security-policy': contentSecurityPolicy(),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy': NO_FEATURES.map((feature) => `${feature}=()`).join(', '),
    'x-dns-prefetch-control': 'off',
    'x-permitted-cross-domain-policies': 'none',
    ...(origin.startsWith('https:')
      ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }
      : {}),
  });
}
