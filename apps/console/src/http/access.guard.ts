// Before every call: does it come from our own page, who is it, and may they.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { mayRole, NotAllowedError, NotSignedInError, SessionService } from '#libs/identity';
import { ACCESS, type Access, type SignedInRequest } from './access.js';
import { assertOwnPage } from './own-page.js';
import { SessionCookie } from './session-cookie.js';

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
    private readonly cookie: SessionCookie,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === undefined) throw new NotAllowedError();
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      assertOwnPage(request.headers, this.cookie.origin);
    }
    if (access.permission === 'public') return true;
    const signedIn = await this.sessions.read(this.cookie.read(request.headers.cookie));
    if (signedIn === undefined) throw new NotSignedInError();
    if (!mayRole(signedIn.role, access.permission)) throw new NotAllowedError();
    if (access.isFresh) this.sessions.assertFresh(signedIn);
    request.signedIn = signedIn;
    return true;
  }
}
