import { ApiProperty } from '@nestjs/swagger';
import { CaseSummary } from '../cases/case-summary.dto.js';
import { Problem } from '../http/problem.dto.js';
import { LeaseAnswer } from './lease.dto.js';

export class ClaimAnswer {
  @ApiProperty({ type: CaseSummary })
  case: CaseSummary;

  @ApiProperty({ type: LeaseAnswer })
  lease: LeaseAnswer;
}

export class ClaimRefusal extends Problem {
  @ApiProperty({ enum: ['exposure-limit', 'break-due', 'outside-hours'] })
  reason: 'exposure-limit' | 'break-due' | 'outside-hours';
}

export class HeldCaseAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  number: string;
}

export class QueueCounts {
  @ApiProperty({ type: 'integer', description: 'Cases that the machine still works on.' })
  triage: number;

  @ApiProperty({ type: 'integer', description: 'Cases that wait for a person.' })
  ready: number;

  @ApiProperty({ type: 'integer' })
  inAssessment: number;

  @ApiProperty({ type: 'integer', description: 'Decided, not yet sent.' })
  decided: number;

  @ApiProperty({ type: 'integer' })
  referred: number;

  @ApiProperty({ type: 'integer', description: 'Referrals without a way onward.' })
  referralsWaiting: number;

  @ApiProperty({ type: 'integer', description: 'Referrals that a person has to look at.' })
  referralsStopped: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  oldestReadyAt: Date | null;

  @ApiProperty({ type: [HeldCaseAnswer], description: 'Cases that the asker holds.' })
  mine: HeldCaseAnswer[];
}
