// Language and brightness.
import {
  NativeSelect,
  SegmentedControl,
  Stack,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { useLanguage, useLanguages } from '../catalogue/language.context.js';
import { LANGUAGE_NAMES, LOCALES, type Locale } from '../catalogue/language.js';

export function LanguageSwitch() {
  const { language, choose } = useLanguages();
  return (
    <NativeSelect
      label={language.t('preferences.language')}
      value={language.locale}
      onChange={(event) => choose(event.currentTarget.value as Locale)}
      data={LOCALES.map((locale) => ({ value: locale, label: LANGUAGE_NAMES[locale] }))}
    />
  );
}

const SCHEMES: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];

export function Preferences() {
  const { t } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="sm">
      <LanguageSwitch />
      <SegmentedControl
        aria-label={t('preferences.brightness')}
        size="xs"
        fullWidth
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
        data={SCHEMES.map((scheme) => ({ value: scheme, label: t(`preferences.brightness.${scheme}`) }))}
      />
    </Stack>
  );
}
