// E-mails that tell a reporter that there is something new: what became of each, and never to which address.
import { Stack, Text } from '@mantine/core';
import type { Report } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';

type Letter = Report['letters'][number];

export function Letters({ report }: { readonly report: Report }) {
  const { t } = useLanguage();
  if (!report.wantsLetters && report.letters.length === 0) return null;
  return (
    <Stack gap={2} mt="xs">
      {report.wantsLetters && (
        <Text size="sm" className="soft">
          {t('letters.wanted')}
        </Text>
      )}
      {report.letters.map((letter, index) => (
        <LetterLine key={index} letter={letter} />
      ))}
    </Stack>
  );
}

function LetterLine({ letter: { cause, state, code, at } }: { readonly letter: Letter }) {
  const { t, word, dateTime } = useLanguage();
  const known = code === null ? '' : word('letter-code', code);
  const reason = known !== '' && known === code ? t('letter.server', { code }) : known;
  return (
    <Text size="sm">
      {t('letter.line', {
        cause: word('letter-cause', cause),
        state: t(`letter.${state}`, { time: dateTime(at) }),
      })}
      {reason !== '' && ` ${reason}`}
    </Text>
  );
}
