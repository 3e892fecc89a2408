// Derivatives as the evidence store keeps them.
import type { EvidenceStore } from '#libs/evidence';
import type { Database } from '#libs/platform';
import type { DerivativeSource, ViewLevel } from '#libs/review';

export class EvidenceDerivatives implements DerivativeSource {
  constructor(
    private readonly database: Database,
    private readonly store: Pick<EvidenceStore, 'read'>,
  ) {}

  async read(
    organisationId: string,
    mediaId: string,
    level: ViewLevel,
  ): Promise<{ bytes: Buffer; mediaType: string } | null> {
    return this.database.within(organisationId, async (manager) => {
      const [row] = await manager.query<{ id: string; media_type: string }[]>(
        `SELECT id, media_type FROM evidence_objects
         WHERE organisation_id = $1 AND media_id = $2 AND purpose = 'derivative' AND level = $3`,
        [organisationId, mediaId, level],
      );
      if (row === undefined) return null;
      return { bytes: await this.store.read(manager, organisationId, row.id), mediaType: row.media_type };
    });
  }
}
