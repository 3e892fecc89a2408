/** What the sandbox holds, in memory and in one file, so that a restart keeps it. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface StoredAssessment {
  assessingAnalystName: string;
  classification: number;
  ageCategorization: number;
  genderCategorization: number;
  virtualContentCategorization?: number;
  userGeneratedContentCategorization?: number;
  childModelingCategorization?: number;
  assessmentDate: string;
  countryCode: string;
}

export interface StoredAction {
  actionType: number;
  analystName: string;
  actionDate: string;
  reasonId?: number;
  reasonText?: string;
  countryCode: string;
}

export interface StoredContent {
  contentId: number;
  reportId: number;
  urlString: string;
  isSourceUrl: boolean;
  contentType: number;
  memo: string;
  hostingCountryCode: string;
  hostingIpAddress: string | null;
  hostingIsp: string | null;
  hostingOrganization: Record<string, unknown> | null;
  assignedCountryCode: string;
  countryAssignmentDate: string;
  /** The reference of each hotline that has set one, by its country. */
  references: Record<string, string>;
  assessments: StoredAssessment[];
  actions: StoredAction[];
}

export interface StoredReport {
  reportId: number;
  reportingCountryCode: string;
  reportingHotlineId: number;
  reportingAnalystName: string;
  hotlineReceivedDate: string;
  hotlineReference: string;
  memo: string;
  sourceUrlReferrer: string | null;
  sourceUrlSiteType: number | null;
  sourceUrlCommerciality: number | null;
  sourceUrlPaymentMethods: number[];
  /** When the sandbox took it in; processing is counted from here. */
  storedAt: string;
}

export interface SandboxState {
  version: 1;
  nextReportId: number;
  nextContentId: number;
  reports: StoredReport[];
  contents: StoredContent[];
}

export class StateStore {
  readonly state: SandboxState;

  constructor(private readonly file: string) {
    this.state = load(file);
  }

  /** Writes beside the file and renames, so that a kill leaves the old one or the new one. */
  save(): void {
    const next = `${this.file}.next`;
    writeFileSync(next, JSON.stringify(this.state, null, 1), { mode: 0o600 });
    renameSync(next, this.file);
  }
}

function load(file: string): SandboxState {
  if (!existsSync(file)) {
    return { version: 1, nextReportId: 500_001, nextContentId: 9_000_001, reports: [], contents: [] };
  }
  const state: SandboxState = JSON.parse(readFileSync(file, 'utf8'));
  if (state.version !== 1) throw new Error('The sandbox state is of another version; remove state.json.');
  return state;
}
