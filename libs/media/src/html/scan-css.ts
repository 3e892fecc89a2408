// Addresses in CSS, read from its tokens: no tree is built, so nesting costs nothing and broken CSS is no error.
import { string as cssString, tokenTypes, tokenize, url as cssUrl } from 'css-tree';

export interface CssReference {
  kind: 'image' | 'import';
  url: string;
}

const {
  AtKeyword,
  Function: FunctionToken,
  LeftCurlyBracket,
  LeftParenthesis,
  RightCurlyBracket,
  RightParenthesis,
  Semicolon,
  String: StringToken,
  Url,
} = tokenTypes;

const FONT_FILE = /\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)/i;
const IMAGE_FUNCTIONS = new Set(['url(', 'src(', 'image(', 'image-set(', '-webkit-image-set(']);
// Rules whose addresses are no pictures.
const OTHER_RULES = new Set(['@font-face', '@namespace', '@charset', '@layer']);

/** Pictures and imported sheets that a style sheet or a list of declarations names, in order. */
export function scanCss(css: string): CssReference[] {
  const found: CssReference[] = [];
  let rule = '';
  const functions: string[] = [];
  const add = (url: string): void => {
    if (rule === '@import') {
      found.push({ kind: 'import', url });
      rule = '@import-done';
    } else if (rule === '' && url !== '' && !FONT_FILE.test(url)) found.push({ kind: 'image', url });
  };
  tokenize(css, (type, start, end) => {
    const text = (): string => css.slice(start, end);
    switch (type) {
      case AtKeyword: {
        const name = text().toLowerCase();
        rule = name === '@import' || OTHER_RULES.has(name) ? name : '';
        break;
      }
      case Semicolon:
        if (rule !== '@font-face') rule = '';
        break;
      case LeftCurlyBracket:
        functions.length = 0;
        if (rule !== '@font-face') rule = '';
        break;
      case RightCurlyBracket:
        functions.length = 0;
        rule = '';
        break;
      case FunctionToken:
        functions.push(text().toLowerCase());
        break;
      case LeftParenthesis:
        functions.push('(');
        break;
      case RightParenthesis:
        functions.pop();
        break;
      case Url:
        add(cssUrl.decode(text()));
        break;
      case StringToken:
        if (rule === '@import' || IMAGE_FUNCTIONS.has(functions.at(-1) ?? '')) add(cssString.decode(text()));
        break;
      default:
    }
  });
  return found;
}
