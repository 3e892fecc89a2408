// Colours, with how well they can be read, and the logo.
import { Button, Checkbox, FileButton, Group, Input, Stack, Text, TextInput } from '@mantine/core';
import { useLanguage } from '../../catalogue/language.context.js';
import { LocalisedField, type FieldContext } from './fields.js';
import { contrastOf, idOf, type Settings } from './portal-form.js';

type Look = NonNullable<Settings['look']>;

/** The pages' own colours, where a portal has none, and what they lie on. */
const STANDARD = { light: '#10558a', dark: '#8cc4ee' } as const;
const GROUND = { light: '#fdfdfb', dark: '#121a21' } as const;
const PANEL = { light: '#eef3f6', dark: '#1d2832' } as const;
const LEAST_CONTRAST = 4.5;

export function LookSection({
  look = {},
  onChange,
  context,
}: {
  readonly look?: Look | undefined;
  readonly onChange: (look: Look) => void;
  readonly context: FieldContext;
}) {
  const { t } = useLanguage();
  const { accent, logo, ...rest } = look;
  const { isReadOnly } = context;
  return (
    <>
      <Checkbox
        label={t('portals.own-colour')}
        description={t('portals.own-colour-hint')}
        checked={accent !== undefined}
        disabled={isReadOnly}
        onChange={(event) =>
          onChange({
            ...rest,
            ...(logo ? { logo } : {}),
            ...(event.currentTarget.checked ? { accent: STANDARD } : {}),
          })
        }
      />
      {accent !== undefined && (
        <Group align="start" grow preventGrowOverflow={false}>
          {(['light', 'dark'] as const).map((scheme) => (
            <Accent
              key={scheme}
              scheme={scheme}
              colour={accent[scheme]}
              onChange={(colour) => onChange({ ...look, accent: { ...accent, [scheme]: colour } })}
              context={context}
            />
          ))}
        </Group>
      )}
      <Logo look={look} onChange={onChange} context={context} />
    </>
  );
}

function Accent({
  scheme,
  colour,
  onChange,
  context,
}: {
  readonly scheme: 'light' | 'dark';
  readonly colour: string;
  readonly onChange: (colour: string) => void;
  readonly context: FieldContext;
}) {
  const { t, number } = useLanguage();
  const path = `look.accent.${scheme}`;
  const [onPage, onPanel] = [contrastOf(colour, GROUND[scheme]), contrastOf(colour, PANEL[scheme])];
  const ratio = onPage === undefined || onPanel === undefined ? undefined : Math.min(onPage, onPanel);
  const problem = context.problem(path);
  const label = t(scheme === 'light' ? 'portals.colour-light' : 'portals.colour-dark');
  return (
    <Stack gap="xs">
      <TextInput
        id={idOf(path)}
        label={label}
        dir="ltr"
        value={colour}
        readOnly={context.isReadOnly}
        error={problem}
        onChange={(event) => onChange(event.currentTarget.value)}
        rightSection={
          <input
            type="color"
            className="colour-well"
            aria-label={label}
            value={ratio === undefined ? '#000000' : colour}
            disabled={context.isReadOnly}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        }
      />
      {ratio !== undefined && (
        <div className="colour-sample" style={{ background: GROUND[scheme], color: colour }}>
          <span>{t('portals.colour-sample')}</span>
        </div>
      )}
      {ratio !== undefined && problem === undefined && (
        <Text size="sm" className={ratio < LEAST_CONTRAST ? 'unreadable' : 'soft'}>
          {t(ratio < LEAST_CONTRAST ? 'portals.contrast-low' : 'portals.contrast', {
            ratio: number(Math.floor(ratio * 10) / 10),
          })}
        </Text>
      )}
    </Stack>
  );
}

function Logo({
  look,
  onChange,
  context,
}: {
  readonly look: Look;
  readonly onChange: (look: Look) => void;
  readonly context: FieldContext;
}) {
  const { t } = useLanguage();
  const { logo, ...rest } = look;
  const { problem, isReadOnly } = context;
  const take = async (file: File | null) => {
    if (file === null) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const png = btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''));
    onChange({ ...look, logo: { png, alt: logo?.alt ?? {} } });
  };
  return (
    <fieldset className="plain-fieldset" id={idOf('look.logo')} tabIndex={-1}>
      <legend>{t('portals.logo')}</legend>
      <Input.Description mb="xs">{t('portals.logo-hint')}</Input.Description>
      {problem('look.logo.png') !== undefined && (
        <Input.Error mb="xs">{problem('look.logo.png')}</Input.Error>
      )}
      <Stack gap="sm">
        {logo !== undefined && (
          <>
            <div className="logo-sample">
              <img src={`data:image/png;base64,${logo.png}`} alt="" height={40} />
            </div>
            <LocalisedField
              path="look.logo.alt"
              label={t('portals.logo-alt')}
              value={logo.alt}
              onChange={(alt) => onChange({ ...look, logo: { ...logo, alt } })}
              context={context}
            />
          </>
        )}
        {!isReadOnly && (
          <Group gap="xs">
            <FileButton accept="image/png" onChange={(file) => void take(file)}>
              {(props) => (
                <Button size="xs" variant="default" {...props}>
                  {t('portals.logo-choose')}
                </Button>
              )}
            </FileButton>
            {logo !== undefined && (
              <Button size="xs" variant="default" onClick={() => onChange(rest)}>
                {t('portals.logo-none')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </fieldset>
  );
}
