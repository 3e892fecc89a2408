import type { Catalogue } from './en.js';

/** Malagasy, not reviewed yet. */
export const mg: Catalogue = {
  'language.name': 'Malagasy',
  'nav.skip': 'Mandehana amin’ny votoatiny',
  'nav.languages': 'Fiteny',
  'nav.first': 'Pejy voalohany',
  'nav.back': 'Hiverina',
  'demo.label': 'Fampisehoana',
  'demo.banner': 'Fampisehoana ihany ity. Aza mandefa fampilazana tena izy eto: tsy misy mamaky izany.',

  'first.title': 'Mampilaza herisetra ara-nofo amin’ny ankizy ao amin’ny internet',
  'first.lead': 'Manao ny tsara ianao. Tsy fahadisoanao ny nahita izany.',
  'first.what':
    'Lazao aminay eto ny sary, lahatsary na hafatra ao amin’ny internet ahitana ankizy iharan’ny herisetra na fitrandrahana ara-nofo.',
  'first.no-name': 'Tsy manontany ny anaranao izahay. Tsy mila kaonty ianao.',
  'first.start': 'Atombohy ny fampilazana',
  'first.receipt': 'Efa manana kaody aho',
  'first.who': 'Iza no mamaky ny fampilazanao',
  'operator.ministry': 'Minisitera ity. Anisan’ny governemanta izy.',
  'operator.police': 'Polisy ity, manam-pahefana ao amin’ny fanjakana.',
  'operator.regulator': 'Mpandrindra ity, manam-pahefana ao amin’ny fanjakana.',
  'operator.public-body': 'Sampan-draharaham-panjakana ity.',
  'operator.non-governmental': 'Fikambanana tsy miankina amin’ny governemanta ity.',
  'operator.industry': 'Fikambanana ao amin’ny sehatry ny aterineto ity.',
  'operator.international': 'Fikambanana iraisam-pirenena ity.',
  'first.law': 'Ny lalàna eto',
  'first.help': 'Olona azo iresahana',

  'danger.title': 'Misy ankizy tandindomin-doza ve izao?',
  'danger.call': 'Miantsoa aloha azafady. Tsy vakina avy hatrany ny fampilazana amin’ity pejy ity.',
  'danger.call-local':
    'Antsoy aloha azafady ny polisy na ny vonjy taitra eo amin’ny misy anao. Tsy vakina avy hatrany ny fampilazana amin’ity pejy ity.',

  'anonymity.title': 'Ny atao hoe tsy fantatra anarana eto',
  'anonymity.we': 'Tsy raketinay ny adiresinao amin’ny internet, na ny fitaovanao, na ny pejy nivoahanao.',
  'anonymity.sealed':
    'Mihidy vantany vao tonga izay soratanao. Ny olona mamaky ny fampilazana ihany no afaka manokatra azy. Tsy mihidy ny adiresy ampilazainao, satria jeren’ny rindrambaikonay izy.',
  'anonymity.others':
    'Mety ho hitan’ny hafa fa teto amin’ity tranonkala ity ianao: izay mampiasa ny findainao na ny solosainao, sy izay mitantana ny tambajotranao, toy ny sekoly na ny mpampiasa. Mijanona ao amin’ny tantaran’ny mpitetinao koa ity tranonkala ity.',

  'dont.title': 'Azafady',
  'dont.search': 'aza mitady bebe kokoa',
  'dont.download': 'aza misintona na maka sarin’ny efijery',
  'dont.forward': 'aza alefa amin’iza na iza, na dia aminay aza',
  'dont.why':
    'Ampy ny adiresy. Mety ho heloka ny mitahiry na mampita zavatra toy izany, na dia tsara aza ny fikasana.',

  'form.title': 'Ny fampilazanao',
  'form.intro': 'Ny fanontaniana voalohany ihany no mila valiny. Miankina aminao ny ambiny.',
  'form.optional': '(tsy voatery)',
  'form.where': 'Aiza izy io?',
  'form.where.hint': 'Omeo ny adiresy na lazao ny toerana. Ampy ny iray amin’izy roa.',
  'form.urls': 'Adiresy',
  'form.urls.hint':
    'Raha misy maromaro, asio andalana iray ny tsirairay. Tsy maninona na tsy feno aza ny adiresy. Aza sokafana intsony azafady.',
  'form.place': 'Filazana ny toerana',
  'form.place.hint':
    'Ohatra ny rindrambaiko, ny anaran’ny vondrona na ny mpampiasa, ary ny fomba hahitana azy ao.',
  'form.kind': 'Momba ny inona izy io?',
  'form.kind.sexual-abuse-material': 'Sary na lahatsarin’ny herisetra ara-nofo amin’ny ankizy',
  'form.kind.self-report': 'Sariko na lahatsariko. Latsaky ny 18 taona aho, na tamin’izany fotoana izany',
  'form.kind.extortion': 'Misy mandrahona na manery ankizy amin’ny alalan’ny sary',
  'form.kind.grooming': 'Misy olon-dehibe manatona ankizy amin’ny fikasana ara-nofo',
  'form.kind.trafficking-or-travel': 'Misy ankizy atolotra na trandrahana ho amin’ny firaisana ara-nofo',
  'form.kind.drawn-or-generated': 'Sary natao tanana na nataon’ny solosaina',
  'form.kind.other': 'Zavatra hafa',
  'form.seenAt': 'Oviana no nahitanao azy?',
  'form.seenAt.hint': 'Ampy ny andro.',
  'form.danger': 'Misy ankizy tandindomin-doza izao',
  'form.danger.hint': 'Miantsoa koa azafady:',
  'form.danger.hint-local': 'Antsoy koa azafady ny polisy na ny vonjy taitra.',
  'form.comment': 'Misy zavatra hafa tokony ho fantatray ve?',
  'form.comment.hint':
    'Ohatra teny miafina na ny dingana hahatongavana any. Raha te tsy ho fantatra ianao dia aza manoratra izay mampahafantatra anao.',
  'form.contactEmail': 'Ny adiresy mailakao',
  'form.contactEmail.hint':
    'Raha tianao hahazo mailaka rehefa misy vaovao ihany. Tsy milaza mihoatra izany izy. Raha tsy misy adiresy mailaka dia tsy fantatra ianao, ary mbola afaka mahita ny vokany amin’ny kaody azonao any amin’ny farany.',
  'form.contactEmail.hint.off':
    'Raha azon’izay mamaky ny fampilazanao soratana hanontany ihany ianao. Tsy mandefa mailaka momba ny vokany izahay: hitanao amin’ny kaody azonao any amin’ny farany izany. Raha tsy misy adiresy mailaka dia tsy fantatra ianao.',
  'form.trap': 'Avelao ho foana ity saha ity',
  'form.send': 'Alefaso ny fampilazana',

  'error.prefix': 'Diso: {title}',
  'error.summary': 'Mbola tsy lasa ny fampilazana',
  'error.kept': 'Mbola eto daholo izay nosoratanao.',
  'error.urls.address-or-place': 'Omeo ny adiresy na lazao ny toerana.',
  'error.urls.too-many':
    'Mihoatra noho izay raisinay indray mandeha io. Alefaso eto {limit, plural, one {adiresy # ihany} other {adiresy # farafahabetsany}}, ary ny ambiny amin’ny fampilazana faharoa.',
  'error.urls.too-long': 'Misy andalana mihoatra ny litera {limit, number}. Ny adiresy ihany no avelao eo.',
  'error.too-long':
    'Mihoatra ny litera {limit, number} ny soratra. Fohezo, na alefaso amin’ny fampilazana faharoa ny ambiny.',
  'error.seenAt.date-form': 'Soraty ny andro araka ny taona, volana, andro, ohatra {example}.',
  'error.seenAt.date-in-future': 'Mbola tsy tonga io andro io. Hamarino ny daty na avelao ho foana.',
  'error.contactEmail.email-form': 'Tsy feno io adiresy mailaka io. Ahitsio na avelao ho foana.',
  'error.malformed': 'Tsy voavakinay io valiny io. Omeo indray azafady.',

  'notice.again': 'Alefaso indray',
  'notice.stale.title': 'Alefaso indray mandeha azafady ny fampilazanao',
  'notice.stale.text': 'Nisokatra ela ity pejy ity. Mbola eto daholo izay nosoratanao.',
  'notice.used.title': 'Efa lasa ity takelaka ity',
  'notice.used.text':
    'Efa tonga ny fampilazanao voalohany ary manana ny kaodiny. Hafa izay voasoratra eto izao. Raha alefanao dia lasa fampilazana faharoa.',
  'notice.away.title': 'Tsy afaka mandray ny fampilazanao izahay izao',
  'notice.away.text':
    'Mbola eto daholo izay nosoratanao. Miandrasa kely azafady dia alefaso indray. Na impiry na impiry andramanao dia fampilazana iray ihany izany.',
  'notice.files.title': 'Tsy mandray rakitra ity takelaka ity',
  'notice.files.text': 'Aza mandefa sary na lahatsary azafady. Ampy ny adiresy.',

  'given.title': 'Tonga ny fampilazanao. Misaotra.',
  'given.code': 'Ny kaodinao',
  'given.keep':
    'Amin’io no ahitanao izay nanjo ny fampilazanao, amakianao ny fanontanianay ary amalianao azy.',
  'given.once':
    'Raha vao milaza ianao fa notehirizinao izy dia tsy afaka mampiseho azy intsony izahay. Izay manana ny kaody dia mahita izay hitanao.',
  'given.without': 'Raha tsy te hiverina ianao dia tsy mila azy.',
  'given.next': 'Izay hitranga izao',
  'given.next.look': 'Dinihinay izay nampilazainao.',
  'given.next.pass':
    'Raha ahitana herisetra ara-nofo amin’ny ankizy izy, dia ampitainay mba hesorina sy hahafahan’ny polisy manao famotorana.',
  'given.next.you': 'Tsy misy hataonao intsony. Aza miverina mijery azafady.',
  'given.another': 'Mampilaza zavatra hafa',

  'receipt.title': 'Inona no nanjo ny fampilazanao?',
  'receipt.code': 'Ny kaodinao',
  'receipt.code.hint':
    'Vondrona enina misy litera efatra avy, na ny teny roa ambin’ny folo. Tsy maninona ny elanelana, ny tsipika ary ny litera kely.',
  'receipt.open': 'Asehoy',
  'receipt.unknown': 'Tsy misy fampilazana manana io kaody io eto. Hamarino isam-bondrona izy.',
  'receipt.away.title': 'Tsy afaka mitady azy izahay izao',
  'receipt.away.text': 'Miandrasa kely azafady dia andramo indray. Mbola eto izay nosoratanao.',

  'status.title': 'Ny fampilazanao',
  'status.received': 'Voaray',
  'status.received.text': 'Tonga ny fampilazanao. Raha vao misy hafa azo lazaina dia hiseho eto.',
  'status.in-assessment': 'Eo am-panombanana',
  'status.in-assessment.text': 'Tombananay izay nampilazainao.',
  'status.closed': 'Mihidy',
  'status.closed.text': 'Vita ny asanay momba ny fampilazanao.',
  'outcome.forwarded':
    'Mety ho tsy ara-dalàna izay nampilazainao. Nampitainay tamin’izay afaka mampiala azy sy manao famotorana. Misaotra anao nanampy.',
  'outcome.not-illegal':
    'Araka ny lalàna manan-kery eto dia tsy voaporofonay fa tsy ara-dalàna izay nampilazainao. Mety ihany anefa ny nampilaza azy.',
  'outcome.not-reachable':
    'Tsy hitanay intsony teo amin’ny toerana nomenao izy. Mety ihany anefa ny nampilaza azy.',

  'messages.title': 'Hafatra',
  'messages.none': 'Tsy misy hafatra.',
  'messages.from-us': 'Avy aminay, {date}',
  'messages.from-you': 'Avy aminao, {date}',
  'messages.locked': 'Mihidy izay nosoratanao. Ny olona mamaky ny fampilazana ihany no afaka manokatra azy.',
  'answer.text': 'Manorata aminay',
  'answer.text.hint': 'Raha te tsy ho fantatra ianao dia aza manoratra izay mampahafantatra anao.',
  'answer.send': 'Alefaso ny hafatra',
  'answer.done': 'Tonga ny hafatrao.',
  'answer.empty': 'Manorata zavatra aloha.',
  'answer.too-many':
    'Tsy azo ampiana hafatra intsony ity fampilazana ity. Mandefasa fampilazana vaovao azafady.',
  'contact.title': 'Ny adiresy mailakao',
  'contact.text':
    'Nanome adiresy mailaka anay ianao niaraka tamin’ity fampilazana ity. Azonao ampamafaina izany.',
  'contact.letters':
    'Nanome adiresy mailaka anay ianao niaraka tamin’ity fampilazana ity. Manoratra amin’io izahay rehefa manana fanontaniana sy rehefa mihidy ny fampilazana: fa misy vaovao fotsiny, fa tsy misy na inona na inona momba ny fampilazana. Azonao ampamafaina izany; dia tsy hanoratra intsony izahay.',
  'contact.forget': 'Fafao ny adiresy mailako',
  'contact.forgotten': 'Voafafa ny adiresy mailakao.',

  'closed.title': 'Mihidy ity vavahady ity',
  'closed.lead': 'Tsy azo andefasana fampilazana eto amin’izao fotoana izao.',
  'closed.instead': 'Azonao atao ny manatona:',
  'closed.receipt': 'Raha manana kaody avy amin’ny fampilazana teo aloha ianao dia mbola azonao ampiasaina.',
  'first.read-in': 'Vakina amin’ity firenena ity ny fampilazana: {country}.',
  'first.safeguarding':
    'Raha misy ankizy tandindomin-doza, na momba anao ny fampilazana, dia fantatry {name} ({country}) avy hatrany fa misy fampilazana, sy ny adiresy ao anatiny. Mijanona amin’ny olona mamaky ny fampilazana ny teninao.',
  'first.partners': 'Miara-miasa aminay',
  'first.privacy': 'Izay atao amin’ny zavatra alefanao',
  'list.title': 'Aiza no tianao hampilazana?',
  'list.text': 'Fidio ny firenena na ny faritany misy anao.',
  'list.none': 'Tsy misy toerana azo ampilazana eto amin’izao fotoana izao.',

  'page.not-found.title': 'Tsy misy pejy toy izany eto',
  'page.not-found.text': 'Hamarino ny adiresy, na manomboha amin’ny pejy voalohany.',
  'page.away.title': 'Tsy azo aseho izao ity pejy ity',
  'page.away.text': 'Miandrasa kely azafady dia sokafy indray izy.',
  'page.broken.title': 'Nisy tsy nety teo amin’ny anjaranay',
  'page.broken.text':
    'Andramo indray azafady. Raha mitranga indray dia omeo an’izay mitantana ny tranonkala ity laharana ity: {id}.',
  'page.refused.title': 'Tsy voavaky ity',
  'page.refused.text': 'Miverena azafady dia andramo indray.',

  'nav.leave': 'Hiala',
  'title.first': 'Fampahalalana sy fanampiana',
  'title.form': 'Takelaka',
  'title.step': 'Takelaka, dingana {step, number} amin’ny {last, number}',
  'title.given': 'Misaotra',
  'title.receipt': 'Ny kaodinao',
  'anonymity.leave':
    'Ny “Hiala” eo ambony dia mitondra anao avy hatrany amin’ny tranonkala hafa. Tsy afaka manala ity tranonkala ity amin’ny tantaran’ny mpitetinao izy.',
  'form.step': 'Dingana {step, number} amin’ny {last, number}',
  'form.step.1': 'Aiza izy io?',
  'form.step.2': 'Momba ny inona izy io?',
  'form.step.3': 'Inona no manampy hahita azy?',
  'form.step.4': 'Hamarino dia alefaso',
  'form.step.3.text': 'Avelao izay tsy fantatrao na tsy tianao holazaina.',
  'form.intro.steps': 'Ity fanontaniana ity ihany no mila valiny. Azonao dinganina ny hafa rehetra.',
  'form.kept':
    'Ny adiresy ihany no voatahiry izao. Raha mijanona eto ianao dia lasa fampilazana izy afaka adiny iray. Mamafa azy ny “Hiala” amin’ity pejy ity.',
  'form.next': 'Tohizo',
  'form.send-now': 'Dingano ny ambiny dia alefaso',
  'form.all': 'Ny fanontaniana rehetra amin’ny pejy iray',
  'form.still': 'Mbola eo ve izy?',
  'form.still.yes': 'Eny',
  'form.still.no': 'Tsia',
  'form.still.unknown': 'Tsy fantatro',
  'form.still.hint': 'Aza miverina mijery azafady.',
  'form.access': 'Misy zavatra ilaina ve vao afaka miditra?',
  'form.access.hint': 'Ohatra anaran’ny mpampiasa, teny miafina, na izay tokony hotsindriana.',
  'form.reported': 'Efa nilaza tamin’olona ve ianao?',
  'form.reported.police': 'Ny polisy',
  'form.reported.platform': 'Ny tranonkala na ny rindrambaiko',
  'place.title': 'Karazana toerana',
  'place.choose': 'Tsy afaka manome adiresy aho',
  'place.change': 'Karazana toerana hafa izy io',
  'place.choose.hint': 'Fidio izay mifanaraka indrindra.',
  'place.kind.site': 'Tranonkala',
  'place.kind.image-host': 'Tranonkala fizarana sary',
  'place.kind.social': 'Tambajotra sosialy',
  'place.kind.messenger': 'Fandefasan-kafatra na resadresaka',
  'place.kind.game': 'Lalao',
  'place.kind.file-sharing': 'Fizarana rakitra',
  'place.kind.live-stream': 'Fampitana mivantana',
  'place.kind.newsgroup': 'Vondrona fifanakalozan-kevitra',
  'place.kind.other': 'Toerana hafa',
  'place.app.site': 'Inona no anaran’ny tranonkala?',
  'place.app.network': 'Tambajotra inona?',
  'place.app.messenger': 'Rindrambaiko inona?',
  'place.app.game': 'Lalao na fitaovan-dalao inona?',
  'place.app.program': 'Rindrambaiko na tolotra inona?',
  'place.app.stream': 'Tranonkala na rindrambaiko inona?',
  'place.app.newsgroup': 'Vondrona fifanakalozan-kevitra inona?',
  'place.account.album': 'Anaran’ny rakitsary na ny kaonty',
  'place.account.page': 'Anaran’ny kaonty, ny pejy na ny vondrona',
  'place.account.group': 'Anarana na laharan’ny vondrona na ny olona',
  'place.account.player': 'Anaran’ny mpilalao na ny lohamilina',
  'place.account.file': 'Anaran’ny rakitra',
  'place.account.channel': 'Anaran’ny fantsona na ny kaonty',
  'place.account.article': 'Mpandefa sy lohateny',
  'place.link': 'Rohy fanasana, raha misy',
  'place.link.file': 'Rohy, raha misy',
  'place.reach': 'Ahoana no fahatongavana any?',
  'place.reach.hint': 'Ohatra taiza tamin’ny faritra nisy azy, ary inona no sokafana mba hahatongavana any.',

  'first.choose': 'Inona no tianao hatao?',
  'first.saw': 'Mampilaza zavatra hitako',
  'about.picture': 'Izaho mihitsy no ao amin’ny sary na lahatsary',
  'about.threat': 'Misy mandrahona na manery ahy',
  'about.child': 'Manahy momba ny ankizy fantatro aho',
  'about.thoughts': 'Manahy momba ny eritreritro manokana aho',
  'about.elsewhere': 'Momba zavatra hafa izy io',
  'help.title': 'Momba ny inona izy io?',
  'help.lead':
    'Fidio izay mifanaraka. Tsy voatery hilaza hoe iza ianao. Tsy misy tahirizina izay soratanao eto alohan’ny handefasanao azy.',
  'help.link': 'Momba anao ve izy io, sa momba ny ankizy fantatrao?',
  'help.age.self': 'Firy taona ianao?',
  'help.age.child': 'Firy taona ilay ankizy?',
  'help.age.why':
    'Mba hifanaraka ny pejy manaraka. Raha manoratra aminay eo ianao dia miaraka amin’izany ny valinteninao. Tsy voatery hilaza ianao.',
  'age.under-13': 'Latsaky ny 13 taona',
  'age.13-15': '13 ka hatramin’ny 15 taona',
  'age.16-17': '16 na 17 taona',
  'age.18-over': '18 taona na mihoatra',
  'age.unsaid': 'Aleoko tsy milaza',
  'age.line.self': 'Taonan’ny mpampilaza:',
  'age.line.child': 'Taonan’ny ankizy:',
  'picture.lead.young':
    'Tsy fahadisoanao izany, na inona na inona nitranga. Efa niaina izany koa ny hafa. Matetika dia azo esorina ny sary toy izany, ary manampy amin’izany izahay.',
  'picture.lead.adult':
    'Tsy fahadisoanao izay natao taminao. Tsy maninona na efa ela aza izany. Matetika dia azo esorina ny sary toy izany, ary manampy amin’izany izahay.',
  'picture.do.search': 'Tsy voatery hotadiavina ny sary.',
  'picture.do.send': 'Aza alefa amin’iza na iza azafady, na dia aminay aza.',
  'picture.do.tell': 'Raha azo atao dia mitenena amin’olona itokisana.',
  'threat.lead.young':
    'Tsy manan-tsiny ianao. Izay manao izany aminao no manao ratsy. Tsy irery ianao amin’izany.',
  'threat.lead.adult': 'Tsy manan-tsiny ianao. Izay mandrahona anao no manao ratsy.',
  'threat.do.pay':
    'Aza mandoa vola, ary aza mandefa zavatra intsony. Matetika mitaky bebe kokoa ny mpandrahona avy eo.',
  'threat.do.keep': 'Tehirizo ny hafatra sy ny anaran’ny kaonty. Aza fafana.',
  'threat.do.stop': 'Tsy voatery hamaly. Soraty ny anaran’ny kaonty, dia azo sakanana izy avy eo.',
  'threat.do.tell': 'Raha azo atao dia mitenena amin’olona itokisana.',
  'child.lead': 'Tsara ny fitandremanao. Tsy voatery ho azonao antoka.',
  'child.do.listen':
    'Raha milaza zavatra aminao ny ankizy, henoy amim-pahatoniana, ary lazao fa tsy manan-tsiny izy.',
  'child.do.leave':
    'Aza manadihady ny ankizy ianao, na izay ahiahinao. Avelao amin’ny olona nofanina amin’izany.',
  'child.do.name':
    'Ianao no manapaka izay holazainao. Manampy hiaro ny ankizy ny anarana na toerana, fa mety hampahafantatra anao.',
  'thoughts.lead.young':
    'Raha mampanahy anao ny eritreritrao na ny ataonao, dia mety hanampy ny miresaka azy. Misy olona manao ny fihainoana ho asany.',
  'thoughts.lead.adult':
    'Ny fananana eritreritra toy izany dia tsy midika fa tsy maintsy hatao izy. Misy olona nofanina hanampy amin’izany.',
  'thoughts.nothing':
    'Tsy misy tahirizina eto momba ity fitsidihana ity, ary tsy manontany anao na inona na inona ity pejy ity.',
  'thoughts.none':
    'Tsy manondro toerana toy izany ity vavahady ity. Afaka manampy ny dokotera na ny psikôlôga; anontanio aloha izay hotazominy ho tsiambaratelo.',
  'thoughts.now': 'Raha mety hisy loza hanjo ankizy izao, ialao ny toerana dia miantsoa.',
  'concern.form': 'Inona no tianao holazaina aminay?',
  'concern.form.hint':
    'Izay tianao ihany no valio. Ampy ny valiny iray. Tsy misy tahirizina raha tsy manindry “Alefaso” ianao.',
  'concern.urls': 'Aiza amin’ny internet izy io?',
  'concern.urls.hint': 'Adiresy na rohy, raha misy fantatrao.',
  'concern.app': 'Amin’ny rindrambaiko, lalao na tranonkala inona?',
  'concern.account.picture': 'Iza no manana azy?',
  'concern.account.threat': 'Kaonty inona izy io?',
  'concern.account.child': 'Kaonty na olona iza izy io?',
  'concern.account.hint': 'Ohatra ny anarany na ny laharany, araka izay voasoratra any.',
  'concern.until': 'Hatramin’ny oviana no nomeny fotoana anao?',
  'concern.until.hint': 'Ny andro sy ny ora, raha nilaza izy ireo.',
  'concern.shared': 'Efa nampitaina tamin’ny hafa ve izy?',
  'concern.story.picture': 'Inona no nitranga?',
  'concern.story.threat': 'Inona no tadiaviny, ary inona no nitranga?',
  'concern.story.child': 'Inona no mampanahy anao?',
  'concern.story.hint': 'Amin’ny teninao manokana. Ampy ny vitsivitsy.',
  'concern.danger': 'Tandindomin-doza aho izao',
  'concern.contact.hint':
    'Raha tianao hahazo mailaka rehefa misy valiny ihany. Milaza fotsiny izy fa misy vaovao; nefa mety ho hitan’ny hafa mamaky ny mailakao fa tonga izany. Mahazo kaody koa ianao, hamakianao ny valinteninay eto.',
  'concern.contact.hint.off':
    'Raha azonay soratana ihany ianao. Mety ho hitan’ny hafa mamaky ny mailakao izany. Mahazo kaody koa ianao, hamakianao ny valinteninay eto.',
  'concern.send': 'Alefaso',
  'concern.empty': 'Valio fanontaniana iray farafahakeliny alohan’ny handefasana. Ampy ny teny vitsivitsy.',
  'concern.next.read':
    'Olona no mamaky izay nosoratanao. Mialoha ny fampilazana hafa izany, raha tsy misy ankizy tandindomin-doza izao.',
  'concern.next.ask': 'Raha misy fanontanianay dia eto amin’ny kaodinao izany. Miverena jereo azafady.',
  'hash.title': 'Soritry ny sary',
  'hash.lead':
    'Raha manana ny sary ianao: afaka mikajy ny soritry ny sary ny fitaovanao. Mijanona ao amin’ny fitaovanao ny sary. Ny soritra ihany no alefa, miaraka amin’izay soratanao eto, ary misy olona mijery azy aloha. Izao no mampiasa azy hitadiavana dika mitovy:',
  'hash.no-search': 'Aza tadiavina indray ny sary noho izany.',
  'hash.choose': 'Fidio ny sary ao amin’ity fitaovana ity',
  'hash.working': 'Miandrasa kely…',
  'hash.made': 'Vita ny soritra. Alefa izy rehefa manindry “Alefaso” ianao.',
  'hash.exact':
    'Vita ny soritra. Ny dika mitovy tanteraka ihany no hitany. Alefa izy rehefa manindry “Alefaso” ianao.',
  'hash.failed': 'Tsy voavaky ity rakitra ity. Tsy nisy soritra natao.',
  'hash.drop': 'Aza alefa ny soritra',
  'hash.without':
    'Tsy mampandeha script ny mpitetinao, ka tsy azo anaovana soritra eto. Azonao alefa ihany na tsy misy azy.',
  'hash.service':
    'Raha manana ny sary ianao, ity tolotra ity dia afaka mikajy ny soritr’izy io ao amin’ny fitaovanao ihany, mba hahitana ny dika mitovy:',
  'elsewhere.title': 'Aiza no haleha amin’ny zavatra hafa',
  'elsewhere.lead':
    'Natao ho an’ny herisetra sy fitrandrahana ara-nofo amin’ny ankizy ity vavahady ity. Amin’ny zavatra hafa dia ireto no afaka manampy tsara kokoa.',
  'elsewhere.none':
    'Tsy manondro toerana hafa ity vavahady ity. Azonao atao ny manatona ny polisy eo amin’ny misy anao.',
  'elsewhere.still': 'Tsy azonao antoka? Alefaso aminay ihany. Tsy misy holavina.',
  'topic.terrorism': 'Fampihorohoroana sy fihoaram-pefy mahery setra',
  'topic.fraud': 'Fisolokiana',
  'topic.adult-material': 'Sarin’olon-dehibe',
  'topic.hate': 'Fankahalana',
  'topic.self-harm': 'Famonoan-tena sy fandratran-tena',
  'topic.drugs': 'Zava-mahadomelina',
  'topic.missing-child': 'Ankizy very',
  'topic.other-crime': 'Heloka hafa',
  'topic.other': 'Zavatra hafa rehetra',
  'form.kind.threatened': 'Misy mandrahona na manery ny mpampilaza',
  'form.kind.child-concern': 'Fanahiana momba ny ankizy fantatry ny mpampilaza',
  'given.how': 'Soraty izy, ataovy pirinty ity pejy ity, fidio sy adikao izy, na tadidio ny teny.',
  'given.words': 'Io kaody io ihany amin’ny teny',
  'given.words.hint':
    'Teny anglisy, araka io filaharana io. Manokatra ny fampilazanao toy ny kaody izy ireo.',
  'given.kept': 'Efa notehiriziko',
  'kept.title': 'Misaotra',
  'kept.text':
    'Tsy asehonay intsony ny kaody, na alefa indray aza ny taratasy fenoina. Azonao hidiana ity pejy ity, na ialao amin’ny bokotra eo ambony.',
  'title.kept': 'Misaotra anao nanampy',
  'status.delay': 'Mety ho tara iray andro na mihoatra izay hita eto. Miaro ny asa izany.',
  'help.age.why-thoughts':
    'Mba hifanaraka ny pejy manaraka. Tsy tahirizina ny valinteninao. Tsy voatery hilaza ianao.',
  'help.still-kept':
    'Tsy voafafa tamin’izao ny adiresy nomenao teo aloha. Hanandrana indray izahay amin’ny dingana manaraka ataonao.',
  'form.drop': 'Hamafa azy sy hankany amin’ny pejy voalohany',
  'form.back':
    'Raha hiverina dia ity bokotra ity no ampiasao azafady: mitahiry izay nosoratanao izy. Raha misy hadisoana asehon’ny bokotry ny fitaovanao dia sokafy indray io pejy io ary ekeo. Tsy misy alefa indroa, fa mety mila fenoina indray io pejy io.',
  'elsewhere.resume': 'Hiverina amin’izay nosoratako',
  'kept.again':
    'Tonga ny fampilazanao, ary efa notehirizinao ny kaody. Tsy asehonay intsony izy. Azonao hidiana ity pejy ity, na ialao amin’ny bokotra eo ambony.',
  'link.new-tab': 'Misokatra amin’ny takelaka vaovao',
  'unsent.title': 'Izay nosoratanao',
  'unsent.text': 'Tsy lasa izany. Mbola eto izy, mba hahafahanao maka tahaka azy sy mampilaza any an-kafa.',
  'first.dont':
    'Azafady, aza mitady bebe kokoa, aza misintona na maka sarin’ny efijery, ary aza alefa amin’iza na iza. Ampy ny adiresy.',
};
