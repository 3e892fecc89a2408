// The frame of the forms of administration: a dialog that fills a small screen, and errors beside their fields.
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, type FormEvent, type ReactNode } from 'react';
import { ApiProblem } from '../api/problem.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';

/** What the server says of a field, in the page's language where the catalogue has a text for it. */
export function useFieldProblems(error: Error | null): (field: string) => string | undefined {
  const { word } = useLanguage();
  return (field) => {
    const said = error instanceof ApiProblem ? error.body.fields?.[field] : undefined;
    if (said === undefined) return undefined;
    const text = word('field-problem', field);
    return text === field ? said : text;
  };
}

interface FormDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly submit: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  /** Stands beside the way out. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { t } = useLanguage();
  const isSmall = useMediaQuery('(max-width: 36em)', false, { getInitialValueInEffect: false });
  const form = useRef<HTMLFormElement>(null);
  // On a small screen the field that is wrong may be out of sight.
  useEffect(() => {
    if (props.error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [props.error]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.onClose}
      title={props.title}
      size="lg"
      fullScreen={isSmall}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={send} ref={form}>
        <Stack gap="md">
          {props.children}
          {props.error !== null && <ProblemNote error={props.error} />}
          <Group justify={props.aside === undefined ? 'flex-end' : 'space-between'}>
            {props.aside}
            <Group justify="flex-end">
              <Button variant="default" onClick={props.onClose}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={props.isPending}>
                {props.submit}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
