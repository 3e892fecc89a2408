// Lists that are brought in here: uploaded in parts, imported by triage, looked at while that lasts.
import { Readable } from 'node:stream';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, StreamableFile } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiParam,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import {
  cancelListImport,
  HEAD_BYTES,
  openUpload,
  PART_BYTES,
  readListHead,
  readListImports,
  readRefusals,
  REFUSALS,
  takePart,
  type ListImportStatus,
  type Refusal,
} from '#libs/known-material';
import { InvalidInputError, NotFoundError } from '#libs/platform';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { ListHeadAnswer, ListImportAnswer, NewUploadBody, UploadAnswer } from './list-imports.dto.js';
import { staff } from './staff-actor.js';

const MOST_SHOWN = 30;
const PART = /^\d{1,6}$/;
const BYTES = { schema: { type: 'string', format: 'binary' } } as const;
const NONE = { status: 404, type: Problem, description: 'No such import in this organisation.' };

@ApiTags('administration')
@Controller('list-imports')
export class ListImportsController {
  constructor(private readonly options: ConsoleOptions) {}

  @Post('head')
  @HttpCode(200)
  @Route(
    'list.manage',
    `What a list seems to be, by the first ${HEAD_BYTES / 1024} KiB of its file; nothing is kept`,
  )
  @ApiConsumes('application/octet-stream')
  @ApiBody(BYTES)
  @ApiOkResponse({ type: ListHeadAnswer })
  async head(@Body() body: unknown): Promise<ListHeadAnswer> {
    const { format, columns, mapping } = await readListHead(bytesOf(body));
    return { format, columns: [...columns], mapping, maxBytes: this.options.listUploadMaxBytes };
  }

  @Get()
  @Route('list.read', 'The latest imports, how far each is, and what became of it', { reads: true })
  @ApiOkResponse({ type: [ListImportAnswer] })
  list(@Who() who: SignedIn): Promise<ListImportAnswer[]> {
    return this.read(who);
  }

  @Post()
  @Route('list.manage', 'Begin to bring in a list: its parts follow', { fresh: true })
  @ApiCreatedResponse({ type: UploadAnswer })
  @ApiResponse({ status: 409, type: Problem, description: 'The list is being imported, or too many are.' })
  @ApiResponse({
    status: 413,
    type: Problem,
    description: 'The file is larger than this installation takes here.',
  })
  open(@Who() who: SignedIn, @Body() body: NewUploadBody): Promise<UploadAnswer> {
    const { list, format, bytes, columns, settings } = body;
    return this.options.database.within(who.organisationId, (manager) =>
      openUpload(
        manager,
        who.organisationId,
        {
          listName: list,
          format,
          bytes,
          settings: settings ?? {},
          ...(columns && { columns }),
        },
        who.accountId,
        { maxBytes: this.options.listUploadMaxBytes },
      ),
    );
  }

  @Put(':id/parts/:number')
  @HttpCode(204)
  @Route(
    'list.manage',
    `Send the next part, of ${PART_BYTES / 1024 / 1024} MiB but for the last; twice the same is well`,
  )
  @ApiParam({ name: 'number', type: 'integer', description: 'From 0.' })
  @ApiConsumes('application/octet-stream')
  @ApiBody(BYTES)
  @ApiNoContentResponse()
  @ApiResponse(NONE)
  @ApiResponse({
    status: 409,
    type: Problem,
    description: 'It is not this part’s turn, or the import has ended.',
  })
  async part(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Param('number') number: string,
    @Body() body: unknown,
  ): Promise<void> {
    if (!PART.test(number)) throw new NotFoundError('part');
    const part = { id, number: Number(number), bytes: bytesOf(body) };
    await this.options.database.within(who.organisationId, (manager) =>
      takePart(manager, this.options.masterRing, who.organisationId, part, who.accountId),
    );
  }

  @Get(':id')
  @Route('list.read', 'How far an import is, and what became of it', { reads: true })
  @ApiOkResponse({ type: ListImportAnswer })
  @ApiResponse(NONE)
  async one(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<ListImportAnswer> {
    const [found] = await this.read(who, id);
    if (found === undefined) throw new NotFoundError('import');
    return found;
  }

  @Get(':id/refused')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="refused-lines.csv"')
  @Route('list.read', 'The lines that were not taken, each with its reason, as CSV', { reads: true })
  @ApiProduces('text/csv')
  @ApiOkResponse(BYTES)
  @ApiResponse(NONE)
  async refused(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<StreamableFile> {
    await this.one(who, id);
    return new StreamableFile(Readable.from(this.refusalsOf(who, id)));
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @Route('list.manage', 'End an import before it is done; what is live stays')
  @ApiNoContentResponse()
  @ApiResponse(NONE)
  @ApiResponse({ status: 409, type: Problem, description: 'It has ended.' })
  async cancel(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    await this.options.database.within(who.organisationId, (manager) =>
      cancelListImport(manager, who.organisationId, id, staff(who)),
    );
  }

  private async read(who: SignedIn, id?: string): Promise<ListImportAnswer[]> {
    const imports = await this.options.database.within(who.organisationId, (manager) =>
      readListImports(manager, who.organisationId, MOST_SHOWN, id),
    );
    return imports.map((one) => answerOf(one, who.accountId));
  }

  /** A transaction for each stretch, so that a slow reader holds none. */
  private async *refusalsOf(who: SignedIn, id: string): AsyncGenerator<string> {
    yield 'line,reason,explanation\n';
    for (let number = 0; ; number++) {
      const lines = await this.options.database.within(who.organisationId, (manager) =>
        readRefusals(manager, who.organisationId, id, number),
      );
      if (lines === undefined) return;
      yield lines.replaceAll(
        /^(\d+),([a-z0-9-]+)$/gm,
        (all, _line, reason: Refusal) => `${all},"${REFUSALS[reason]}"`,
      );
    }
  }
}

function answerOf({ askedBy, ...one }: ListImportStatus, accountId: string): ListImportAnswer {
  return { ...one, isOwn: askedBy === accountId, partBytes: PART_BYTES };
}

/** @throws InvalidInputError when what was sent are no bytes */
function bytesOf(body: unknown): Buffer {
  if (!Buffer.isBuffer(body)) throw new InvalidInputError('Send bytes, as application/octet-stream.');
  return body;
}
