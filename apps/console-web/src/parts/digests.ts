/** Names of hashes as people write them. */
export const DIGESTS = { sha256: 'SHA-256', sha1: 'SHA-1', md5: 'MD5', pdq: 'PDQ' } as const;
