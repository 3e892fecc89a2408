// What the server found that the page did not: each by its item or question, with the way to it.
import { Button, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLanguage } from '../catalogue/language.context.js';
import type { SourceQuestion, Subject } from './assessment-form.js';
import { namedField } from './named-field.js';

interface FieldProblemsProps {
  readonly fields: Readonly<Record<string, string>>;
  readonly subjects: readonly Subject[];
  readonly onGoTo: (key: string) => void;
  readonly onGoToSource: (question: SourceQuestion) => void;
}

/** Sentences of the server that the catalogues have as well. */
const KNOWN = /^is not answered$|is missing: /;

export function FieldProblems({ fields, subjects, onGoTo, onGoToSource }: FieldProblemsProps) {
  const { t, word } = useLanguage();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector('button')?.focus(), [fields]);
  return (
    <div ref={list}>
      <Stack component="ul" gap={6} m={0} ps="lg">
        {Object.entries(fields).map(([path, text]) => {
          const field = namedField(path, subjects);
          return (
            <li key={path}>
              {field.of === 'item' && (
                <Button size="compact-xs" variant="default" me="xs" onClick={() => onGoTo(field.key)}>
                  {t('items.name', { place: field.place })}
                  {field.question !== undefined && ` · ${word('question', field.question)}`}
                </Button>
              )}
              {field.of === 'source' && (
                <Button
                  size="compact-xs"
                  variant="default"
                  me="xs"
                  onClick={() => onGoToSource(field.question)}
                >
                  {t('review.source')} · {word('question', field.question)}
                </Button>
              )}
              {KNOWN.test(text) ? (
                <Text span size="sm">
                  {t('form-problem.required')}
                </Text>
              ) : (
                <Text span size="sm" lang="en" dir="ltr">
                  {text}
                </Text>
              )}
            </li>
          );
        })}
      </Stack>
    </div>
  );
}
