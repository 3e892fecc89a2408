// Headers of every answer. Nothing is cached, framed, sniffed or sent to another site.

/** @param nonce of the one inline style sheet that the page's kit of components writes */
export function contentSecurityPolicy(nonce?: string): string {
  if (nonce === undefined) return "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox";
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** @param isSecure whether the console is reached by https */
export function securityHeaders(isSecure: boolean): Readonly<Record<string, string>> {
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
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), clipboard-read=()',
    'x-dns-prefetch-control': 'off',
    'x-robots-tag': 'noindex, nofollow',
    ...(isSecure ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  });
}
