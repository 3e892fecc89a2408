// What the page of one case shows. Addresses are text to read, never a link to follow.
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ITEM_RESULTS, ITEM_STEPS, type ItemResult, type ItemStep } from '#libs/cases';
import { HANDOVER_REASONS, HANDOVER_STATES, type HandoverReason, type HandoverState } from '#libs/referrals';
import { LETTER_STATES, type LetterCause, type LetterState } from '#libs/reports';
import { ReferralAnswer } from '../referrals/referral.dto.js';
import { AnswersBody, SourceAnswersBody } from './assess.dto.js';
import { CaseSummary } from './case-summary.dto.js';
import { FollowedAnswer, LinkEndingAnswer, NearCopyAnswer, TakenFromAnswer } from './link.dto.js';
import { MatchAnswer, MediaAnswer } from './matched-media.dto.js';
import { RefetchAnswer } from './refetch.dto.js';

const SOURCE_QUESTIONS = ['siteType', 'commerciality', 'paymentMethods'] as const;
const when = { type: String, format: 'date-time' } as const;
const whenOrNull = { ...when, nullable: true } as const;
const id = { type: String, format: 'uuid' } as const;
const textOrNull = { type: String, nullable: true } as const;
const numberOrNull = { type: 'integer', nullable: true } as const;

export class ReportAddressAnswer {
  @ApiProperty({ type: String })
  asTyped: string;

  @ApiProperty(textOrNull)
  normalised: string | null;
}

export class HandoverAnswer {
  @ApiProperty({ type: 'integer' })
  hashes: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Whom the portal named to the reporter, by language.',
  })
  recipient: Record<string, string>;

  @ApiProperty({ enum: HANDOVER_STATES })
  state: HandoverState;

  @ApiProperty({ type: Boolean, description: 'The text is erased, and the fingerprints with it.' })
  isErased: boolean;

  @ApiProperty({ enum: HANDOVER_REASONS, nullable: true, description: 'Why they were left.' })
  reason: HandoverReason | null;

  @ApiProperty({ type: String, nullable: true, description: 'Under which the recipient has them.' })
  reference: string | null;

  @ApiProperty({ ...when, nullable: true })
  settledAt: Date | null;

  @ApiProperty({ type: String, nullable: true })
  settledBy: string | null;
}

export class LetterAnswer {
  @ApiProperty({ enum: ['message', 'closing'], description: 'What it tells the reporter of.' })
  cause: LetterCause;

  @ApiProperty({ enum: LETTER_STATES })
  state: LetterState;

  @ApiProperty({ type: String, nullable: true, description: 'Why it waits or did not go.' })
  code: string | null;

  @ApiProperty({
    ...when,
    description: 'When it ended, to the minute; of one that waits, when it is next tried.',
  })
  at: Date;
}

export class ReportAnswer {
  @ApiProperty(id)
  id: string;

  @ApiProperty({ type: String })
  kind: string;

  @ApiProperty({ type: String })
  locale: string;

  @ApiProperty({ ...when, description: 'To the minute.' })
  receivedAt: Date;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  seenAt: string | null;

  @ApiProperty({ type: Boolean })
  isSelfReport: boolean;

  @ApiProperty({ type: Boolean })
  childInDanger: boolean;

  @ApiProperty({ type: Boolean, description: 'All that is kept of a flood; it is ranked behind.' })
  arrivedInFlood: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The name of the key that sent it; empty when the key is of another organisation.',
  })
  trustedReporter: string | null;

  @ApiProperty({ type: Boolean, description: 'Whether there is text to open.' })
  hasText: boolean;

  @ApiProperty({ type: Boolean })
  hasContact: boolean;

  @ApiProperty({
    type: Boolean,
    description: 'Whether the reporter asked for an e-mail when there is something new.',
  })
  wantsLetters: boolean;

  @ApiProperty({ type: [LetterAnswer], description: 'E-mails that say so, the oldest first; no address.' })
  letters: LetterAnswer[];

  @ApiProperty({ type: 'integer', description: 'Messages from the reporter.' })
  messagesFromReporter: number;

  @ApiProperty({ type: 'integer' })
  messagesToReporter: number;

  @ApiProperty({
    type: HandoverAnswer,
    nullable: true,
    description: 'Fingerprints from the reporter’s device, which a person hands to whom the portal named.',
  })
  handover: HandoverAnswer | null;

  @ApiProperty({ type: [ReportAddressAnswer] })
  addresses: ReportAddressAnswer[];
}

export class FetchAnswer {
  @ApiProperty({ enum: ['retrieve', 'check'] })
  purpose: 'retrieve' | 'check';

  @ApiProperty(when)
  startedAt: Date;

  @ApiProperty(when)
  endedAt: Date;

  @ApiProperty({ type: String })
  outcome: string;

  @ApiProperty(numberOrNull)
  status: number | null;

  @ApiProperty(numberOrNull)
  bytes: number | null;
}

export class AssessmentAnswer {
  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ type: 'integer', description: 'The round of the case in which it was made.' })
  round: number;

  @ApiProperty({
    type: Boolean,
    description:
      'Whether it holds for what the item shows now; one of an earlier round may not, and none that was withdrawn does.',
  })
  stands: boolean;

  @ApiProperty({ type: Boolean, description: 'Whether the decision that it was part of was taken back.' })
  isWithdrawn: boolean;

  @ApiProperty({ type: String })
  scheme: string;

  @ApiProperty({ type: AnswersBody })
  answers: AnswersBody;

  @ApiProperty({
    enum: ['person', 'settlement', 'link'],
    description:
      'settlement: a list says so; link: a person who looked at the same bytes has said so before.',
  })
  madeBy: 'person' | 'settlement' | 'link';

  @ApiProperty(textOrNull)
  person: string | null;

  @ApiProperty({ ...textOrNull, description: 'The list that settled it.' })
  settledByList: string | null;

  @ApiProperty({
    type: FollowedAnswer,
    nullable: true,
    description: 'Of a link: the decision that it follows.',
  })
  follows: FollowedAnswer | null;

  @ApiProperty({
    type: TakenFromAnswer,
    nullable: true,
    description: 'Where the person took over the answers to a picture that looks like it: whose they were.',
  })
  takenFrom: TakenFromAnswer | null;

  @ApiProperty({ type: LinkEndingAnswer, nullable: true, description: 'Of a link that is over: why.' })
  linkEnded: LinkEndingAnswer | null;

  @ApiProperty({
    type: Boolean,
    description: 'Whether a person looked at these bytes; of a link, for the decision that it follows.',
  })
  looked: boolean;

  @ApiProperty(when)
  madeAt: Date;
}

export class SourceAssessmentAnswer {
  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ type: Boolean, description: 'Whether the decision that it was part of was taken back.' })
  isWithdrawn: boolean;

  @ApiProperty({ type: String })
  scheme: string;

  @ApiProperty({ type: SourceAnswersBody })
  answers: SourceAnswersBody;

  @ApiProperty(textOrNull)
  person: string | null;

  @ApiProperty(when)
  madeAt: Date;
}

export class DataSourceAnswer {
  @ApiProperty({ type: String })
  source: string;

  @ApiProperty({ type: String })
  version: string;

  @ApiProperty({ type: String })
  date: string;
}

export class HostingCountryAnswer extends DataSourceAnswer {
  @ApiProperty({ type: String })
  code: string;
}

export class HostingNetworkAnswer extends DataSourceAnswer {
  @ApiProperty({ type: 'integer' })
  asn: number;

  @ApiProperty({ type: String })
  organisation: string;
}

export class HostingAnswer {
  @ApiProperty({ type: String })
  address: string;

  @ApiProperty({ type: HostingCountryAnswer, nullable: true })
  country: HostingCountryAnswer | null;

  @ApiProperty({ type: HostingNetworkAnswer, nullable: true })
  network: HostingNetworkAnswer | null;

  @ApiProperty({ type: Boolean })
  isContentDeliveryNetwork: boolean;
}

export class ContentItemAnswer {
  @ApiProperty(id)
  id: string;

  @ApiProperty({ ...id, nullable: true })
  parentId: string | null;

  @ApiProperty({ enum: ['source', 'embedded'] })
  role: 'source' | 'embedded';

  @ApiProperty(textOrNull)
  foundVia: string | null;

  @ApiProperty({ type: String })
  address: string;

  @ApiProperty({ type: 'integer' })
  round: number;

  @ApiProperty({ enum: ITEM_STEPS })
  step: ItemStep;

  @ApiProperty({ type: String, enum: Object.keys(ITEM_RESULTS), nullable: true })
  result: ItemResult | null;

  @ApiProperty(textOrNull)
  resultDetail: string | null;

  @ApiProperty(textOrNull)
  mediaType: string | null;

  @ApiProperty({ type: HostingAnswer, nullable: true })
  hosting: HostingAnswer | null;

  @ApiProperty({ type: String, enum: ['online', 'gone', 'unknown'], nullable: true })
  onlineState: 'online' | 'gone' | 'unknown' | null;

  @ApiProperty(whenOrNull)
  onlineCheckedAt: Date | null;

  @ApiProperty(whenOrNull)
  goneAt: Date | null;

  @ApiProperty({ type: MediaAnswer, nullable: true })
  media: MediaAnswer | null;

  @ApiProperty({ type: [MatchAnswer] })
  matches: MatchAnswer[];

  @ApiProperty({ type: [FetchAnswer] })
  fetches: FetchAnswer[];

  @ApiProperty({ type: [AssessmentAnswer], description: 'The newest first.' })
  assessments: AssessmentAnswer[];

  @ApiProperty({ type: NearCopyAnswer, nullable: true, description: 'A suggestion, never an answer.' })
  nearCopy: NearCopyAnswer | null;

  @ApiProperty({ type: Boolean, description: 'Whether a decision needs an answer for it.' })
  needsAnswer: boolean;
}

export class LeaseOfCase {
  @ApiProperty({ type: Boolean })
  isMine: boolean;

  @ApiProperty({ type: String })
  holder: string;

  @ApiProperty(when)
  expiresAt: Date;
}

export class CasePage {
  @ApiProperty({ type: CaseSummary })
  case: CaseSummary;

  @ApiProperty({ type: LeaseOfCase, nullable: true })
  lease: LeaseOfCase | null;

  @ApiProperty({ type: [ReportAnswer] })
  reports: ReportAnswer[];

  @ApiProperty({ type: [ContentItemAnswer] })
  items: ContentItemAnswer[];

  @ApiProperty({ type: [SourceAssessmentAnswer], description: 'The newest first.' })
  sourceAssessments: SourceAssessmentAnswer[];

  @ApiProperty({ type: [ReferralAnswer] })
  referrals: ReferralAnswer[];

  @ApiProperty({ type: RefetchAnswer })
  refetch: RefetchAnswer;

  @ApiProperty({
    enum: SOURCE_QUESTIONS,
    isArray: true,
    description:
      'What has to be answered about the source if anything is confirmed, because a way onward asks for it.',
  })
  sourceQuestions: (typeof SOURCE_QUESTIONS)[number][];

  @ApiPropertyOptional({ type: Boolean, description: 'Whether the asker may take the decision back now.' })
  mayUndo?: boolean;

  @ApiPropertyOptional({
    type: Boolean,
    description: 'Whether the asker may open the case for another decision, since nothing was sent.',
  })
  mayReopen?: boolean;
}
