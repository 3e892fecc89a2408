// What the demonstration shows of itself. Two hotlines: one that belongs to ICCAM, one that does not.
import type { Role } from '#libs/identity';
import type { PublishedSettings } from '#libs/organisations';

export interface DemonstrationOrganisation {
  readonly code: string;
  readonly name: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
  readonly isIccamMember: boolean;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly portal: {
    readonly slug: string;
    readonly country: string;
    readonly locales: readonly string[];
    readonly published: PublishedSettings;
  };
  readonly accounts: readonly { readonly email: string; readonly role: Role; readonly displayName: string }[];
}

const published = (country: string, name: PublishedSettings['name']): PublishedSettings => ({
  name,
  operator: {
    en: 'Nobody: this is a demonstration. What you send stays on this machine.',
    fr: 'Personne : ceci est une démonstration. Ce que vous envoyez reste sur cette machine.',
    ar: 'لا أحد: هذا عرض توضيحي. ما ترسله يبقى على هذا الجهاز.',
  },
  operatorKind: 'non-governmental',
  readBy: {
    en: 'The demonstration’s own analyst accounts, whenever somebody uses them.',
    fr: 'Les comptes d’analystes de la démonstration, lorsque quelqu’un les utilise.',
    ar: 'حسابات المحللين في هذا العرض التوضيحي، متى استخدمها أحد.',
  },
  readIn: country,
  readWhen: { en: 'At any hour, or never', fr: 'À toute heure, ou jamais', ar: 'في أي ساعة، أو أبدًا' },
  emergency: [
    {
      label: {
        en: 'Emergency services (demonstration)',
        fr: 'Urgences (démonstration)',
        ar: 'خدمات الطوارئ (عرض توضيحي)',
      },
      number: '112',
    },
  ],
  helplines: [
    {
      name: { en: 'Child helpline', fr: 'Ligne d’aide aux enfants', ar: 'خط مساعدة الطفل' },
      note: {
        en: 'In many countries of Europe',
        fr: 'Dans de nombreux pays d’Europe',
        ar: 'في كثير من بلدان أوروبا',
      },
      number: '116 111',
      languages: [],
      hours: { en: 'Differs by country', fr: 'Selon le pays', ar: 'تختلف حسب البلد' },
      audiences: ['children', 'parents'],
    },
    {
      name: { en: 'Stop It Now', fr: 'Stop It Now', ar: 'Stop It Now' },
      note: {
        en: 'For people worried about their own thoughts; in English',
        fr: 'Pour qui s’inquiète de ses propres pensées ; en anglais',
        ar: 'لمن تقلقه أفكاره؛ بالإنجليزية',
      },
      url: 'https://www.stopitnow.org/',
      languages: ['en'],
      audiences: ['own-thoughts'],
    },
  ],
  partners: [],
  outOfScope: [
    {
      topic: 'fraud',
      name: { en: 'Police (demonstration)', fr: 'Police (démonstration)', ar: 'الشرطة (عرض توضيحي)' },
      number: '112',
    },
  ],
  hashService: {
    name: { en: 'Take It Down', fr: 'Take It Down', ar: 'Take It Down' },
    url: 'https://takeitdown.ncmec.org/',
  },
  hiddenQuestions: [],
  look: {},
  texts: {
    legal: {
      en: 'This is a demonstration. On a real portal the country’s law stands here, in plain words.',
      fr: 'Ceci est une démonstration. Sur un vrai portail, la loi du pays figure ici, en mots simples.',
      ar: 'هذا عرض توضيحي. في البوابة الحقيقية يُعرض هنا قانون البلد بكلمات بسيطة.',
    },
  },
});

// A demonstration is tried at any hour.
const atAnyHour = { exposure: { claimHours: 'any' } };

export const demonstrationOrganisations: readonly DemonstrationOrganisation[] = [
  {
    code: 'DEMO',
    name: 'Demonstration Hotline',
    country: 'LU',
    isIccamMember: true,
    policy: atAnyHour,
    portal: {
      slug: 'demo',
      country: 'LU',
      locales: ['en', 'fr', 'ar'],
      published: published('LU', {
        en: 'Demonstration portal',
        fr: 'Portail de démonstration',
        ar: 'بوابة توضيحية',
      }),
    },
    accounts: [
      { email: 'analyst@demo.example', role: 'analyst', displayName: 'Demonstration analyst' },
      { email: 'supervisor@demo.example', role: 'supervisor', displayName: 'Demonstration supervisor' },
      { email: 'admin@demo.example', role: 'administrator', displayName: 'Demonstration administrator' },
    ],
  },
  {
    code: 'ISLE',
    name: 'Island Hotline (demonstration)',
    country: 'MT',
    isIccamMember: false,
    policy: atAnyHour,
    portal: {
      slug: 'isle',
      country: 'MT',
      locales: ['en', 'fr', 'ar'],
      published: published('MT', {
        en: 'Demonstration portal of a hotline outside ICCAM',
        fr: 'Portail de démonstration d’une ligne hors ICCAM',
        ar: 'بوابة توضيحية لخط خارج ICCAM',
      }),
    },
    accounts: [{ email: 'analyst@isle.example', role: 'analyst', displayName: 'Island analyst' }],
  },
];
