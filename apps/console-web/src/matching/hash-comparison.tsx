// Two perceptual hashes side by side, how far they are apart, and what that means.
import { Stack, Text } from '@mantine/core';
import type { ComparedHashes } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { DistanceScale } from './distance-scale.js';
import { differingBits, HASH_BITS, hashBits, nearness } from './hash-bits.js';
import { DifferenceGrid, GridLegend, HashGrid } from './hash-grid.js';

interface HashComparisonProps {
  readonly hashes: ComparedHashes;
  readonly kind: 'exact' | 'near';
  /** Bits within which the list takes pictures for near. */
  readonly limit: number;
}

export function HashComparison({ hashes, kind, limit }: HashComparisonProps) {
  const { t, word } = useLanguage();
  const { distance } = hashes;
  const [media, entry] = [hashBits(hashes.media), hashBits(hashes.entry)];
  const differs = differingBits(media, entry);
  const values = { distance, all: HASH_BITS };
  const orientation = word('orientation', hashes.orientation);
  const isDoubtful = kind === 'exact' && distance > limit;
  return (
    <Stack gap="md" component="section" aria-label={t('why.hashes')}>
      <Stack gap={4} maw="44rem">
        {kind === 'exact' && (
          <Text size="sm" className="soft">
            {t('why.also-hashes')}
          </Text>
        )}
        <Text fw={600}>{t('why.distance', values)}</Text>
        <Text size="sm">
          {isDoubtful ? t('why.entry-doubtful') : t(`why.distance-${nearness(distance)}`)}
        </Text>
      </Stack>
      <DistanceScale distance={distance} limit={limit} />
      <div className="hash-grids">
        <HashGrid
          bits={media}
          differs={differs}
          caption={t('why.grid-media', { orientation })}
          label={t('why.grid-media-label', { ...values, orientation })}
        />
        <HashGrid
          bits={entry}
          differs={differs}
          caption={t('why.grid-entry')}
          label={t('why.grid-entry-label', values)}
        />
        <DifferenceGrid
          differs={differs}
          caption={t('why.grid-differs', values)}
          label={t('why.grid-differs-label', values)}
        />
      </div>
      <GridLegend />
      <Text size="xs" className="soft" maw="44rem">
        {t('why.grid-lead')}
      </Text>
    </Stack>
  );
}
