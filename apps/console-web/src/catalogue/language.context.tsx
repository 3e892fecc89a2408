// The language of the page: chosen by the person, else by the browser.
import { useDirection } from '@mantine/core';
import { createContext, use, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';
import { createLanguage, firstLocale, type Language, type Locale } from './language.js';

const STORED = 'manara.locale';

interface Languages {
  readonly language: Language;
  readonly choose: (locale: Locale) => void;
  readonly showTimesIn: (timeZone: string | undefined) => void;
}

const LanguagesContext = createContext<Languages | undefined>(undefined);

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [locale, setLocale] = useState(() => firstLocale(stored(), navigator.languages));
  const [timeZone, showTimesIn] = useState<string>();
  const language = useMemo(() => createLanguage(locale, timeZone), [locale, timeZone]);
  const { setDirection } = useDirection();

  useLayoutEffect(() => {
    document.documentElement.lang = language.locale;
    setDirection(language.direction);
  }, [language, setDirection]);

  const languages = useMemo<Languages>(
    () => ({
      language,
      showTimesIn,
      choose(next) {
        setLocale(next);
        try {
          localStorage.setItem(STORED, next);
        } catch {
          // Without storage the choice lasts until the page is closed.
        }
      },
    }),
    [language],
  );
  return <LanguagesContext value={languages}>{children}</LanguagesContext>;
}

export function useLanguages(): Languages {
  const languages = use(LanguagesContext);
  if (languages === undefined) throw new Error('there is no language here');
  return languages;
}

export function useLanguage(): Language {
  return useLanguages().language;
}
