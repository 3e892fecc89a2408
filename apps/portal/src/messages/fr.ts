import type { Catalogue } from './en.js';

export const fr: Catalogue = {
  'language.name': 'Français',
  'nav.skip': 'Aller au contenu',
  'nav.languages': 'Langue',
  'nav.first': 'Page d’accueil',
  'nav.back': 'Retour',
  'demo.label': 'Démonstration',
  'demo.banner':
    'Ceci est une démonstration. N’envoyez pas de vrai signalement ici : aucun service ne le lirait.',

  'first.title': 'Signaler des violences sexuelles sur des enfants sur internet',
  'first.lead': 'Vous faites ce qu’il faut. Avoir vu cela n’est pas votre faute.',
  'first.what':
    'Signalez ici les images, vidéos ou messages sur internet dans lesquels un enfant est victime de violences ou d’exploitation sexuelles.',
  'first.no-name': 'Nous ne demandons pas votre nom. Aucun compte n’est nécessaire.',
  'first.start': 'Commencer un signalement',
  'first.receipt': 'J’ai déjà un code',
  'first.who': 'Qui lit votre signalement',
  'first.law': 'Ce que dit la loi ici',
  'first.help': 'Parler à quelqu’un',

  'danger.title': 'Un enfant est-il en danger en ce moment ?',
  'danger.call': 'Appelez d’abord. Un signalement fait sur cette page n’est pas lu immédiatement.',
  'danger.call-local':
    'Appelez d’abord la police ou les secours là où vous êtes. Un signalement fait sur cette page n’est pas lu immédiatement.',

  'anonymity.title': 'Ce que veut dire anonyme ici',
  'anonymity.we':
    'Nous n’enregistrons ni votre adresse internet, ni votre appareil, ni la page d’où vous venez.',
  'anonymity.sealed':
    'Ce que vous nous écrivez est verrouillé dès son arrivée. Seules les personnes qui lisent les signalements peuvent le déverrouiller.',
  'anonymity.others':
    'D’autres peuvent voir que vous avez visité ce site : les personnes qui utilisent votre téléphone ou votre ordinateur, et celles qui gèrent votre réseau, par exemple une école ou un employeur. Le site reste aussi dans l’historique de votre navigateur.',

  'dont.title': 'S’il vous plaît',
  'dont.search': 'n’en cherchez pas d’autres',
  'dont.download': 'ne téléchargez rien et ne faites pas de capture d’écran',
  'dont.forward': 'ne les transférez à personne, même pas à nous',
  'dont.why':
    'L’adresse suffit. Conserver ou transmettre de tels contenus peut être un délit, même avec de bonnes intentions.',

  'form.title': 'Votre signalement',
  'form.intro': 'Seule la première question demande une réponse. Pour le reste, c’est vous qui décidez.',
  'form.optional': '(facultatif)',
  'form.where': 'Où est-ce ?',
  'form.where.hint': 'Donnez une adresse ou décrivez l’endroit. L’un des deux suffit.',
  'form.urls': 'Adresse',
  'form.urls.hint':
    'S’il y en a plusieurs, mettez-en une par ligne. Ce n’est pas grave si une adresse est incomplète. Ne l’ouvrez pas de nouveau.',
  'form.place': 'Description de l’endroit',
  'form.place.hint':
    'Par exemple l’application, le nom du groupe ou de l’utilisateur, et comment le trouver.',
  'form.kind': 'De quoi s’agit-il ?',
  'form.kind.sexual-abuse-material': 'Images ou vidéos de violences sexuelles sur un enfant',
  'form.kind.self-report': 'Images ou vidéos de moi. J’ai moins de 18 ans, ou je les avais à l’époque',
  'form.kind.extortion': 'Quelqu’un menace un enfant ou fait pression sur lui avec des images',
  'form.kind.grooming': 'Un adulte aborde un enfant de manière sexuelle',
  'form.kind.trafficking-or-travel': 'Un enfant est proposé ou exploité à des fins sexuelles',
  'form.kind.drawn-or-generated': 'Images dessinées ou créées par ordinateur',
  'form.kind.other': 'Autre chose',
  'form.seenAt': 'Quand l’avez-vous vu ?',
  'form.seenAt.hint': 'Le jour suffit.',
  'form.danger': 'Un enfant est en danger en ce moment',
  'form.danger.hint': 'Appelez aussi :',
  'form.danger.hint-local': 'Appelez aussi la police ou les secours.',
  'form.comment': 'Y a-t-il autre chose que nous devrions savoir ?',
  'form.comment.hint':
    'Par exemple un mot de passe ou les étapes pour y arriver. Pour rester anonyme, n’écrivez rien qui permette de vous reconnaître.',
  'form.contactEmail': 'Votre adresse e-mail',
  'form.contactEmail.hint':
    'Seulement si vous voulez que nous vous écrivions. Sans elle, vous restez anonyme et pouvez quand même voir le résultat avec le code que vous recevrez à la fin.',
  'form.trap': 'Laissez ce champ vide',
  'form.send': 'Envoyer le signalement',

  'error.prefix': 'Erreur : {title}',
  'error.summary': 'Le signalement n’a pas encore été envoyé',
  'error.kept': 'Tout ce que vous avez écrit est toujours là.',
  'error.urls.address-or-place': 'Donnez une adresse ou décrivez l’endroit.',
  'error.urls.too-many':
    'C’est plus que nous ne pouvons prendre en une fois. Envoyez ici au plus {limit, plural, one {# adresse} many {# d’adresses} other {# adresses}}, et le reste dans un second signalement.',
  'error.urls.too-long': 'Une ligne dépasse {limit, number} caractères. Ne gardez que l’adresse.',
  'error.too-long':
    'Le texte dépasse {limit, number} caractères. Raccourcissez-le, ou envoyez le reste dans un second signalement.',
  'error.seenAt.date-form': 'Donnez le jour sous la forme année, mois, jour, par exemple {example}.',
  'error.seenAt.date-in-future': 'Ce jour n’est pas encore venu. Vérifiez la date ou laissez le champ vide.',
  'error.contactEmail.email-form':
    'Cette adresse e-mail n’est pas complète. Corrigez-la ou laissez le champ vide.',
  'error.trap': 'Laissez le dernier champ vide. Il sert à écarter les messages automatiques.',
  'error.malformed': 'Nous n’avons pas pu lire cette réponse. Donnez-la de nouveau, s’il vous plaît.',

  'notice.again': 'Envoyer de nouveau',
  'notice.stale.title': 'Envoyez votre signalement encore une fois',
  'notice.stale.text':
    'Cette page était ouverte depuis longtemps. Tout ce que vous avez écrit est toujours là.',
  'notice.used.title': 'Ce formulaire a déjà été envoyé',
  'notice.used.text':
    'Votre premier signalement est arrivé et a son code. Ce qui est écrit ici maintenant est différent. Si vous l’envoyez, ce sera un second signalement.',
  'notice.away.title': 'Nous ne pouvons pas prendre votre signalement en ce moment',
  'notice.away.text':
    'Tout ce que vous avez écrit est toujours là. Attendez un instant et envoyez-le de nouveau. Même après plusieurs essais, cela reste un seul signalement.',
  'notice.files.title': 'Ce formulaire ne prend pas de fichiers',
  'notice.files.text': 'N’envoyez ni image ni vidéo. L’adresse suffit.',

  'given.title': 'Votre signalement est arrivé. Merci.',
  'given.code': 'Votre code',
  'given.keep':
    'Notez le code ou imprimez cette page. Avec lui, vous pouvez voir ce qu’est devenu votre signalement, lire nos questions et y répondre.',
  'given.once':
    'Nous ne pourrons pas vous le montrer une seconde fois. Toute personne qui a le code voit ce que vous voyez.',
  'given.without': 'Si vous ne voulez pas revenir, vous n’en avez pas besoin.',
  'given.next': 'Et maintenant ?',
  'given.next.look': 'Nous examinons ce que vous avez signalé.',
  'given.next.pass':
    'S’il s’agit de violences sexuelles sur un enfant, nous le transmettons pour que ce soit retiré et que la police puisse enquêter.',
  'given.next.you': 'Vous n’avez plus rien à faire. N’y retournez pas pour vérifier.',
  'given.another': 'Signaler autre chose',

  'receipt.title': 'Qu’est devenu votre signalement ?',
  'receipt.code': 'Votre code',
  'receipt.code.hint':
    'Six groupes de quatre caractères. Les espaces, les tirets et les minuscules n’ont pas d’importance.',
  'receipt.open': 'Afficher',
  'receipt.unknown': 'Aucun signalement n’a ce code ici. Vérifiez-le groupe par groupe.',
  'receipt.away.title': 'Nous ne pouvons pas chercher en ce moment',
  'receipt.away.text': 'Attendez un instant et réessayez. Ce que vous avez écrit est toujours là.',

  'status.title': 'Votre signalement',
  'status.received': 'Reçu',
  'status.received.text': 'Votre signalement est arrivé. Il n’a pas encore été évalué.',
  'status.in-assessment': 'En cours d’évaluation',
  'status.in-assessment.text': 'Nous évaluons ce que vous avez signalé.',
  'status.closed': 'Clos',
  'status.closed.text': 'Notre travail sur votre signalement est terminé.',
  'outcome.forwarded':
    'Ce que vous avez signalé est probablement illégal. Nous l’avons transmis à ceux qui peuvent le faire retirer et enquêter. Merci de votre aide.',
  'outcome.not-illegal':
    'Selon la loi qui s’applique ici, nous n’avons pas pu établir que ce que vous avez signalé est illégal. Vous avez quand même bien fait de le signaler.',
  'outcome.not-reachable':
    'Nous ne l’avons plus trouvé à l’endroit indiqué. Vous avez quand même bien fait de le signaler.',

  'messages.title': 'Messages',
  'messages.none': 'Il n’y a pas de message.',
  'messages.from-us': 'De notre part, {date}',
  'messages.from-you': 'De votre part, {date}',
  'messages.locked':
    'Ce que vous avez écrit est verrouillé. Seules les personnes qui lisent les signalements peuvent l’ouvrir.',
  'answer.text': 'Nous écrire',
  'answer.text.hint': 'Pour rester anonyme, n’écrivez rien qui permette de vous reconnaître.',
  'answer.send': 'Envoyer le message',
  'answer.done': 'Votre message est arrivé.',
  'answer.empty': 'Écrivez d’abord quelque chose.',
  'answer.too-many':
    'On ne peut plus ajouter de message à ce signalement. Faites un nouveau signalement, s’il vous plaît.',
  'contact.title': 'Votre adresse e-mail',
  'contact.text':
    'Vous nous avez donné une adresse e-mail avec ce signalement. Vous pouvez la faire effacer.',
  'contact.forget': 'Effacer mon adresse e-mail',
  'contact.forgotten': 'Votre adresse e-mail a été effacée.',

  'list.title': 'Où voulez-vous faire un signalement ?',
  'list.text': 'Choisissez le pays ou le territoire où vous êtes.',
  'list.none': 'Il n’est pas possible de faire un signalement ici en ce moment.',

  'page.not-found.title': 'Cette page n’existe pas ici',
  'page.not-found.text': 'Vérifiez l’adresse, ou partez de la page d’accueil.',
  'page.away.title': 'Cette page ne peut pas être affichée en ce moment',
  'page.away.text': 'Attendez un instant et chargez-la de nouveau.',
  'page.broken.title': 'Une erreur s’est produite de notre côté',
  'page.broken.text': 'Réessayez. Si cela se reproduit, donnez ce numéro à l’exploitant du site : {id}.',
  'page.refused.title': 'Cet envoi n’a pas pu être lu',
  'page.refused.text': 'Revenez en arrière et réessayez.',

  'nav.leave': 'Quitter',
  'title.first': 'Informations et aide',
  'title.form': 'Formulaire',
  'title.step': 'Formulaire, étape {step, number} sur {last, number}',
  'title.given': 'Merci',
  'title.receipt': 'Votre code',
  'anonymity.leave':
    '« Quitter », en haut, vous mène aussitôt à un autre site. Cela ne peut pas effacer ce site de l’historique de votre navigateur.',
  'form.step': 'Étape {step, number} sur {last, number}',
  'form.step.1': 'Où est-ce ?',
  'form.step.2': 'De quoi s’agit-il ?',
  'form.step.3': 'Qu’est-ce qui aide à le trouver ?',
  'form.step.4': 'Vérifier et envoyer',
  'form.step.3.text': 'Laissez de côté ce que vous ne savez pas ou ne voulez pas dire.',
  'form.intro.steps': 'Seule cette question demande une réponse. Vous pouvez passer toutes les autres.',
  'form.kept':
    'L’adresse seule est maintenant gardée. Si vous vous arrêtez ici, elle devient un signalement dans une heure. « Quitter » l’efface.',
  'form.next': 'Continuer',
  'form.send-now': 'Passer le reste et envoyer',
  'form.all': 'Toutes les questions sur une page',
  'form.still': 'Est-ce toujours là ?',
  'form.still.yes': 'Oui',
  'form.still.no': 'Non',
  'form.still.unknown': 'Je ne sais pas',
  'form.still.hint': 'N’y retournez pas pour vérifier.',
  'form.access': 'Faut-il quelque chose pour y entrer ?',
  'form.access.hint': 'Par exemple un nom d’utilisateur, un mot de passe, ou ce sur quoi il faut cliquer.',
  'form.reported': 'En avez-vous déjà parlé à quelqu’un ?',
  'form.reported.police': 'La police',
  'form.reported.platform': 'Le site ou l’application',
  'place.title': 'Type d’endroit',
  'place.choose': 'Je ne peux pas donner d’adresse',
  'place.change': 'C’était un autre type d’endroit',
  'place.choose.hint': 'Choisissez ce qui convient le mieux.',
  'place.kind.site': 'Site web',
  'place.kind.image-host': 'Site de partage d’images',
  'place.kind.social': 'Réseau social',
  'place.kind.messenger': 'Messagerie ou tchat',
  'place.kind.game': 'Jeu',
  'place.kind.file-sharing': 'Partage de fichiers',
  'place.kind.live-stream': 'Diffusion en direct',
  'place.kind.newsgroup': 'Groupe de discussion',
  'place.kind.other': 'Ailleurs',
  'place.app.site': 'Comment s’appelle le site ?',
  'place.app.network': 'Quel réseau ?',
  'place.app.messenger': 'Quelle application ?',
  'place.app.game': 'Quel jeu ou quelle console ?',
  'place.app.program': 'Quel logiciel ou service ?',
  'place.app.stream': 'Quel site ou quelle application ?',
  'place.app.newsgroup': 'Quel groupe de discussion ?',
  'place.account.album': 'Nom de l’album ou du compte',
  'place.account.page': 'Nom du compte, de la page ou du groupe',
  'place.account.group': 'Nom ou numéro du groupe ou de la personne',
  'place.account.player': 'Nom du joueur ou du serveur',
  'place.account.file': 'Nom du fichier',
  'place.account.channel': 'Nom de la chaîne ou du compte',
  'place.account.article': 'Expéditeur et objet',
  'place.link': 'Lien d’invitation, s’il y en a un',
  'place.link.file': 'Lien, s’il y en a un',
  'place.reach': 'Comment y arrive-t-on ?',
  'place.reach.hint': 'Par exemple où c’était dans l’application, et quand.',
};
