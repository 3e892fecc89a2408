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
  'operator.ministry': 'C’est un ministère. Il fait partie du gouvernement.',
  'operator.police': 'C’est la police, une autorité de l’État.',
  'operator.regulator': 'C’est une autorité de régulation de l’État.',
  'operator.public-body': 'C’est un organisme public.',
  'operator.non-governmental': 'C’est une organisation non gouvernementale.',
  'operator.industry': 'C’est une organisation du secteur d’internet.',
  'operator.international': 'C’est une organisation internationale.',
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
    'Vos textes sont verrouillés dès leur arrivée. Seules les personnes qui lisent les signalements peuvent les déverrouiller. Les adresses que vous signalez ne sont pas verrouillées, car nos programmes les examinent.',
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
    'Seulement si vous voulez un e-mail quand il y a du nouveau. Il n’en dit pas plus. Sans adresse e-mail, vous restez anonyme et pouvez quand même voir le résultat avec le code que vous recevrez à la fin.',
  'form.contactEmail.hint.off':
    'Seulement si la personne qui lit votre signalement peut vous écrire pour poser une question. Nous n’envoyons pas d’e-mail sur le résultat : vous le voyez avec le code que vous recevrez à la fin. Sans adresse e-mail, vous restez anonyme.',
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
    'Avec lui, vous pouvez voir ce qu’est devenu votre signalement, lire nos questions et y répondre.',
  'given.once':
    'Dès que vous dites l’avoir conservé, nous ne pouvons plus le montrer. Toute personne qui a le code voit ce que vous voyez.',
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
    'Six groupes de quatre caractères, ou les douze mots. Les espaces, les tirets et les minuscules n’ont pas d’importance.',
  'receipt.open': 'Afficher',
  'receipt.unknown': 'Aucun signalement n’a ce code ici. Vérifiez-le groupe par groupe.',
  'receipt.away.title': 'Nous ne pouvons pas chercher en ce moment',
  'receipt.away.text': 'Attendez un instant et réessayez. Ce que vous avez écrit est toujours là.',

  'status.title': 'Votre signalement',
  'status.received': 'Reçu',
  'status.received.text':
    'Votre signalement est arrivé. Dès qu’il y aura autre chose à dire, ce sera affiché ici.',
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
  'contact.letters':
    'Vous nous avez donné une adresse e-mail avec ce signalement. Nous y écrivons quand nous avons une question et quand le signalement est clos : seulement qu’il y a du nouveau, et rien sur le signalement. Vous pouvez la faire effacer ; nous n’écrirons alors plus.',
  'contact.forget': 'Effacer mon adresse e-mail',
  'contact.forgotten': 'Votre adresse e-mail a été effacée.',

  'closed.title': 'Ce portail est fermé',
  'closed.lead': 'Aucun signalement ne peut être envoyé ici pour le moment.',
  'closed.instead': 'Vous pouvez vous adresser à :',
  'closed.receipt': 'Si vous avez le code d’un signalement précédent, vous pouvez toujours l’utiliser.',
  'first.read-in': 'Les signalements sont lus dans ce pays : {country}.',
  'first.safeguarding':
    'Si un enfant est en danger, ou si le signalement vous concerne, {name} ({country}) apprend aussitôt qu’il y a un signalement et l’adresse qu’il contient. Vos mots restent chez ceux qui lisent les signalements.',
  'first.partners': 'Nous travaillons avec',
  'first.privacy': 'Ce que devient ce que vous envoyez',
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
    '« Quitter », en haut, vous mène aussitôt à un autre site. Cela ne peut pas effacer ce site de l’historique de votre navigateur.',
  'form.step': 'Étape {step, number} sur {last, number}',
  'form.step.1': 'Où est-ce ?',
  'form.step.2': 'De quoi s’agit-il ?',
  'form.step.3': 'Qu’est-ce qui aide à le trouver ?',
  'form.step.4': 'Vérifier et envoyer',
  'form.step.3.text': 'Laissez de côté ce que vous ne savez pas ou ne voulez pas dire.',
  'form.intro.steps': 'Seule cette question demande une réponse. Vous pouvez passer toutes les autres.',
  'form.kept':
    'L’adresse seule est maintenant gardée. Si vous vous arrêtez ici, elle devient un signalement dans une heure. « Quitter » sur cette page l’efface.',
  'form.next': 'Continuer',
  'form.send-now': 'Passer le reste et envoyer',
  'form.all': 'Toutes les questions sur une page',
  'form.still': 'Est-ce toujours là ?',
  'form.still.yes': 'Oui',
  'form.still.no': 'Non',
  'form.still.unknown': 'Je ne sais pas',
  'form.still.hint': 'N’y retournez pas pour vérifier.',
  'form.access': 'Faut-il quelque chose pour y entrer ?',
  'form.access.hint': 'Par exemple un nom d’utilisateur, un mot de passe, ou ce sur quoi il faut cliquer.',
  'form.reported': 'En avez-vous déjà parlé à quelqu’un ?',
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
  'place.app.site': 'Comment s’appelle le site ?',
  'place.app.network': 'Quel réseau ?',
  'place.app.messenger': 'Quelle application ?',
  'place.app.game': 'Quel jeu ou quelle console ?',
  'place.app.program': 'Quel logiciel ou service ?',
  'place.app.stream': 'Quel site ou quelle application ?',
  'place.app.newsgroup': 'Quel groupe de discussion ?',
  'place.account.album': 'Nom de l’album ou du compte',
  'place.account.page': 'Nom du compte, de la page ou du groupe',
  'place.account.group': 'Nom ou numéro du groupe ou de la personne',
  'place.account.player': 'Nom du joueur ou du serveur',
  'place.account.file': 'Nom du fichier',
  'place.account.channel': 'Nom de la chaîne ou du compte',
  'place.account.article': 'Expéditeur et objet',
  'place.link': 'Lien d’invitation, s’il y en a un',
  'place.link.file': 'Lien, s’il y en a un',
  'place.reach': 'Comment y arrive-t-on ?',
  'place.reach.hint': 'Par exemple dans quelle partie c’était, et ce qu’il faut ouvrir pour y arriver.',

  'first.choose': 'Que voulez-vous faire ?',
  'first.saw': 'Signaler ce que j’ai vu',
  'about.picture': 'Je suis moi-même sur une image ou une vidéo',
  'about.threat': 'Quelqu’un me menace ou fait pression sur moi',
  'about.child': 'Je m’inquiète pour un enfant que je connais',
  'about.thoughts': 'Mes propres pensées m’inquiètent',
  'about.elsewhere': 'Il s’agit d’autre chose',
  'help.title': 'De quoi s’agit-il ?',
  'help.lead':
    'Choisissez ce qui convient. Vous n’avez pas à dire qui vous êtes. Rien de ce que vous écrivez ici n’est gardé avant l’envoi.',
  'help.link': 'S’agit-il de vous, ou d’un enfant que vous connaissez ?',
  'help.age.self': 'Quel âge avez-vous ?',
  'help.age.child': 'Quel âge a l’enfant ?',
  'help.age.why':
    'Pour que la page suivante convienne. Si vous nous écrivez ensuite, votre réponse est jointe. Vous n’êtes pas obligé de le dire.',
  'age.under-13': 'Moins de 13 ans',
  'age.13-15': '13 à 15 ans',
  'age.16-17': '16 ou 17 ans',
  'age.18-over': '18 ans ou plus',
  'age.unsaid': 'Je préfère ne pas le dire',
  'age.line.self': 'Âge de la personne qui signale :',
  'age.line.child': 'Âge de l’enfant :',
  'picture.lead.young':
    'Ce n’est pas votre faute, quoi qu’il se soit passé. D’autres ont vécu cela aussi. Souvent, de telles images peuvent être retirées, et nous aidons à le faire.',
  'picture.lead.adult':
    'Ce que l’on vous a fait n’est pas votre faute. Peu importe depuis combien de temps. Souvent, de telles images peuvent être retirées, et nous aidons à le faire.',
  'picture.do.search': 'Il n’est pas nécessaire de chercher l’image.',
  'picture.do.send': 'L’image ne doit être envoyée à personne, même pas à nous.',
  'picture.do.tell': 'En parler à une personne de confiance peut aider.',
  'threat.lead.young':
    'Vous n’y êtes pour rien. La personne qui vous fait cela agit mal. Il y a quelqu’un pour vous aider.',
  'threat.lead.adult': 'Vous n’y êtes pour rien. La personne qui vous menace agit mal.',
  'threat.do.pay':
    'Ne rien payer et ne plus rien envoyer. Ceux qui menacent demandent souvent davantage ensuite.',
  'threat.do.keep': 'Garder les messages et le nom du compte. Ne pas les effacer.',
  'threat.do.stop':
    'Il n’est pas nécessaire de répondre. Une fois le nom du compte noté, il peut être bloqué.',
  'threat.do.tell': 'En parler à une personne de confiance peut aider.',
  'child.lead': 'C’est bien d’y prêter attention. Il n’est pas nécessaire d’être certain.',
  'child.do.listen':
    'Si l’enfant vous confie quelque chose, écoutez calmement et dites-lui que ce n’est pas sa faute.',
  'child.do.leave':
    'N’interrogez vous-même ni l’enfant ni la personne que vous soupçonnez. Laissez cela à des personnes formées.',
  'child.do.name':
    'Vous décidez de ce que vous dites. Un nom ou un lieu aide à protéger l’enfant, mais peut révéler qui vous êtes.',
  'thoughts.lead.young':
    'Si vos propres pensées ou ce que vous faites vous inquiètent, en parler peut aider. Il y a des personnes dont le métier est d’écouter.',
  'thoughts.lead.adult':
    'Avoir de telles pensées ne veut pas dire que l’on doit passer à l’acte. Il y a des personnes formées pour aider dans ce cas.',
  'thoughts.nothing': 'Rien de cette visite n’est enregistré ici, et cette page ne vous demande rien.',
  'thoughts.none':
    'Ce portail n’indique aucun lieu de ce genre. Un médecin ou un psychothérapeute peut aider ; demandez d’abord ce qui reste confidentiel.',
  'thoughts.now': 'Si un enfant risque du mal maintenant, quittez les lieux et appelez.',
  'concern.form': 'Que voulez-vous nous dire ?',
  'concern.form.hint':
    'Ne répondez qu’à ce que vous voulez. Une réponse suffit. Rien n’est gardé avant que vous appuyiez sur « Envoyer ».',
  'concern.urls': 'Où est-ce sur internet ?',
  'concern.urls.hint': 'Une adresse ou un lien, si vous en connaissez un.',
  'concern.app': 'Dans quelle application, quel jeu ou quel site ?',
  'concern.account.picture': 'Qui l’a ?',
  'concern.account.threat': 'Quel compte est-ce ?',
  'concern.account.child': 'De quel compte ou de quelle personne s’agit-il ?',
  'concern.account.hint': 'Par exemple son nom ou son numéro, tel qu’il y est écrit.',
  'concern.until': 'Jusqu’à quand vous a-t-on laissé du temps ?',
  'concern.until.hint': 'Le jour et l’heure, s’ils ont été dits.',
  'concern.shared': 'Est-ce que d’autres l’ont déjà reçu ?',
  'concern.story.picture': 'Que s’est-il passé ?',
  'concern.story.threat': 'Que demande-t-on, et que s’est-il passé ?',
  'concern.story.child': 'Qu’est-ce qui vous inquiète ?',
  'concern.story.hint': 'Avec vos mots. Quelques-uns suffisent.',
  'concern.danger': 'Je suis en danger en ce moment',
  'concern.contact.hint':
    'Seulement si vous voulez un e-mail quand il y a une réponse. Il dit seulement qu’il y a du nouveau ; mais d’autres personnes qui lisent vos e-mails pourraient voir qu’il est arrivé. Vous recevez aussi un code, avec lequel vous pouvez lire notre réponse ici.',
  'concern.contact.hint.off':
    'Seulement si nous pouvons vous écrire. D’autres personnes qui lisent vos e-mails pourraient le voir. Vous recevez aussi un code, avec lequel vous pouvez lire notre réponse ici.',
  'concern.send': 'Envoyer',
  'concern.empty': 'Répondez à au moins une question avant d’envoyer. Quelques mots suffisent.',
  'concern.next.read':
    'Une personne lit ce que vous avez écrit. Cela passe avant les autres signalements, sauf si un enfant est en danger en ce moment.',
  'concern.next.ask': 'Si nous avons une question, elle se trouve ici, sous votre code. Revenez voir.',
  'hash.title': 'Une empreinte de l’image',
  'hash.lead':
    'Si vous avez l’image : votre appareil peut en calculer une empreinte. L’image reste sur votre appareil. Seule l’empreinte est envoyée, avec ce que vous écrivez ici, et une personne l’examine d’abord. Elle sert à trouver des copies, par :',
  'hash.no-search': 'Ne recherchez pas l’image pour cela.',
  'hash.choose': 'Choisir l’image sur cet appareil',
  'hash.working': 'Un instant…',
  'hash.made': 'L’empreinte est prête. Elle sera envoyée quand vous appuierez sur « Envoyer ».',
  'hash.exact':
    'L’empreinte est prête. Elle ne trouve que les copies exactement identiques. Elle sera envoyée quand vous appuierez sur « Envoyer ».',
  'hash.failed': 'Ce fichier n’a pas pu être lu. Aucune empreinte n’a été faite.',
  'hash.drop': 'Ne pas envoyer l’empreinte',
  'hash.without':
    'Votre navigateur n’exécute pas de scripts : aucune empreinte ne peut être faite ici. Vous pouvez envoyer sans elle.',
  'hash.service':
    'Si vous avez l’image, ce service peut en calculer une empreinte sur votre propre appareil, pour que des copies soient trouvées :',
  'elsewhere.title': 'Où s’adresser pour autre chose',
  'elsewhere.lead':
    'Ce portail est consacré aux violences et à l’exploitation sexuelles des enfants. Pour autre chose, ces services peuvent mieux vous aider.',
  'elsewhere.none':
    'Ce portail n’indique pas d’autres services. Vous pouvez vous adresser à la police là où vous êtes.',
  'elsewhere.still': 'Vous n’êtes pas sûr ? Envoyez-le-nous quand même. Personne n’est renvoyé.',
  'topic.terrorism': 'Terrorisme et extrémisme violent',
  'topic.fraud': 'Escroquerie',
  'topic.adult-material': 'Images d’adultes',
  'topic.hate': 'Haine',
  'topic.self-harm': 'Suicide et automutilation',
  'topic.drugs': 'Drogues',
  'topic.missing-child': 'Un enfant disparu',
  'topic.other-crime': 'Une autre infraction',
  'topic.other': 'Toute autre chose',
  'form.kind.threatened': 'Quelqu’un menace la personne qui signale ou fait pression sur elle',
  'form.kind.child-concern': 'Inquiétude pour un enfant que connaît la personne qui signale',
  'given.how': 'Notez-le, imprimez cette page, sélectionnez-le et copiez-le, ou retenez les mots.',
  'given.words': 'Le même code en mots',
  'given.words.hint': 'Des mots anglais, dans cet ordre. Ils ouvrent votre signalement comme le code.',
  'given.kept': 'Je l’ai conservé',
  'kept.title': 'Merci',
  'kept.text':
    'Nous n’affichons plus le code, même si le formulaire est envoyé encore une fois. Vous pouvez fermer cette page, ou la quitter par le bouton en haut.',
  'title.kept': 'Merci de votre aide',
  'status.delay':
    'Ce qui est affiché ici peut avoir un jour de retard ou plus. Cela protège le travail en cours.',
  'help.age.why-thoughts':
    'Pour que la page suivante convienne. Votre réponse n’est pas gardée. Vous n’êtes pas obligé de le dire.',
  'help.still-kept':
    'L’adresse donnée auparavant n’a pas pu être effacée à l’instant. Nous réessayons à votre prochaine étape.',
  'form.drop': 'L’effacer et revenir à la première page',
  'form.back':
    'Pour revenir, utilisez ce bouton : il garde ce que vous avez écrit. Si celui de votre appareil affiche une erreur, rechargez cette page et confirmez. Rien n’est envoyé deux fois, mais il faudra peut-être remplir cette page de nouveau.',
  'elsewhere.resume': 'Revenir à ce que j’ai écrit',
  'kept.again':
    'Votre signalement est arrivé, et vous en avez conservé le code. Nous ne l’affichons plus. Vous pouvez fermer cette page, ou la quitter par le bouton en haut.',
  'link.new-tab': 'S’ouvre dans un nouvel onglet',
  'unsent.title': 'Ce que vous avez écrit',
  'unsent.text':
    'Cela n’a pas été envoyé. Le texte reste affiché ici, pour que vous puissiez le copier et le signaler ailleurs.',
  'first.dont':
    'S’il vous plaît, ne cherchez pas d’autres contenus de ce genre, ne téléchargez rien, ne faites pas de capture d’écran et n’envoyez rien à personne. L’adresse suffit.',
};
