// Bringing in a list: the file is chosen, its beginning says what it is, and it is sent in parts while other pages can be
// looked at.
import { FileInput, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog, useFieldProblems } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { HashList, ListFormat, ListHead } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { DIGESTS } from '../parts/digests.js';
import { problemText } from '../parts/notes.js';
import { FIRST_DRAFT, FirstPolicyFields } from './policy.fields.js';
import { asBytes, startUpload } from './uploads.js';

const HEAD_BYTES = 64 * 1024;
const FORMATS = ['csv', 'vics', 'icse', 'threatexchange', 'ncmec'] as const satisfies readonly ListFormat[];
const COLUMNS = ['sha256', 'sha1', 'md5', 'pdq', 'quality', 'category', 'video', 'expires'] as const;
type Mapping = ListHead['mapping'];

/** @param list whose new version it is; a new list if absent */
export function ImportDialog({ list, onClose }: { readonly list?: HashList; readonly onClose: () => void }) {
  const language = useLanguage();
  const { t, word, bytes } = language;
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState(list?.name ?? '');
  const [format, setFormat] = useState<ListFormat>('csv');
  const [mapping, setMapping] = useState<Mapping>({});
  const [draft, setDraft] = useState(FIRST_DRAFT);
  const [maxDistance, setMaxDistance] = useState<number | undefined>();
  const head = useMutation({
    mutationFn: (chosen: File) =>
      dataOf(
        api.POST('/api/v1/list-imports/head', {
          params: { header: OWN_PAGE },
          headers: { 'content-type': 'application/octet-stream' },
          ...asBytes(chosen.slice(0, HEAD_BYTES)),
        }),
      ),
    gcTime: 0,
    onSuccess: (found) => {
      setFormat(found.format);
      setMapping(found.mapping);
    },
  });
  const choose = (chosen: File | null) => {
    setFile(chosen);
    head.reset();
    if (chosen !== null) head.mutate(chosen);
  };
  const isTooLarge = file !== null && head.data !== undefined && file.size > head.data.maxBytes;
  const change = useChange(async (chosen: File) => {
    const { source, trust, effect, legalBasis, licence } = draft;
    const policy =
      list === undefined
        ? {
            ...(source.trim() !== '' && { source: source.trim() }),
            trust,
            effect,
            legalBasis: legalBasis?.trim() || null,
            licence,
          }
        : {};
    const { id, partBytes } = await dataOf(
      api.POST('/api/v1/list-imports', {
        params: { header: OWN_PAGE },
        body: {
          list: name,
          format,
          bytes: chosen.size,
          ...(format === 'csv' && { columns: mapping }),
          settings: { ...policy, ...(maxDistance !== undefined && { maxDistance }) },
        },
      }),
    );
    startUpload(id, chosen, partBytes);
  }, onClose);
  const problem = useFieldProblems(change.error);
  return (
    <>
      <FormDialog
        isOpen
        title={list === undefined ? t('import.title') : t('import.title-of', { list: list.name })}
        submit={t('import.start')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => {
          if (file !== null && head.isSuccess && !isTooLarge) change.run(file);
        }}
      >
        <Text size="sm">{t(list === undefined ? 'import.lead' : 'import.lead-of')}</Text>
        <FileInput
          label={t('import.file')}
          description={file === null ? t('import.file-hint') : bytes(file.size)}
          placeholder={t('import.choose')}
          data-autofocus
          clearable={false}
          value={file}
          onChange={choose}
          error={
            head.isError
              ? problemText(language, head.error)
              : isTooLarge && t('import.too-large', { most: bytes(head.data?.maxBytes ?? 0) })
          }
        />
        {list === undefined && (
          <TextInput
            label={t('import.name')}
            error={problem('list')}
            required
            withAsterisk={false}
            maxLength={100}
            dir="auto"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {head.isSuccess && (
          <NativeSelect
            label={t('import.format')}
            description={t('import.format-hint')}
            value={format}
            onChange={(event) => setFormat(event.currentTarget.value as ListFormat)}
            data={FORMATS.map((one) => ({ value: one, label: word('list-format', one) }))}
          />
        )}
        {head.isSuccess && format === 'csv' && (
          <ColumnFields columns={head.data.columns} mapping={mapping} onChange={setMapping} />
        )}
        {list === undefined && (
          <FirstPolicyFields
            draft={draft}
            set={(some) => setDraft({ ...draft, ...some })}
            problem={problem}
          />
        )}
        <NumberInput
          label={t('import.distance')}
          description={
            list === undefined
              ? t('import.distance-hint')
              : t('import.distance-now', { bits: list.maxDistance })
          }
          error={problem('settings.maxDistance')}
          min={0}
          max={63}
          allowDecimal={false}
          hideControls
          className="short"
          value={maxDistance ?? ''}
          onChange={(value) => setMaxDistance(value === '' ? undefined : Number(value))}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}

function ColumnFields({
  columns,
  mapping,
  onChange,
}: {
  readonly columns: readonly string[];
  readonly mapping: Mapping;
  readonly onChange: (mapping: Mapping) => void;
}) {
  const { t, word } = useLanguage();
  return (
    <fieldset className="question">
      <legend>{t('import.columns')}</legend>
      <Text size="xs" className="soft" mb="xs">
        {t('import.columns-hint')}
      </Text>
      <Stack gap="xs">
        {COLUMNS.map((column) => (
          <Group key={column} gap="sm" wrap="nowrap">
            <Text size="sm" w="7rem" className="keeps" id={`column-${column}`}>
              {column in DIGESTS ? DIGESTS[column as keyof typeof DIGESTS] : word('list-column', column)}
            </Text>
            <NativeSelect
              aria-labelledby={`column-${column}`}
              style={{ flex: '1 1 10rem' }}
              value={mapping[column] ?? ''}
              onChange={(event) => {
                const { [column]: _before, ...others } = mapping;
                const chosen = event.currentTarget.value;
                onChange(chosen === '' ? others : { ...others, [column]: chosen });
              }}
              data={[{ value: '', label: t('import.no-column') }, ...new Set(columns)]}
            />
          </Group>
        ))}
      </Stack>
    </fieldset>
  );
}
