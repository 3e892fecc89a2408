// A client certificate with its key, made up for a test.
import { generate } from 'selfsigned';

export interface ClientCertificate {
  readonly clientCertificate: string;
  readonly clientKey: string;
}

/** @param validDays from now; a negative number makes one that has run out */
export async function makeClientCertificate(validDays = 30): Promise<ClientCertificate> {
  const notAfterDate = new Date(Date.now() + validDays * 86_400_000);
  const made = await generate([{ name: 'commonName', value: 'hotline' }], {
    keyType: 'ec',
    curve: 'P-256',
    notBeforeDate: new Date(notAfterDate.getTime() - 90 * 86_400_000),
    notAfterDate,
  });
  return { clientCertificate: made.cert, clientKey: made.private };
}
