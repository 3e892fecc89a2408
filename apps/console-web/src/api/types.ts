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
export type Match = Schemas['MatchAnswer'];
export type Media = Schemas['MediaAnswer'];
export type Hosting = Schemas['HostingAnswer'];
export type Referral = Schemas['ReferralAnswer'];
export type Lease = Schemas['LeaseAnswer'];
export type ReporterText = Schemas['ReporterTextAnswer'];
export type ClaimRefusalReason = Schemas['ClaimRefusal']['reason'];
export type Account = Schemas['AccountAnswer'];
export type NewAccount = Schemas['NewAccountAnswer'];
export type Role = Account['role'];
