import { Body, Controller, Get, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { SignedIn } from '#libs/identity';
import { ViewService } from '#libs/review';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { EndedViewAnswer, OpenedViewAnswer, OpenViewBody } from './views.dto.js';

@ApiTags('media')
@Controller()
export class ViewsController {
  constructor(private readonly views: ViewService) {}

  @Post('media/:id/views')
  @Route('media.view', 'Ask to see a picture of the case that one holds')
  @ApiCreatedResponse({ type: OpenedViewAnswer })
  @ApiResponse({ status: 404, type: Problem, description: 'No such media, or no derivative of that level.' })
  @ApiResponse({ status: 409, type: Problem, description: 'The lease is not held any more.' })
  async open(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: OpenViewBody,
  ): Promise<OpenedViewAnswer> {
    const view = await this.views.open(who, id, body);
    return { id: view.id, url: `/api/v1/views/${view.ticket}/picture`, expiresAt: view.expiresAt };
  }

  @Get('views/:ticket/picture')
  @Route('media.view', 'The picture itself: once, within ten seconds, for the person who asked', {
    reads: true,
  })
  @ApiProduces('image/webp')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiResponse({ status: 410, type: Problem, description: 'The address was used or is too old.' })
  async serve(
    @Who() who: SignedIn,
    @Param('ticket') ticket: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const picture = await this.views.serve(who, ticket);
    await reply.type(picture.mediaType).header('content-disposition', 'inline').send(picture.bytes);
  }

  @Patch('views/:id')
  @Route('media.view', 'Say that the picture is no longer shown')
  @ApiOkResponse({ type: EndedViewAnswer })
  @ApiResponse({ status: 404, type: Problem, description: 'No such view of one’s own.' })
  async end(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<EndedViewAnswer> {
    return { seconds: await this.views.end(who, id) };
  }
}
