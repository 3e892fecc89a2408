// Fields that the forms of administration share: what is required says so by refusing, not by an asterisk.
import { Textarea, TextInput, type TextareaProps, type TextInputProps } from '@mantine/core';
import { useLanguage } from '../catalogue/language.context.js';
import { dayFromNow } from './last-day.js';

const LONGEST = 500;

interface Written {
  readonly onChange: (value: string) => void;
}

/** One line, in whatever direction it is written. */
export function LineField({ onChange, ...props }: Omit<TextInputProps, 'onChange'> & Written) {
  return (
    <TextInput
      required
      withAsterisk={false}
      maxLength={LONGEST}
      dir="auto"
      {...props}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A few lines: what the law says, or why. */
export function LinesField({ onChange, ...props }: Omit<TextareaProps, 'onChange'> & Written) {
  return (
    <Textarea
      required
      withAsterisk={false}
      maxLength={LONGEST}
      autosize
      minRows={2}
      dir="auto"
      {...props}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The day after which something ends by itself. */
export function LastDayField(props: Omit<TextInputProps, 'onChange'> & Written) {
  const { t } = useLanguage();
  return (
    <LineField
      label={t('admin.last-day')}
      // A day has no words of its own to be written by.
      dir={undefined}
      type="date"
      classNames={{ input: 'short' }}
      min={dayFromNow(1)}
      {...props}
    />
  );
}
