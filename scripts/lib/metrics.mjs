// Joins the Prometheus figures of several programs into one text, each sample labelled with its program.

/**
 * @param {Map<string, string>} texts program → its figures in Prometheus' text format
 * @returns {string} one text in which each family stands once
 */
export function mergeFigures(texts) {
  const families = new Map();
  for (const [program, text] of texts) {
    for (const { name, head, samples } of readFamilies(text)) {
      const family = families.get(name) ?? { head, samples: [] };
      family.samples.push(...samples.map((sample) => label(sample, program)));
      families.set(name, family);
    }
  }
  return [...families.values()].flatMap(({ head, samples }) => [...head, ...samples, '']).join('\n');
}

/** A family begins with its HELP and TYPE lines; the samples below belong to it until the next begins. */
function readFamilies(text) {
  const families = [];
  let current;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const comment = /^# (?:HELP|TYPE) (\S+)/.exec(line);
    if (comment) {
      if (current?.name !== comment[1])
        families.push((current = { name: comment[1], head: [], samples: [] }));
      current.head.push(line);
    } else if (!line.startsWith('#')) {
      const name = /^[^\s{]+/.exec(line)[0];
      if (!current || !name.startsWith(current.name))
        families.push((current = { name, head: [], samples: [] }));
      current.samples.push(line);
    }
  }
  return families;
}

function label(sample, program) {
  const [, name, labels, rest] = /^([^\s{]+)(?:\{(.*)\})?(\s.*)$/.exec(sample) ?? [];
  if (name === undefined) return sample;
  return `${name}{program="${program}"${labels ? `,${labels.replace(/,$/, '')}` : ''}}${rest}`;
}
