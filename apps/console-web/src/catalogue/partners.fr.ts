// Texts about the keys of partners and what they read: French.
import type { partnersEn } from './partners.en.js';

export const partnersFr: Readonly<Record<keyof typeof partnersEn, string>> = {
  'place.partners': 'Clés des partenaires',
  'partners.title': 'Clés des partenaires',
  'partners.lead':
    'Avec une clé, un partenaire ou un hébergeur utilise les interfaces : il signale à un portail, lit votre propre liste ou les adresses où du contenu est en ligne. Chaque usage compte dans un quota et est consigné.',
  'partners.none': 'Personne n’a encore de clé.',
  'partners.add': 'Créer une clé',
  'partners.add-title': 'Une nouvelle clé',
  'partners.name': 'À qui elle est',
  'partners.name-hint': 'Et pour quoi, tel que vous le retrouverez dans un an.',
  'partners.scopes': 'À quoi elle sert',
  'scope.reports:write': 'Signaler à un portail',
  'scope.lists:read': 'Lire votre propre liste',
  'scope.addresses:read': 'Lire les adresses en ligne',
  'scope-hint.reports:write':
    'Beaucoup d’adresses et d’empreintes à la fois. Ce qui est ainsi signalé ne tranche rien.',
  'scope-hint.lists:read':
    'Les empreintes confirmées par vos propres analystes, et leurs retraits. Jamais la liste d’un tiers.',
  'scope-hint.addresses:read': 'Confirmées et vues ces deux derniers jours ; chacune expire d’elle-même.',
  'partners.portal': 'Portail',
  'partners.no-portal': 'Il n’y a pas de portail auquel elle pourrait signaler.',
  'partners.lists': 'Listes',
  'partners.no-list':
    'Vous ne tenez pas encore de liste à vous. Elle se crée sur la page des listes d’empreintes.',
  'partners.per-minute': 'Appels par minute',
  'partners.per-day': 'Appels par jour',
  'partners.quota': '{minute} par minute, {day} par jour',
  'partners.once':
    'Cette clé n’est montrée qu’une fois. Remettez-la à son détenteur par une voie sûre, sans en garder de copie.',
  'partners.key': 'Clé',
  'partners.copy': 'Copier',
  'partners.copied': 'Copiée',
  'partners.noted': 'Je l’ai transmise',
  'partners.for': 'Pour',
  'partners.state': 'État',
  'partners.state-on': 'Jusqu’au {day}',
  'partners.state-over': 'Expirée le {day}',
  'partners.state-revoked': 'Révoquée par vous le {day}',
  'partners.used': 'Usage',
  'partners.used-today':
    '{count, plural, =0 {pas aujourd’hui} one {# appel aujourd’hui} other {# appels aujourd’hui}}',
  'partners.last-used': 'dernier le {day}',
  'partners.never-used': 'Jamais',
  'partners.revoke': 'Révoquer',
  'partners.revoke-title': 'Révoquer la clé {name} ?',
  'partners.revoke-lead':
    'Son prochain appel est refusé. Elle ne peut pas être rétablie ; une nouvelle clé peut être créée.',
  'list-format.own': 'Ce que vos analystes ont confirmé',
  'field-problem.scopes': 'Choisissez-en au moins un.',
  'field-problem.portalId': 'Choisissez un portail de votre organisation.',
  'field-problem.listIds': 'Choisissez une liste à vous.',
  'field-problem.perMinute': 'Un nombre entier de 1 à 100000.',
  'field-problem.perDay': 'Un nombre entier de 1 à 10000000.',
  'act.api-key.created': 'Clé de partenaire créée',
  'act.api-key.revoked': 'Clé de partenaire révoquée',
  'act.api-key.refused': 'Clé de partenaire refusée',
  'act.feed.read': 'Lecture par un partenaire de ce qui est publié',
  'act.hash-list.exported': 'Liste écrite dans un fichier',
  'act.hash-list.own-kept': 'Liste propre mise en place',
  'act.hash-list.own-changed': 'Liste propre mise à jour',
};
