// What a route says of itself: who may call it, and how that stands in the OpenAPI document. A route that says nothing is
// refused.
import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiCookieAuth, ApiExtension, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Permission, SignedIn } from '#libs/identity';
import { Problem } from './problem.dto.js';

export const ACCESS = 'manara:access';

export interface Access {
  /** `public`: needs no session. */
  readonly permission: Permission | 'public';
  /** Needs a sign-in of the last minutes. */
  readonly isFresh: boolean;
}

export interface RouteOptions {
  /** Whether the route changes nothing and so needs no mark of our own page. */
  readonly reads?: boolean;
  readonly fresh?: boolean;
}

/** The one declaration of each route: permission, and what the document says. */
export function Route(
  permission: Access['permission'],
  summary: string,
  options: RouteOptions = {},
): MethodDecorator {
  const access: Access = { permission, isFresh: options.fresh ?? false };
  const refusals = [
    ApiResponse({ status: 400, type: Problem, description: 'The request is malformed.' }),
    ApiResponse({
      status: 403,
      type: Problem,
      description: 'The role, or where the request comes from, forbids it.',
    }),
    ...(permission === 'public'
      ? []
      : [ApiResponse({ status: 401, type: Problem, description: 'There is no session.' })]),
  ];
  return applyDecorators(
    SetMetadata(ACCESS, access),
    ApiOperation({ summary, ...(permission === 'public' ? { security: [] } : {}) }),
    ApiExtension('x-permission', permission),
    ...(access.isFresh ? [ApiExtension('x-fresh-sign-in', true)] : []),
    ...(permission === 'public' ? [] : [ApiCookieAuth('session')]),
    ...(options.reads === true
      ? []
      : [
          ApiHeader({
            name: 'X-Manara',
            required: true,
            description: 'Always 1: a page of another site cannot send it.',
            schema: { type: 'string', enum: ['1'] },
          }),
        ]),
    ...refusals,
  );
}

export type SignedInRequest = FastifyRequest & { signedIn?: SignedIn };

/** The person whose session the request carries. */
export const Who = createParamDecorator((_data: unknown, context: ExecutionContext): SignedIn => {
  const { signedIn } = context.switchToHttp().getRequest<SignedInRequest>();
  if (signedIn === undefined) throw new Error('a public route has no person');
  return signedIn;
});
