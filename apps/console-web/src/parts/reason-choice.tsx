// Why something is done: one of a few reasons, which are then recorded.
import { Radio, Stack } from '@mantine/core';

interface ReasonChoiceProps<Reason extends string> {
  readonly label: string;
  readonly description?: string;
  readonly error?: string;
  readonly reasons: readonly Reason[];
  readonly nameOf: (reason: Reason) => string;
  readonly value: Reason | undefined;
  readonly onChange: (reason: Reason) => void;
  /** Whether reading begins at the first of them. */
  readonly isFirst?: boolean;
}

export function ReasonChoice<Reason extends string>(props: ReasonChoiceProps<Reason>) {
  const { label, description, error, reasons, nameOf, value, onChange, isFirst = false } = props;
  return (
    <Radio.Group
      label={label}
      description={description}
      error={error}
      value={value ?? ''}
      onChange={(chosen) => onChange(chosen as Reason)}
    >
      <Stack gap="xs" mt="xs">
        {reasons.map((one, index) => (
          <Radio
            key={one}
            value={one}
            label={nameOf(one)}
            data-autofocus={(isFirst && index === 0) || undefined}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
