// How far two hashes are apart, on a line from "the same" to "nothing in common".
import { useLanguage } from '../catalogue/language.context.js';
import { UNRELATED_BITS } from './hash-bits.js';

const place = (bits: number) => `${(Math.min(bits, UNRELATED_BITS) / UNRELATED_BITS) * 100}%`;

/** Its figures stand in the text beside it, so that it is hidden from who hears the page. */
export function DistanceScale({ distance, limit }: { readonly distance: number; readonly limit: number }) {
  const { t } = useLanguage();
  return (
    <div className="distance" aria-hidden="true">
      <div className="distance-limit" style={{ paddingInlineStart: place(limit) }}>
        <span>{t('why.scale-limit', { limit })}</span>
      </div>
      <div className="distance-line">
        <span className="distance-near" style={{ inlineSize: place(limit) }} />
        <span className="distance-mark" style={{ insetInlineStart: place(distance) }} />
      </div>
      <div className="distance-words">
        <span>{t('why.scale-same')}</span>
        <span>{t('why.scale-unrelated', { bits: UNRELATED_BITS })}</span>
      </div>
    </div>
  );
}
