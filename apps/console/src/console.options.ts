import type { EvidenceStore } from '#libs/evidence';
import type { Clock, Database, KeyRing, ManaraLogger } from '#libs/platform';

/** What the program gives the console; tests give their own. */
export abstract class ConsoleOptions {
  readonly database: Database;
  readonly masterRing: KeyRing;
  readonly evidence: Pick<EvidenceStore, 'read'>;
  readonly logger: ManaraLogger;
  readonly clock: Clock;
  /** The console's public address: scheme, host and port. */
  readonly origin: string;
  /** Host names of the installation itself, which no portal can have. */
  readonly ownHosts?: readonly string[];
  readonly undoSeconds: number;
  /** The largest list that is taken here. */
  readonly listUploadMaxBytes: number;
  readonly isDemonstration: boolean;
  /** Folder of the built page; absent when it is not built. */
  readonly pageFolder?: string;
}
