/** English; the other catalogues hold the same keys. Messages are in ICU form. */
export const en = {
  'language.name': 'English',
  'nav.skip': 'Skip to the content',
  'nav.languages': 'Language',
  'nav.first': 'First page',
  'nav.back': 'Back',
  'demo.label': 'Demonstration',
  'demo.banner': 'This is a demonstration. Do not send real reports here: no hotline reads them.',

  'first.title': 'Report sexual abuse of children on the internet',
  'first.lead': 'You are doing the right thing. Coming across it is not your fault.',
  'first.what':
    'Tell us here about pictures, videos or messages on the internet in which a child is sexually abused or exploited.',
  'first.no-name': 'We do not ask for your name. You need no account.',
  'first.start': 'Start a report',
  'first.receipt': 'I already have a code',
  'first.who': 'Who reads your report',
  'first.law': 'The law here',
  'first.help': 'Someone to talk to',

  'danger.title': 'Is a child in danger right now?',
  'danger.call': 'Please call first. A report on this page is not read straight away.',
  'danger.call-local':
    'Please call the police or the emergency services where you are. A report on this page is not read straight away.',

  'anonymity.title': 'What anonymous means here',
  'anonymity.we': 'We do not record your internet address, your device, or the page you came from.',
  'anonymity.sealed':
    'What you write to us is locked as soon as it arrives. Only the people who read the reports can unlock it.',
  'anonymity.others':
    'Others may be able to see that you were on this site: people who use your phone or computer, and whoever runs your network, such as a school or an employer. The site also stays in the history of your browser.',

  'dont.title': 'Please do not',
  'dont.search': 'look for more of it',
  'dont.download': 'download it or take screenshots',
  'dont.forward': 'send it on to anyone, not even to us',
  'dont.why':
    'The address is enough. Keeping or passing on such material can be a crime, even when it is meant well.',

  'form.title': 'Your report',
  'form.intro': 'Only the first question needs an answer. Everything else is up to you.',
  'form.optional': '(optional)',
  'form.where': 'Where is it?',
  'form.where.hint': 'Give an address or describe the place. One of the two is enough.',
  'form.urls': 'Address',
  'form.urls.hint':
    'If there are several, put each on a line of its own. It does not matter if an address is incomplete. Please do not open it again.',
  'form.place': 'Description of the place',
  'form.place.hint': 'For example the app, the name of the group or user, and how to find it there.',
  'form.kind': 'What is it about?',
  'form.kind.sexual-abuse-material': 'Pictures or videos of sexual abuse of a child',
  'form.kind.self-report': 'Pictures or videos of me. I am under 18, or I was at the time',
  'form.kind.extortion': 'Someone is threatening or pressuring a child with pictures',
  'form.kind.grooming': 'An adult is approaching a child in a sexual way',
  'form.kind.trafficking-or-travel': 'A child is being offered or exploited for sex',
  'form.kind.drawn-or-generated': 'Drawn or computer-made pictures',
  'form.kind.other': 'Something else',
  'form.seenAt': 'When did you see it?',
  'form.seenAt.hint': 'The day is enough.',
  'form.danger': 'A child is in danger right now',
  'form.danger.hint': 'Please call as well:',
  'form.danger.hint-local': 'Please call the police or the emergency services as well.',
  'form.comment': 'Is there anything else we should know?',
  'form.comment.hint':
    'For example a password or the steps needed to get there. If you want to stay anonymous, write nothing that gives you away.',
  'form.contactEmail': 'Your e-mail address',
  'form.contactEmail.hint':
    'Only if you want us to write to you. Without it you stay anonymous and can still see the outcome with the code you get at the end.',
  'form.trap': 'Leave this field empty',
  'form.send': 'Send the report',

  'error.prefix': 'Error: {title}',
  'error.summary': 'The report has not been sent yet',
  'error.kept': 'Everything you wrote is still here.',
  'error.urls.address-or-place': 'Give an address or describe the place.',
  'error.urls.too-many':
    'That is more than we can take at once. Send at most {limit, plural, one {# address} other {# addresses}} here and the rest in a second report.',
  'error.urls.too-long': 'One line is longer than {limit, number} characters. Shorten it to the address.',
  'error.too-long':
    'The text is longer than {limit, number} characters. Shorten it, or send the rest in a second report.',
  'error.seenAt.date-form': 'Give the day as year, month and day, for example {example}.',
  'error.seenAt.date-in-future': 'This day has not come yet. Check the date or leave it empty.',
  'error.contactEmail.email-form': 'This is not a complete e-mail address. Correct it or leave it empty.',
  'error.trap': 'Leave the last field empty. It is there to keep automatic messages out.',
  'error.malformed': 'We could not read this answer. Please give it again.',

  'notice.again': 'Send again',
  'notice.stale.title': 'Please send your report once more',
  'notice.stale.text': 'This page had been open for a long time. Everything you wrote is still here.',
  'notice.used.title': 'This form has already been sent',
  'notice.used.text':
    'Your first report has arrived and has its code. What is written here now is different. If you send it, it becomes a second report.',
  'notice.away.title': 'We cannot take your report this minute',
  'notice.away.text':
    'Everything you wrote is still here. Please wait a moment and send it again. However often you try, it stays one report.',
  'notice.files.title': 'This form cannot take files',
  'notice.files.text': 'Please send no pictures or videos. The address is enough.',

  'given.title': 'Your report has arrived. Thank you.',
  'given.code': 'Your code',
  'given.keep':
    'Write the code down or print this page. With it you can see what came of your report, read our questions and answer them.',
  'given.once': 'We cannot show it to you again. Whoever has the code can see what you can see.',
  'given.without': 'If you do not want to come back, you do not need it.',
  'given.next': 'What happens now',
  'given.next.look': 'We examine what you reported.',
  'given.next.pass':
    'If it shows sexual abuse of a child, we pass it on so that it is removed and the police can investigate.',
  'given.next.you': 'You do not have to do anything more. Please do not go back to look.',
  'given.another': 'Report something else',

  'receipt.title': 'What came of your report?',
  'receipt.code': 'Your code',
  'receipt.code.hint': 'Six groups of four characters. Spaces, dashes and small letters do not matter.',
  'receipt.open': 'Show',
  'receipt.unknown': 'There is no report with this code here. Check it group by group.',
  'receipt.away.title': 'We cannot look this up this minute',
  'receipt.away.text': 'Please wait a moment and try again. What you wrote is still here.',

  'status.title': 'Your report',
  'status.received': 'Received',
  'status.received.text': 'Your report has arrived. It has not been assessed yet.',
  'status.in-assessment': 'In assessment',
  'status.in-assessment.text': 'We are assessing what you reported.',
  'status.closed': 'Closed',
  'status.closed.text': 'Our work on your report is done.',
  'outcome.forwarded':
    'What you reported is probably illegal. We passed it on to those who can have it removed and investigate. Thank you for your help.',
  'outcome.not-illegal':
    'By the law that applies here we could not find that what you reported is illegal. It was still right to report it.',
  'outcome.not-reachable':
    'We could not find it any more at the place you gave. It was still right to report it.',

  'messages.title': 'Messages',
  'messages.none': 'There are no messages.',
  'messages.from-us': 'From us, {date}',
  'messages.from-you': 'From you, {date}',
  'messages.locked': 'What you wrote is locked. Only the people who read the reports can open it.',
  'answer.text': 'Write to us',
  'answer.text.hint': 'If you want to stay anonymous, write nothing that gives you away.',
  'answer.send': 'Send the message',
  'answer.done': 'Your message has arrived.',
  'answer.empty': 'Write something first.',
  'answer.too-many': 'No more messages can be added to this report. Please send a new report.',
  'contact.title': 'Your e-mail address',
  'contact.text': 'You gave us an e-mail address with this report. You can have it deleted.',
  'contact.forget': 'Delete my e-mail address',
  'contact.forgotten': 'Your e-mail address has been deleted.',

  'list.title': 'Where do you want to report?',
  'list.text': 'Choose the country or territory you are in.',
  'list.none': 'There is no place to report here at the moment.',

  'page.not-found.title': 'There is no such page here',
  'page.not-found.text': 'Check the address, or start from the first page.',
  'page.away.title': 'This page cannot be shown this minute',
  'page.away.text': 'Please wait a moment and load it again.',
  'page.broken.title': 'Something went wrong on our side',
  'page.broken.text': 'Please try again. If it happens again, tell the operator this number: {id}.',
  'page.refused.title': 'This could not be read',
  'page.refused.text': 'Please go back and try again.',
};

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string>>;
