// What a report to ICCAM is made of, from what a referral says. Pure.
import type { ReferralContent, ReferredHosting, ReferredMedia } from '../way.js';
import type { IccamHosting, IccamPicture, IccamReferralInput } from './iccam.report.js';

/** @param analystName under which ICCAM knows who reports */
export function inputOf(analystName: string, content: ReferralContent): IccamReferralInput {
  return {
    hotlineReference: content.reference,
    receivedAt: content.receivedAt,
    analystName,
    memo: lookedMemo(content),
    source: content.source,
    items: content.items.map((item) => ({
      url: item.address,
      isSource: item.isSource,
      contentType: item.isPage ? 'website' : 'media',
      hosting: hostingOf(item.hosting),
      ...(item.answers === undefined ? {} : { answers: item.answers }),
      ...mediaOf(item),
      earlierPictures: item.earlierPictures.map(mediaOf),
      inlinePictures: item.inlinePictures.map(mediaOf),
    })),
  };
}

/** Whether people looked, for the report as a whole. */
function lookedMemo({ looked, items }: ReferralContent): string {
  if (!looked) return 'Not every item was looked at by a person; see the memo of each.';
  const pictures = items.flatMap((item) => [item, ...item.earlierPictures, ...item.inlinePictures]);
  return pictures.some(({ isFollowed }) => isFollowed)
    ? 'The bytes of every item were looked at by a person, of some for an earlier decision; see the memo of each.'
    : 'Every item was looked at by a person.';
}

function mediaOf({ looked, isFollowed, takenOver, settledBy, digests }: ReferredMedia): IccamPicture {
  return {
    lookedAt: looked,
    ...(isFollowed === true ? { lookedAtBefore: true } : {}),
    ...(takenOver === undefined ? {} : { takenOver }),
    ...(settledBy === undefined ? {} : { knownBy: settledBy }),
    ...(digests === undefined ? {} : { hashes: digests }),
  };
}

function hostingOf(hosting: ReferredHosting): IccamHosting {
  return {
    ...(hosting.countryCode === undefined ? {} : { countryCode: hosting.countryCode }),
    ...(hosting.ip === undefined ? {} : { ip: hosting.ip }),
    ...(hosting.asn === undefined ? {} : { asn: hosting.asn }),
    ...(hosting.organisationName === undefined ? {} : { organisationName: hosting.organisationName }),
    ...(hosting.isContentDeliveryNetwork === undefined ? {} : { isCdn: hosting.isContentDeliveryNetwork }),
  };
}
