import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFoundError } from '#libs/platform';
import { PageRenderer, takesGzip } from '../page-renderer.service.js';

/** A year: the name changes with the content. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const A_DAY = 'public, max-age=86400';

@Controller()
export class AssetsController {
  constructor(private readonly renderer: PageRenderer) {}

  @Get('assets/:file')
  async asset(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('file') file: string,
  ): Promise<void> {
    await this.send(request, reply, file, FOR_EVER);
  }

  @Get('favicon.ico')
  async favicon(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const file = this.renderer.assets.path['lighthouse.svg'].slice('/assets/'.length);
    await this.send(request, reply, file, A_DAY);
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    file: string,
    keep: string,
  ): Promise<void> {
    const asset = this.renderer.assets.byFileName.get(file);
    if (asset === undefined) throw new NotFoundError('file');
    reply.type(asset.type).header('cache-control', keep).header('vary', 'accept-encoding');
    await (takesGzip(request)
      ? reply.header('content-encoding', 'gzip').send(asset.gzipped)
      : reply.send(asset.bytes));
  }
}
