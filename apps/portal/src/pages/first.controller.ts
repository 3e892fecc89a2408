import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { PageRenderer } from '../page-renderer.service.js';
import { PortalDirectory } from '../portal-directory.service.js';
import { FirstPage } from '../views/first.page.js';
import { PortalListPage } from '../views/other.pages.js';

@Controller()
export class FirstController {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly directory: PortalDirectory,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const own = await this.directory.byHost(request.headers.host);
    if (own !== undefined) {
      await reply.redirect(`/${own.slug}`, 302);
      return;
    }
    const portals = await this.directory.list();
    const [only] = portals;
    if (only !== undefined && portals.length === 1) {
      await reply.redirect(`/${only.slug}`, 302);
      return;
    }
    const page = await this.renderer.anyPage(request);
    await this.renderer.send(reply, 200, h(PortalListPage, { page, portals }));
  }

  @Get(':portal')
  async inWishedLanguage(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
  ): Promise<void> {
    await this.show(request, reply, slug);
  }

  @Get(':portal/:locale')
  async inLanguage(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
    @Param('locale') locale: string,
  ): Promise<void> {
    await this.show(request, reply, slug, locale);
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    slug: string,
    locale?: string,
  ): Promise<void> {
    const page = await this.renderer.portalPage(request, slug, locale);
    await this.renderer.sendPublic(request, reply, page, 'first', () => h(FirstPage, { page }));
  }
}
