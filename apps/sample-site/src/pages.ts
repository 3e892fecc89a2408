// The pages of the site as HTML. Everything that goes in is our own; the only word from outside is a seed of safe letters.
import { GALLERY, HOSTILE, KNOWN, NEW_PICTURE, VARIANTS } from './pictures.js';

const STYLE = `
body { margin: 0; font: 1rem/1.6 system-ui, sans-serif; color: #24323d; background: #f6f4ee; }
main { max-inline-size: 60rem; margin-inline: auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-weight: 600; line-height: 1.25; }
p, li { max-inline-size: 42rem; }
a { color: #1d5f8a; }
figure { margin: 1.5rem 0; }
figcaption { color: #52626e; font-size: 0.9rem; }
img, video { max-inline-size: 100%; block-size: auto; border-radius: 0.4rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; }
.wide { block-size: 16rem; background-size: cover; background-position: center; border-radius: 0.4rem; }
dt { font-weight: 600; margin-block-start: 1rem; }
dd { margin-inline-start: 0; }
`;

interface Page {
  title: string;
  body: string;
  head?: string;
}

function html({ title, body, head = '' }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
${head}<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

/** Where a set of pictures lives: an empty prefix for the usual set, `/s/…` for one of its own. */
export interface Place {
  prefix: string;
}

const image = ({ prefix }: Place, name: string): string => `${prefix}/images/${name}`;
const figure = (place: Place, name: string, caption: string): string =>
  `<figure><img src="${image(place, name)}" alt="${caption}"><figcaption>${caption}</figcaption></figure>`;

/** A page by the last part of its address; made when asked for. */
export type PageMaker = (place: Place) => string;

function galleryPage(place: Place): string {
  const at = (index: number): string => image(place, GALLERY[index] ?? NEW_PICTURE);
  const tile = (index: number): string =>
    `<img src="${at(index)}" alt="Picture ${index + 1}" loading="lazy">`;
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, index) => from + index);
  return html({
    title: 'A page with many pictures',
    head: `<meta property="og:image" content="${at(18)}">\n<style>.back { background-image: url("${at(17)}"); }</style>\n`,
    body: `<p>Twenty-four pictures, each put into the page in one of the ways that pages have.</p>
<h2>Plain</h2>
<div class="tiles">${range(0, 8).map(tile).join('\n')}</div>
<h2>For several screens</h2>
<img src="${at(8)}" srcset="${at(9)} 800w, ${at(10)} 1600w" sizes="60rem" alt="Picture 9, 10 or 11">
<img srcset="${at(11)} 1x" alt="Picture 12">
<h2>In several formats</h2>
<picture><source srcset="${at(12)}" type="image/jpeg"><source srcset="${at(13)}" media="(min-width: 50rem)"><img src="${at(14)}" alt="Picture 13, 14 or 15"></picture>
<h2>Still of a film</h2>
<video poster="${at(15)}" controls></video>
<h2>Backgrounds</h2>
<div class="wide" style="background-image: url('${at(16)}')"></div>
<div class="wide back"></div>
<h2>Behind links</h2>
<ul>${range(19, 24)
      .map((index) => `<li><a href="${at(index)}">Picture ${index + 1}</a></li>`)
      .join('\n')}</ul>`,
  });
}

/** All pages under `/pages/` that are one answer of HTML. */
export const PAGES: Readonly<Record<string, PageMaker>> = {
  new: (place) =>
    html({
      title: 'One new picture',
      body: `<p>No list knows this picture.</p>${figure(place, NEW_PICTURE, 'A drawn scene')}`,
    }),
  known: (place) =>
    html({
      title: 'One known picture',
      body: `<p>The sample list knows this picture, byte for byte.</p>${figure(place, KNOWN[0].name, 'A drawn lighthouse')}`,
    }),
  'known-variants': (place) =>
    html({
      title: 'A known picture, changed',
      body: `<p>The known picture compressed again, made smaller, turned and mirrored.</p><div class="tiles">${VARIANTS.map((name) => figure(place, name, name.replace(/^variant-|\.jpg$/g, ''))).join('\n')}</div>`,
    }),
  gallery: galleryPage,
  bomb: (place) =>
    html({
      title: 'Files that are not what they seem',
      body: `<p>A picture that would unfold to 400 million pixels, one that breaks off, words named as a picture, and a vector drawing. A reader should refuse each for its own reason.</p><div class="tiles">${HOSTILE.map((name) => figure(place, name, name)).join('\n')}</div>`,
    }),
  elsewhere: (place) =>
    html({
      title: 'Pictures from elsewhere',
      body: `<p>One picture is ours. The others name addresses that a careful reader does not visit: the reader's own machine, a private network, a host that does not exist.</p>
${figure(place, NEW_PICTURE, 'Ours')}
${['http://127.0.0.1:1/inside.jpg', 'http://[::1]:1/inside.jpg', 'http://192.168.0.1/inside.jpg', 'http://169.254.169.254/inside.jpg', 'https://elsewhere.invalid/outside.jpg'].map((address) => `<img src="${address}" alt="Not to be fetched">`).join('\n')}`,
    }),
};

export function notFoundPage(): string {
  return html({
    title: 'There is nothing here',
    body: '<p>This address never led anywhere, or what stood here is gone.</p>',
  });
}

/** The slow page, in the two parts between which it waits. */
export function slowPage(place: Place): readonly [string, string] {
  const page = html({
    title: 'A page that takes its time',
    body: `<p>It arrives in two parts.</p>${figure(place, NEW_PICTURE, 'A drawn scene')}`,
  });
  const middle = page.indexOf('<p>');
  return [page.slice(0, middle), page.slice(middle)];
}

const LISTED: readonly (readonly [string, string])[] = [
  ['pages/new', 'one picture that no list knows'],
  ['pages/known', 'one picture that the sample list knows byte for byte'],
  ['pages/known-variants', 'the same picture compressed again, made smaller, turned and mirrored'],
  ['pages/gallery', 'twenty-four pictures, put into the page in every usual way'],
  ['pages/bomb', 'files that a careless reader would trip over'],
  ['pages/elsewhere', 'pictures at addresses that must not be visited'],
  ['pages/redirect', 'an address that leads on, three times'],
  ['pages/slow', 'a page that takes its time'],
  ['pages/dead', 'an address that leads nowhere'],
  [`images/${NEW_PICTURE}`, 'a picture without a page'],
  ['lists/sample.csv', 'the list of known pictures'],
];

/** What there is, and why, for people. */
export function indexPage(place: Place): string {
  return html({
    title: 'Sample site',
    body: `<p>Harmless pages and pictures to report when Manara is shown or tried out. Every picture was drawn by the project: lighthouses, harbours, markets, kites. None shows a person.</p>
<dl>${LISTED.map(([path, what]) => `<dt><a href="${place.prefix}/${path}">${path}</a></dt><dd>${what}</dd>`).join('\n')}</dl>
<p>Put <code>/s/</code> and a word in front of an address, such as <code>/s/tuesday/pages/new</code>, for a set of pictures that nobody has reported before.</p>`,
  });
}
