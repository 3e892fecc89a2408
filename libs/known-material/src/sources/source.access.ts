// Credentials of sources: sealed where they are entered, opened by triage alone, and only for the host and port that
// they were given for.
import { openFor, sealFor, type KeyRing, type SealedColumn } from '#libs/platform';
import type { SourceKind } from './source.kinds.js';

const PURPOSE = 'source credentials';
const belonging = (id: string, host: string, port: number) => `${id} ${host}:${port}`;

/** Credentials of sources, for who renews what protects them. */
export const SEALED_SOURCE_CREDENTIALS: SealedColumn = {
  purpose: PURPOSE,
  table: 'list_sources',
  column: 'sealed_credentials',
  id: 'id',
  boundTo: ['host', 'port'],
  belongsTo: ({ id, host, port }) => belonging(String(id), String(host), Number(port)),
};

export interface SourceAddress {
  readonly id: string;
  readonly host: string;
  readonly port: number;
}

/** A source with what it takes to reach it. */
export interface OpenedSource {
  readonly id: string;
  readonly organisationId: string;
  readonly hashListId: string;
  readonly listName: string;
  readonly kind: SourceKind;
  readonly origin: string;
  readonly path: string;
  readonly ca: string | null;
  readonly isInternal: boolean;
  readonly credentials: Readonly<Record<string, string | undefined>>;
}

export function sealCredentials(
  ring: KeyRing,
  { id, host, port }: SourceAddress,
  credentials: Readonly<Record<string, string>>,
): Buffer {
  return sealFor(ring, PURPOSE, Buffer.from(JSON.stringify(credentials)), belonging(id, host, port));
}

/** A source as it is stored, with its list. */
export interface StoredSource extends SourceAddress {
  readonly organisationId: string;
  readonly hashListId: string;
  readonly listName: string;
  readonly kind: SourceKind;
  readonly path: string;
  readonly ca: string | null;
  readonly isInternal: boolean;
  readonly sealed: Buffer;
}

/** SQL: the columns of source `s` and its list `l` that `openSource` asks for. */
export const STORED_SOURCE = `s.id, s.organisation_id AS "organisationId", s.hash_list_id AS "hashListId", l.name AS "listName",
  s.kind, s.host, s.port, s.path, s.ca, s.is_internal AS "isInternal", s.sealed_credentials AS sealed`;

/** @throws SealBrokenError */
export function openSource(ring: KeyRing, { sealed, host, port, ...rest }: StoredSource): OpenedSource {
  const opened = openFor(ring, PURPOSE, sealed, belonging(rest.id, host, port));
  return {
    id: rest.id,
    organisationId: rest.organisationId,
    hashListId: rest.hashListId,
    listName: rest.listName,
    kind: rest.kind,
    path: rest.path,
    ca: rest.ca,
    isInternal: rest.isInternal,
    origin: originOf(host, port),
    credentials: JSON.parse(opened.toString()) as Record<string, string>,
  };
}

/** Always over TLS: credentials travel with each request. */
function originOf(host: string, port: number): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 443 ? `https://${name}` : `https://${name}:${port}`;
}
