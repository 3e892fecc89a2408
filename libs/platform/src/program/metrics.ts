// Figures for Prometheus. Labels are words of ours only: never an address, an account or anything a reporter sent.
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export const metrics = new Registry();
let collecting = false;

/** Starts the process's own figures (memory, event loop); once a process. */
export function collectProcessMetrics(): void {
  if (collecting) return;
  collecting = true;
  collectDefaultMetrics({ register: metrics });
}

export const stepSeconds = new Histogram({
  name: 'manara_step_seconds',
  help: 'Time that a step of triage took, by step and result',
  labelNames: ['step', 'result'] as const,
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  registers: [metrics],
});

export const waitingGauge = new Gauge({
  name: 'manara_waiting',
  help: 'Things that wait, by what they are',
  labelNames: ['what'] as const,
  registers: [metrics],
});

export const auditLagGauge = new Gauge({
  name: 'manara_audit_lag_seconds',
  help: 'Age of the oldest audit event that is not linked into its chain yet, in seconds; 0 when all are',
  registers: [metrics],
});
