/** Which format a file is written in when nobody says so: the one that its name promises. */

const ENDINGS = {
  txt: 'text',
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  csv: 'csv',
  json: 'json',
  ics: 'ics',
} as const;

export type NamedFormat = (typeof ENDINGS)[keyof typeof ENDINGS];

function isEnding(text: string): text is keyof typeof ENDINGS {
  return Object.hasOwn(ENDINGS, text);
}

/** The value of `--format` that the ending of a name stands for; undefined for any other ending. */
export function formatOfName(path: string | undefined): NamedFormat | undefined {
  const ending = path === undefined ? undefined : /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  return ending !== undefined && isEnding(ending) ? ENDINGS[ending] : undefined;
}

/** The endings that stand for one of these formats, each with its dot, for messages. */
export function endingsOf(formats: readonly string[]): readonly string[] {
  return Object.entries(ENDINGS)
    .filter(([, format]) => formats.includes(format))
    .map(([ending]) => `.${ending}`);
}
