import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asset } from '../assets.js';
import { NotFoundError } from '#libs/platform';
import { takes } from '../http/compression.js';
import { PageRenderer } from '../page-renderer.service.js';
import { PortalDirectory } from '../portal-directory.service.js';
import { portalLooks } from '../portal-look.js';

/** A year: the name changes with the content. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const A_DAY = 'public, max-age=86400';

@Controller()
export class AssetsController {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly directory: PortalDirectory,
  ) {}

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
    const asset = this.renderer.assets.byFileName.get(file) ?? (await this.ofPortal(file));
    if (asset === undefined) throw new NotFoundError('file');
    reply.type(asset.type).header('cache-control', keep).header('vary', 'accept-encoding');
    await (takes(request, 'gzip')
      ? reply.header('content-encoding', 'gzip').send(asset.gzipped)
      : reply.send(asset.bytes));
  }

  /** Style or logo of a portal. Another copy of this program may have named it in a page. */
  private async ofPortal(file: string): Promise<Asset | undefined> {
    if (!portalLooks.isName(file)) return undefined;
    const known = portalLooks.asset(file);
    if (known !== undefined) return known;
    for (const portal of await this.directory.all()) portalLooks.of(portal, this.renderer.assets);
    return portalLooks.asset(file);
  }
}
