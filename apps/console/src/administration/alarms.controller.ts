import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ALARM_CODES, currentAlarms, type AlarmCode } from '#libs/alarms';
import type { SignedIn } from '#libs/identity';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';

export class AlarmAnswer {
  @ApiProperty({ enum: ALARM_CODES })
  code: AlarmCode;

  @ApiProperty({ type: String, format: 'date-time' })
  since: Date;

  @ApiProperty({ type: Number, description: 'How many things it is about.' })
  count: number;
}

@ApiTags('administration')
@Controller()
export class AlarmsController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get('alarms')
  @Route('alarm.read', 'What a person has to see to now', { reads: true })
  @ApiOkResponse({ type: [AlarmAnswer] })
  alarms(@Who() who: SignedIn): Promise<AlarmAnswer[]> {
    const { database, clock } = this.options;
    return database.within(who.organisationId, (manager) =>
      currentAlarms(manager, who.organisationId, clock.now()),
    );
  }
}
