/** What travels over ICCAM's interface, version 3. Names of fields are ICCAM's. */

/** Body of an assessment. An optional number that was not answered is not sent. */
export interface IccamAssessment {
  assessingAnalystName: string;
  classification: number;
  ageCategorization: number;
  genderCategorization: number;
  virtualContentCategorization?: number;
  userGeneratedContentCategorization?: number;
  childModelingCategorization?: number;
}

export interface IccamHostingOrganization {
  organizationName: string;
  autonomousSystemNumber?: string;
  isContentDeliveryNetwork?: boolean;
}

/** Body of one address of a report; `contentType` 1 is media, 2 is a website. */
export interface IccamReportUrl {
  urlString: string;
  hotlineReference: string;
  hostingCountryCode: string;
  hostingIpAddress: string | null;
  hostingIsp: string | null;
  hostingOrganization: IccamHostingOrganization | null;
  isSourceUrl: boolean;
  memo: string;
  contentType: 1 | 2;
  assessment: IccamAssessment | null;
  actions: [];
}

/** Body of `POST rest/reports`. */
export interface IccamReport {
  reportingAnalystName: string;
  hotlineReceivedDate: string;
  hotlineReference: string;
  memo: string;
  sourceUrlUsername: string | null;
  sourceUrlPassword: string | null;
  sourceUrlReferrer: string | null;
  sourceUrlSiteType: number;
  sourceUrlCommerciality: number;
  sourceUrlPaymentMethods: number[];
  urls: IccamReportUrl[];
}

/** Body of `POST rest/Content/{id}/actions`. */
export interface IccamActionBody {
  actionType: number;
  actioningAnalystName: string;
  actionDate: string;
  reasonId?: number;
  reasonText?: string;
}

/** A report as read back. */
export interface IccamStoredReport {
  reportId: number;
  memo: string;
  hotlineReference?: string;
  sourceUrlSiteType?: number;
  sourceUrlCommerciality?: number;
  sourceUrlPaymentMethods: number[];
  reportContents: { contentId: number; urlString: string }[];
}

/** A content item as read back. Of several assessments the last counts. */
export interface IccamContent {
  contentId: number;
  reportId: number;
  assignedCountryCode?: string;
  countryAssignmentDate?: Date;
  memo: string;
  url: { urlString: string; isSourceUrl: boolean; hostingCountryCode?: string };
  assessments: Partial<IccamAssessment>[];
  actions: { actionType: number; analystName?: string; actionDate?: Date }[];
}

/** One line of a content queue. */
export interface IccamQueueItem {
  reportId: number;
  contentId: number;
}

export type IccamQueue =
  'unassigned-to-hotline' | 'orphaned' | 'offline' | 'unassessed' | 'unactioned' | 'no-reference';
