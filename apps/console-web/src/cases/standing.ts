import type { Assessment, ContentItem } from '../api/types.js';

/** The assessment that holds for an item: neither taken back nor of other bytes. The newest stand first. */
export function standingOf(item: Pick<ContentItem, 'assessments'>): Assessment | undefined {
  return item.assessments.find(({ stands }) => stands);
}
