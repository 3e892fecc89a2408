// What a letter says, in the languages of the portal. Whoever shares the mailbox, or looks over a shoulder, must learn
// nothing: not what was reported, nor that anything was, nor to whom, nor where. So there is one text whatever is new,
// without a name, an address of a page or a code.
export interface LetterText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

export const LETTER_TEXTS: Readonly<Record<string, LetterText>> = {
  en: {
    subject: 'Something new to read',
    paragraphs: [
      'Hello,',
      'There is something new that you can read with the code that you keep.',
      'Open the page on which you got the code and type it there. On purpose, this e-mail says no more than that, and it has no link.',
      'Nobody will ever ask you for the code by e-mail. Answers to this e-mail are not read.',
      'If you want no more of these e-mails, open the same page with your code: there you can have your e-mail address deleted.',
      'If you know of no code, somebody typed this address by mistake. You do not have to do anything.',
    ],
  },
  fr: {
    subject: 'Du nouveau à lire',
    paragraphs: [
      'Bonjour,',
      'Il y a du nouveau, que vous pouvez lire avec le code que vous gardez.',
      'Ouvrez la page sur laquelle vous avez reçu ce code et saisissez-le. Volontairement, cet e-mail n’en dit pas plus et ne contient aucun lien.',
      'Personne ne vous demandera jamais ce code par e-mail. Les réponses à cet e-mail ne sont pas lues.',
      'Si vous ne voulez plus recevoir ces e-mails, ouvrez la même page avec votre code : vous pourrez y faire effacer votre adresse e-mail.',
      'Si vous n’avez connaissance d’aucun code, quelqu’un a saisi cette adresse par erreur. Vous n’avez rien à faire.',
    ],
  },
  ar: {
    subject: 'هناك جديد للقراءة',
    paragraphs: [
      'مرحبًا،',
      'هناك جديد يمكنك أن تقرأه بالرمز الذي تحتفظ به.',
      'افتح الصفحة التي حصلت فيها على الرمز وأدخله هناك. لا تقول هذه الرسالة أكثر من ذلك عن قصد، وليس فيها أي رابط.',
      'لن يطلب منك أحد الرمز بالبريد الإلكتروني أبدًا. ولا تُقرأ الردود على هذه الرسالة.',
      'إن كنت لا تريد مزيدًا من هذه الرسائل فافتح الصفحة نفسها برمزك، ويمكنك هناك أن تطلب حذف بريدك الإلكتروني.',
      'إن كنت لا تعرف شيئًا عن رمز فقد كتب أحدهم هذا العنوان خطأً، وليس عليك أن تفعل شيئًا.',
    ],
  },
  es: {
    subject: 'Hay algo nuevo para leer',
    paragraphs: [
      'Hola:',
      'Hay algo nuevo que puede leer con el código que usted guarda.',
      'Abra la página en la que recibió el código e introdúzcalo allí. A propósito, este correo no dice nada más y no contiene ningún enlace.',
      'Nadie le pedirá nunca el código por correo electrónico. Las respuestas a este correo no se leen.',
      'Si no quiere recibir más correos como este, abra la misma página con su código: allí puede hacer que se borre su dirección de correo electrónico.',
      'Si no sabe nada de ningún código, alguien escribió esta dirección por error. No tiene que hacer nada.',
    ],
  },
  pt: {
    subject: 'Há algo novo para ler',
    paragraphs: [
      'Olá,',
      'Há algo novo que pode ler com o código que guarda.',
      'Abra a página onde recebeu o código e introduza-o lá. De propósito, este e-mail não diz mais nada e não contém nenhuma ligação.',
      'Nunca ninguém lhe pedirá o código por e-mail. As respostas a este e-mail não são lidas.',
      'Se não quiser receber mais e-mails como este, abra a mesma página com o seu código: aí pode pedir que o seu endereço de e-mail seja apagado.',
      'Se não sabe de nenhum código, alguém escreveu este endereço por engano. Não tem de fazer nada.',
    ],
  },
  ru: {
    subject: 'Есть новое для чтения',
    paragraphs: [
      'Здравствуйте!',
      'По коду, который хранится у вас, можно прочитать новое.',
      'Откройте страницу, на которой вы получили код, и введите его там. Это письмо намеренно не говорит больше ничего, и ссылок в нём нет.',
      'Никто никогда не попросит у вас код по электронной почте. Ответы на это письмо не читаются.',
      'Если такие письма вам больше не нужны, откройте ту же страницу со своим кодом: там можно удалить свой адрес электронной почты.',
      'Если вы не знаете ни о каком коде, значит, кто-то указал этот адрес по ошибке. Делать ничего не нужно.',
    ],
  },
  sw: {
    subject: 'Kuna jambo jipya la kusoma',
    paragraphs: [
      'Habari,',
      'Kuna jambo jipya unaloweza kusoma kwa msimbo unaouhifadhi.',
      'Fungua ukurasa ambao ulikupa msimbo, uuweke hapo. Kwa makusudi barua pepe hii haisemi zaidi ya hayo, wala haina kiungo.',
      'Hakuna atakayewahi kukuomba msimbo kwa barua pepe. Majibu ya barua pepe hii hayasomwi.',
      'Kama hutaki tena barua pepe kama hizi, fungua ukurasa huohuo kwa msimbo wako: hapo unaweza kuomba anwani yako ya barua pepe ifutwe.',
      'Kama hujui lolote kuhusu msimbo, mtu ameandika anwani hii kwa makosa. Huhitaji kufanya chochote.',
    ],
  },
  hi: {
    subject: 'पढ़ने के लिए कुछ नया है',
    paragraphs: [
      'नमस्ते,',
      'कुछ नया है, जिसे आप अपने पास रखे कोड से पढ़ सकते हैं।',
      'वह पन्ना खोलें जिस पर आपको कोड मिला था, और वहाँ कोड लिखें। यह ईमेल जानबूझकर इससे ज़्यादा कुछ नहीं कहता, और इसमें कोई लिंक नहीं है।',
      'ईमेल से आपका कोड कभी कोई नहीं माँगेगा। इस ईमेल के जवाब पढ़े नहीं जाते।',
      'अगर आप ऐसे और ईमेल नहीं चाहते, तो वही पन्ना अपने कोड से खोलें: वहाँ आप अपना ईमेल पता मिटवा सकते हैं।',
      'अगर आप किसी कोड के बारे में नहीं जानते, तो किसी ने गलती से यह पता लिख दिया है। आपको कुछ नहीं करना है।',
    ],
  },
  id: {
    subject: 'Ada yang baru untuk dibaca',
    paragraphs: [
      'Halo,',
      'Ada yang baru, yang dapat Anda baca dengan kode yang Anda simpan.',
      'Buka halaman tempat Anda menerima kode itu, lalu masukkan kodenya di sana. Email ini sengaja tidak mengatakan lebih dari itu dan tidak berisi tautan.',
      'Tidak ada yang akan pernah meminta kode Anda lewat email. Balasan ke email ini tidak dibaca.',
      'Jika tidak ingin menerima email seperti ini lagi, buka halaman yang sama dengan kode Anda: di sana Anda dapat meminta agar alamat email Anda dihapus.',
      'Jika Anda tidak tahu tentang kode apa pun, seseorang salah menulis alamat ini. Anda tidak perlu melakukan apa pun.',
    ],
  },
  mg: {
    subject: 'Misy vaovao hovakina',
    paragraphs: [
      'Miarahaba,',
      'Misy vaovao azonao vakina amin’ny kaody tehirizinao.',
      'Sokafy ny pejy nahazoanao ny kaody, ary ampidiro eo izy. Niniana tsy nilaza mihoatra izany ity mailaka ity, ary tsy misy rohy ao.',
      'Tsy hisy hangataka aminao ny kaody amin’ny mailaka na oviana na oviana. Tsy vakina ny valin’ity mailaka ity.',
      'Raha tsy te hahazo mailaka toy izao intsony ianao dia sokafy amin’ny kaodinao io pejy io ihany: azonao ampamafaina ao ny adiresy mailakao.',
      'Raha tsy mahalala kaody ianao dia nisy nanoratra diso ity adiresy ity. Tsy misy hataonao.',
    ],
  },
};

/** The text in the reporter's language, or in English. @param locale as `fr` or `fr-TN` */
export function letterText(locale: string): LetterText & { readonly locale: string } {
  const language = locale.toLowerCase().split('-', 1)[0]!;
  const found = Object.hasOwn(LETTER_TEXTS, language) ? language : 'en';
  return { locale: found, ...LETTER_TEXTS[found]! };
}
