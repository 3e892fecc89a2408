import * as fc from 'fast-check';
import { parseDataUri } from './data-uri.js';
import { extractFromStylesheet, extractResources } from './extract.js';
import { parseSrcset } from './srcset.js';

const BASE = 'https://site.example/gallery/page.html';
const at = (path: string): string => `https://site.example/gallery/${path}`;
const imagesOf = (html: string): string[] => extractResources(html, BASE).images.map((image) => image.url);

describe('extractResources', () => {
  it.each<[string, string, string[]]>([
    ['img', '<img src="a.jpg">', ['a.jpg']],
    ['img without quotes, in capitals', '<IMG SRC=a.jpg>', ['a.jpg']],
    ['an entity in an address', '<img src="a.php?x=1&amp;y=2">', ['a.php?x=1&y=2']],
    ['srcset', '<img srcset="a.jpg 1x, b.jpg 2x">', ['a.jpg', 'b.jpg']],
    [
      'picture',
      '<picture><source srcset="a.avif"><source srcset="b.webp 480w"><img src="c.jpg"></picture>',
      ['a.avif', 'b.webp', 'c.jpg'],
    ],
    ['poster of a video', '<video poster="p.jpg"><source src="v.mp4"></video>', ['p.jpg']],
    ['CSS in a style attribute', '<div style="background: red url(a.png) no-repeat"></div>', ['a.png']],
    ['CSS with entities', '<div style="background:url(&quot;a b.png&quot;)"></div>', ['a%20b.png']],
    [
      'CSS in a style element',
      '<style>.x{background-image:image-set("a.png" 1x, url("b.png") 2x)}</style>',
      ['a.png', 'b.png'],
    ],
    [
      'a font',
      '<style>@font-face{font-family:x;src:url(f.eot);src:url(f.dat)} a{list-style:url(l.png)}</style>',
      ['l.png'],
    ],
    ['og:image', '<meta property="og:image" content="a.jpg">', ['a.jpg']],
    ['twitter:image', '<meta name="twitter:image" content="a.jpg">', ['a.jpg']],
    ['links to picture files', '<a href="a.JPG?x">1</a><a href="page.html">2</a>', ['a.JPG?x']],
    [
      'lazy attributes',
      '<img src="s.gif" data-src="a.php?id=1"><img data-srcset="b.jpg 1x, c.jpg 2x"><div data-bg="d.jpg">',
      ['s.gif', 'a.php?id=1', 'b.jpg', 'c.jpg', 'd.jpg'],
    ],
    ['a lazy attribute of an unknown name', '<div data-whatever="a.webp">', ['a.webp']],
    ['pictures for readers without script', '<noscript><img src="a.jpg"></noscript>', ['a.jpg']],
    ['background attribute', '<body background="a.gif">', ['a.gif']],
    ['picture button', '<input type=image src="a.gif">', ['a.gif']],
    ['picture within SVG', '<svg><image xlink:href="a.png"/></svg>', ['a.png']],
    ['a page within the page', `<iframe srcdoc="<img src='a.jpg'>"></iframe>`, ['a.jpg']],
    ['a preloaded picture', '<link rel=preload as=image href="a.jpg">', ['a.jpg']],
    ['comments and scripts hold none', '<!-- <img src="a.jpg"> --><script>"<img src=b.jpg>"</script>', []],
    [
      'other schemes hold none',
      '<img src="javascript:1"><img src="file:///a.jpg"><img src="blob:x"><img src="#a">',
      [],
    ],
  ])('finds: %s', (_what, html, expected) => {
    expect(imagesOf(html)).toEqual(expected.map(at));
  });

  it('keeps document order and names each address once, with the first place it was found at', () => {
    const { images } = extractResources('<a href="a.jpg">x</a><img src="b.jpg"><img src="a.jpg#top">', BASE);
    expect(images).toEqual([
      { url: at('a.jpg'), via: 'link' },
      { url: at('b.jpg'), via: 'img' },
    ]);
  });

  it('resolves against the first base, wherever it stands, and not against one of another scheme', () => {
    const html = '<img src="a.jpg"><base href="//other.example/x/"><base href="https://third.example/">';
    expect(imagesOf(html)).toEqual(['https://other.example/x/a.jpg']);
    expect(imagesOf('<base href="javascript:1"><img src="a.jpg">')).toEqual([at('a.jpg')]);
  });

  it('keeps pictures written into the page and drops other data', () => {
    const html = '<img src="data:image/png;base64,AAAA"><img src="data:text/html,x">';
    expect(imagesOf(html)).toEqual(['data:image/png;base64,AAAA']);
  });

  it('lists style sheets, frames, videos and refreshes apart', () => {
    const found = extractResources(
      `<meta http-equiv=refresh content="0; URL='next.html'"><link rel="stylesheet" href="s.css">
       <style>@import "t.css"; @import url(u.css) screen;</style><iframe src="f.html"></iframe>
       <video src="v.mp4"><source src="w.webm"></video>`,
      BASE,
    );
    expect(found.refreshes).toEqual([{ url: at('next.html'), via: 'refresh' }]);
    expect(found.stylesheets.map((sheet) => sheet.url)).toEqual(['s.css', 't.css', 'u.css'].map(at));
    expect(found.frames.map((frame) => frame.url)).toEqual([at('f.html')]);
    expect(found.videos.map((video) => video.url)).toEqual(['v.mp4', 'w.webm'].map(at));
    expect(found.images).toEqual([]);
  });

  it('stops at its bounds and says so', () => {
    const many = Array.from({ length: 30 }, (_unused, index) => `<img src="${index}.jpg">`).join('');
    const found = extractResources(many, BASE, { maxReferences: 10 });
    expect(found.images).toHaveLength(10);
    expect(found.truncated).toBe(true);
    const large = extractResources(`<img src="data:image/png,${'x'.repeat(100)}">`, BASE, {
      maxDataUriChars: 50,
    });
    expect(large).toMatchObject({ images: [], truncated: true });
    expect(extractResources(many, BASE).truncated).toBe(false);
  });

  it('reads a page that nests without end in time that grows with its length', () => {
    const html = `${'<div>'.repeat(200_000)}${'</p>'.repeat(200_000)}<img src="a.jpg">`;
    const started = process.cpuUsage();
    expect(imagesOf(html)).toEqual([at('a.jpg')]);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5000);
  });

  it('takes bytes', () => {
    expect(extractResources(Buffer.from('<img src="é.jpg">'), BASE).images[0]?.url).toBe(at('%C3%A9.jpg'));
  });

  it('never throws, whatever stands in the page, and gives absolute addresses only', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<img src=',
        '<style>',
        '</style>',
        '"',
        "'",
        '<base href=',
        'url(',
        ')',
        '{',
        '}',
        '@import ',
        '&',
        '<!--',
        'data:image/',
        '<meta http-equiv=refresh content=',
        '<source srcset=',
        ',',
        '>',
        '//[',
        '\0',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const found = extractResources(pieces.join(''), BASE);
        for (const { url } of [...found.images, ...found.stylesheets, ...found.frames, ...found.refreshes]) {
          expect(url).toMatch(/^(?:https?:\/\/|data:image\/)/i);
        }
      }),
    );
  });
});

describe('extractFromStylesheet', () => {
  it('resolves against the sheet, with escapes and broken rules', () => {
    const css = '@import "more.css"; a{background:url( "x\\2e png" )} b{c:url(y.gif} d{mask:url(#id)}';
    const found = extractFromStylesheet(css, 'https://cdn.example/css/s.css');
    expect(found.stylesheets.map((sheet) => sheet.url)).toEqual(['https://cdn.example/css/more.css']);
    expect(found.images.map((image) => image.url)).toContain('https://cdn.example/css/x.png');
  });
});

describe('parseSrcset', () => {
  it.each([
    ['a.jpg', ['a.jpg']],
    ['a.jpg 1x,b.jpg 2x', ['a.jpg', 'b.jpg']],
    ['a.jpg, b.jpg', ['a.jpg', 'b.jpg']],
    [' ,a,b.jpg 1x', ['a,b.jpg']],
    ['data:image/png;base64,AAAA 1x, b.jpg 2x', ['data:image/png;base64,AAAA', 'b.jpg']],
    ['a.jpg 1x (a,b) c, d.jpg', ['a.jpg', 'd.jpg']],
    ['', []],
  ])('reads %j', (value, expected) => {
    expect(parseSrcset(value)).toEqual(expected);
  });
});

describe('parseDataUri', () => {
  it('gives the bytes back that were written into an address', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const written = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
        expect(parseDataUri(written)).toEqual({ contentType: 'image/png', bytes: Buffer.from(bytes) });
      }),
    );
  });

  it.each([
    ['data:,a%20b', 'text/plain', 'a b'],
    ['data:image/svg+xml;charset=utf-8,%3Csvg/%3e', 'image/svg+xml', '<svg/>'],
    ['data:IMAGE/GIF;x=y;base64,QQ%3D%3D', 'image/gif', 'A'],
  ])('reads %s', (address, contentType, text) => {
    expect(parseDataUri(address)).toEqual({ contentType, bytes: Buffer.from(text) });
  });

  it.each(['data:image/png', 'https://site.example/,', 'data:image/png;base64,!!'])(
    'refuses %s',
    (address) => {
      expect(parseDataUri(address)).toBeNull();
    },
  );
});
