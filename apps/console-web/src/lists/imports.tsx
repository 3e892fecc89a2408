// Imports: how far each is while it lasts, and what became of the last ones.
import { Button, FileButton, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useChange } from '../administration/use-change.js';
import { api, OWN_PAGE } from '../api/client.js';
import type { ListImport } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';
import { useMay } from '../session/session.context.js';
import { isOpen, useListImports } from './lists.queries.js';
import { startUpload, useUploads } from './uploads.js';

const MOST_ENDED = 8;
const NONE_YET = 'none yet';

/** @param list where given, only its imports */
export function Imports({ list }: { readonly list?: string }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const imports = useListImports();
  const shown = imports.data?.filter((one) => list === undefined || one.list === list) ?? [];
  const open = shown.filter(isOpen);
  const ended = shown.filter((one) => !isOpen(one)).slice(0, MOST_ENDED);
  const lastEnded = ended[0]?.id;
  const isLoaded = imports.isSuccess;
  const known = useRef<string>(undefined);
  // What has come of it stands elsewhere on the page too.
  useEffect(() => {
    if (!isLoaded) return;
    const isNews = known.current !== undefined && known.current !== lastEnded;
    known.current = lastEnded ?? NONE_YET;
    if (!isNews) return;
    for (const key of ['lists', 'list-versions', 'list-categories'])
      void queries.invalidateQueries({ queryKey: [key] });
  }, [isLoaded, lastEnded, queries]);
  if (imports.isError) return <ProblemNote error={imports.error} onRetry={() => void imports.refetch()} />;
  if (shown.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="imports-title">
      <Title order={2} id="imports-title">
        {t('import.imports')}
      </Title>
      <Stack gap="md">
        {open.map((one) => (
          <OpenImport key={one.id} one={one} />
        ))}
        {ended.length > 0 && (
          <ul className="plain">
            {ended.map((one) => (
              <EndedImport key={one.id} one={one} />
            ))}
          </ul>
        )}
      </Stack>
    </section>
  );
}

function OpenImport({ one }: { readonly one: ListImport }) {
  const { t, word, number, bytes } = useLanguage();
  const mayManage = useMay('list.manage');
  const upload = useUploads().get(one.id);
  const cancel = useChange(() =>
    api.POST('/api/v1/list-imports/{id}/cancel', { params: { path: { id: one.id }, header: OWN_PAGE } }),
  );
  const isUploading = one.state === 'uploading';
  const done = isUploading ? one.receivedBytes : one.readBytes;
  const isRead = one.kind === 'limits' || (one.bytes > 0 && one.readBytes >= one.bytes);
  const isCompared = one.state === 'running' && isRead;
  const share = one.bytes === 0 ? 0 : Math.min(100, (100 * done) / one.bytes);
  const title =
    one.kind === 'limits'
      ? t('import.limits', { list: one.list })
      : one.toVersion === null
        ? one.list
        : t('import.back', { list: one.list, version: number(one.toVersion) });
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text fw={600} size="sm">
          <bdi>{title}</bdi>
        </Text>
        <Text size="sm" role="status">
          {isCompared ? t('import.compared') : word('import-state', one.state)}
        </Text>
      </Group>
      {one.kind === 'upload' && (
        <Progress
          value={share}
          aria-label={t('import.progress', { list: one.list })}
          color={upload?.error === undefined ? 'harbour' : 'amber'}
          my={6}
        />
      )}
      <Group justify="space-between" gap="xs">
        <Text size="xs" className="soft figure">
          {one.kind === 'upload' && t('import.of', { done: bytes(done), all: bytes(one.bytes) })}
          {one.kind === 'upload' &&
            one.state === 'running' &&
            ` · ${t('import.read', { entries: one.readEntries, refused: one.refused })}`}
        </Text>
        {mayManage && (
          <Group gap="xs">
            {isUploading && one.isOwn && (upload === undefined || upload.error !== undefined) && (
              <GoOn one={one} />
            )}
            <Button
              size="xs"
              variant="default"
              aria-label={t('import.cancel-of', { list: one.list })}
              loading={cancel.isPending}
              onClick={() => cancel.run(undefined)}
            >
              {t('action.cancel')}
            </Button>
          </Group>
        )}
      </Group>
      {upload?.error !== undefined && <ProblemNote error={upload.error} />}
      {cancel.error !== null && <ProblemNote error={cancel.error} />}
    </div>
  );
}

/** An upload that this page knows nothing of any more: the file has to be chosen again. */
function GoOn({ one }: { readonly one: ListImport }) {
  const { t } = useLanguage();
  const [isAnother, setIsAnother] = useState(false);
  const go = (file: File | null) => {
    if (file === null) return;
    setIsAnother(file.size !== one.bytes);
    if (file.size !== one.bytes) return;
    // The last part that has arrived goes first, by which the server sees that it is the same file.
    startUpload(one.id, file, one.partBytes, Math.max(0, one.receivedParts - 1));
  };
  return (
    <>
      {isAnother && (
        <Text size="sm" className="wrong" role="alert">
          {t('import.another-file')}
        </Text>
      )}
      <FileButton onChange={go}>
        {(props) => (
          <Button {...props} size="xs" variant="default">
            {t('import.go-on')}
          </Button>
        )}
      </FileButton>
    </>
  );
}

function EndedImport({ one }: { readonly one: ListImport }) {
  const { t, word, number, dateTime } = useLanguage();
  const { outcome } = one;
  return (
    <li>
      <Text size="sm">
        <bdi>{one.kind === 'limits' ? t('import.limits', { list: one.list }) : one.list}</bdi>{' '}
        <span className="soft">
          · {dateTime(one.endedAt ?? one.askedAt)} · <bdi>{one.askedByName}</bdi>
        </span>
      </Text>
      <Text size="sm">
        {outcome === null
          ? word('import-state', one.state)
          : t(`import.outcome-${outcome.state}`, {
              version: number(outcome.version),
              added: outcome.added,
              ended: outcome.ended,
            })}
        {one.state === 'failed' && one.failure !== null && ` ${word('import-failure', one.failure)}`}
      </Text>
      {one.failureText !== null && (
        <Text size="xs" className="soft" lang="en" dir="ltr">
          {one.failureText}
        </Text>
      )}
      {one.refused > 0 && (
        <Text size="sm">
          {t('import.refused', { count: one.refused })}{' '}
          <a href={`/api/v1/list-imports/${one.id}/refused`} download>
            {t('import.refused-get')}
          </a>
        </Text>
      )}
    </li>
  );
}
