// A new portal: empty, or from the file of another.
import { FileInput, MultiSelect, Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../../api/client.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { FormDialog, useFieldProblems } from '../form.dialog.js';
import { useChange } from '../use-change.js';

const MOST_FILE_BYTES = 1_000_000;

export function useChoices() {
  return useQuery({
    queryKey: ['portal-choices'],
    queryFn: () => dataOf(api.GET('/api/v1/portals/choices')),
    staleTime: Infinity,
  });
}

export function NewPortalDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, country, languageName } = useLanguage();
  const navigate = useNavigate();
  const choices = useChoices();
  const [slug, setSlug] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [locales, setLocales] = useState<string[]>([]);
  const [triagedBy, setTriagedBy] = useState('');
  const [template, setTemplate] = useState<{
    readonly file: File;
    readonly content?: Record<string, unknown>;
  }>();
  // Made, but the file names recipients that there are none of here: told before the portal is opened.
  const [made, setMade] = useState<{ readonly id: string; readonly unknown: readonly string[] }>();
  const open = (portalId: string) => navigate({ to: '/portals/$portalId', params: { portalId } });
  const take = async (file: File | null) => {
    if (file === null) return setTemplate(undefined);
    const text = file.size > MOST_FILE_BYTES ? '' : await file.text();
    try {
      const content: unknown = JSON.parse(text);
      if (typeof content !== 'object' || content === null) throw new SyntaxError('no object');
      setTemplate({ file, content: content as Record<string, unknown> });
    } catch {
      setTemplate({ file });
    }
  };
  const change = useChange(async () => {
    const { id, unknownRecipients } = await dataOf(
      api.POST('/api/v1/portals', {
        params: { header: OWN_PAGE },
        body: {
          slug: slug.trim(),
          ...(code === null ? {} : { country: code }),
          ...(locales.length === 0 ? {} : { locales }),
          ...(triagedBy.trim() === '' ? {} : { triagedBy: triagedBy.trim() }),
          ...(template?.content === undefined ? {} : { file: template.content }),
        },
      }),
    );
    if (unknownRecipients.length === 0) await open(id);
    else setMade({ id, unknown: unknownRecipients.map(({ name }) => name) });
  });
  const problem = useFieldProblems(change.error);
  if (made !== undefined) {
    return (
      <FormDialog
        isOpen
        title={t('portals.file-recipients-title')}
        submit={t('portals.open-made')}
        isPending={false}
        error={null}
        onClose={onClose}
        onSubmit={() => void open(made.id)}
      >
        <Text size="sm">{t('portals.file-recipients')}</Text>
        <ul className="missing">
          {made.unknown.map((name, at) => (
            <li key={at}>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      </FormDialog>
    );
  }
  const isUnreadable = template !== undefined && template.content === undefined;
  return (
    <>
      <FormDialog
        isOpen
        title={t('portals.add-title')}
        submit={t('portals.add')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => {
          if (!isUnreadable) change.run(undefined);
        }}
      >
        <Text size="sm">{t('portals.add-lead')}</Text>
        <TextInput
          label={t('portals.slug')}
          description={t('portals.slug-hint')}
          dir="ltr"
          required
          autoComplete="off"
          value={slug}
          error={problem('slug')}
          onChange={(event) => setSlug(event.currentTarget.value)}
        />
        <FileInput
          label={t('portals.file')}
          description={t('portals.file-hint')}
          accept="application/json,.json"
          clearable
          clearButtonProps={{ 'aria-label': t('portals.remove') }}
          value={template?.file ?? null}
          error={isUnreadable ? t('portals.file-unreadable') : undefined}
          onChange={(file) => void take(file)}
        />
        <Select
          label={t('portals.country')}
          data={(choices.data?.countries ?? [])
            .map((value) => ({ value, label: country(value) }))
            .toSorted((one, other) => one.label.localeCompare(other.label))}
          searchable
          limit={300}
          required={template === undefined}
          value={code}
          error={problem('country')}
          onChange={setCode}
        />
        <MultiSelect
          label={t('portals.languages')}
          description={t('portals.languages-order')}
          data={(choices.data?.locales ?? []).map((value) => ({ value, label: languageName(value) }))}
          value={locales}
          error={problem('locales')}
          onChange={setLocales}
        />
        <TextInput
          label={t('portals.partner')}
          description={t('portals.partner-hint')}
          dir="ltr"
          autoComplete="off"
          value={triagedBy}
          error={problem('triagedBy')}
          onChange={(event) => setTriagedBy(event.currentTarget.value)}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}
