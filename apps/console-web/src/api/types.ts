// Names of the shapes of the API, as its document gives them.
import type { components } from './schema.generated.js';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Permission = Me['permissions'][number];
export type CaseSummary = Schemas['CaseSummary'];
export type CaseState = CaseSummary['state'];
export type CasePage = Schemas['CasePage'];
export type ContentItem = Schemas['ContentItemAnswer'];
export type Report = Schemas['ReportAnswer'];
export type Assessment = Schemas['AssessmentAnswer'];
export type SourceAssessment = Schemas['SourceAssessmentAnswer'];
export type Refetch = Schemas['RefetchAnswer'];
export type RefetchReason = Schemas['RefetchBody']['reason'];
export type Match = Schemas['MatchAnswer'];
export type MatchExplanation = Schemas['MatchExplanationAnswer'];
export type ComparedHashes = Schemas['ComparedHashesAnswer'];
export type TriedMatch = Schemas['TriedMatchAnswer'];
export type Media = Schemas['MediaAnswer'];
export type Hosting = Schemas['HostingAnswer'];
export type Referral = Schemas['ReferralAnswer'];
export type CorrectionReason = Schemas['ReopenBody']['reason'];
export type ConfirmReason = Schemas['ConfirmReferralBody']['reason'];
export type CancelReason = Schemas['CancelReferralBody']['reason'];
export type Lease = Schemas['LeaseAnswer'];
export type ReporterText = Schemas['ReporterTextAnswer'];
export type ClaimRefusalReason = Schemas['ClaimRefusal']['reason'];
export type Account = Schemas['AccountAnswer'];
export type NewAccount = Schemas['NewAccountAnswer'];
export type Role = Account['role'];
export type Mandate = Schemas['MandateAnswer'];
export type PortalMandate = Schemas['PortalMandateAnswer'];
export type Recipient = Schemas['RecipientAnswer'];
export type HashList = Schemas['ListAnswer'];
export type RetentionRule = Schemas['RetentionRuleAnswer'];
export type Hold = Schemas['HoldAnswer'];
export type Preservation = Schemas['PreservationAnswer'];
