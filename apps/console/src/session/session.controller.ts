import { Body, Controller, Delete, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  changeOwnPassword,
  permissionsOf,
  SessionService,
  SignInService,
  WrongPasswordError,
  type SignedIn,
} from '#libs/identity';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { SessionCookie } from '../http/session-cookie.js';
import { ChangePasswordBody, Me, OrganisationOfMe, SignInBody } from './session.dto.js';

@ApiTags('session')
@Controller()
export class SessionController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionService,
    private readonly cookie: SessionCookie,
    private readonly options: ConsoleOptions,
  ) {}

  @Post('session')
  @HttpCode(204)
  @Route('public', 'Sign in; the answer sets the session cookie')
  @ApiNoContentResponse()
  @ApiResponse({ status: 401, type: Problem, description: 'E-mail, password or code is wrong.' })
  @ApiResponse({ status: 429, type: Problem, description: 'Too many tries; see Retry-After.' })
  async signIn(@Body() body: SignInBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const session = await this.signIns.signIn(body);
    void reply.header('set-cookie', this.cookie.set(session.token));
  }

  @Delete('session')
  @HttpCode(204)
  @Route('self.use', 'Sign out')
  @ApiNoContentResponse()
  async signOut(@Who() who: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.end(who);
    void reply.header('set-cookie', this.cookie.clear());
  }

  @Get('me')
  @Route('self.use', 'Who is signed in, and what they may do', { reads: true })
  @ApiOkResponse({ type: Me })
  async me(@Who() who: SignedIn): Promise<Me> {
    const [organisation] = await this.options.database.within(who.organisationId, (manager) =>
      manager.query<OrganisationOfMe[]>(
        'SELECT id, code, name, country, time_zone AS "timeZone" FROM organisations WHERE id = $1',
        [who.organisationId],
      ),
    );
    return {
      id: who.accountId,
      email: who.email,
      displayName: who.displayName,
      role: who.role,
      permissions: permissionsOf(who.role),
      locale: who.locale,
      organisation: organisation!,
      isDemonstration: this.options.isDemonstration,
      undoSeconds: this.options.undoSeconds,
      signedInAt: who.signedInAt,
      sessionExpiresAt: who.expiresAt,
    };
  }

  @Put('me/password')
  @HttpCode(204)
  @Route('self.use', 'Change one’s own password; other sessions end', { fresh: true })
  @ApiNoContentResponse()
  async changePassword(@Who() who: SignedIn, @Body() body: ChangePasswordBody): Promise<void> {
    try {
      await this.options.database.within(who.organisationId, (manager) =>
        changeOwnPassword(manager, who, body, this.options.clock.now()),
      );
    } catch (error) {
      if (error instanceof WrongPasswordError) this.signIns.noteWrongCurrentPassword(who.email);
      throw error;
    }
  }
}
