// The one HTTP client of the project: the retrieval profile for strangers' addresses, the delivery profile for
// recipients. And what callers of our own servers are told of errors.
export { classifyAddress, isGlobalUnicast, isSameAddress, parseAddress } from './address-classifier.js';
export type { AddressClass } from './address-classifier.js';
export type { TlsRecord } from './connection.js';
export { DeliveryClient } from './delivery.client.js';
export type { DeliveryRequest, DeliveryResponse, DeliveryTarget } from './delivery.client.js';
export { DeliveryError } from './delivery.error.js';
export type { DeliveryAnswer, DeliveryErrorCode } from './delivery.error.js';
export { FetchBudget } from './fetch-budget.js';
export type { BudgetLimits } from './fetch-budget.js';
export type { Egress, FetchHop, FetchRecord } from './fetch-record.js';
export { FetchError } from './fetch.error.js';
export type { NameResolver, OwnAddresses } from './name-resolver.js';
export { RetrievalClient } from './retrieval.client.js';
export type {
  AllowedHost,
  FetchOptions,
  FetchResult,
  HostAdmission,
  RetrievalOptions,
} from './retrieval.client.js';
export type { RetrievalProxies } from './retrieval-proxy.js';
export { FETCH_ERROR_CODES } from './transport.failure.js';
export type { FetchErrorCode } from './transport.failure.js';
export { problem, statusOfError, tellProblem } from './problem.js';
export type { ToldProblem } from './problem.js';
