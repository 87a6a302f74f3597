/** Which format a file is written in when nobody says so: the one that its name promises. */

const ENDINGS: Readonly<Record<string, string>> = {
  txt: 'text',
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  csv: 'csv',
  json: 'json',
  ics: 'ics',
};

/** The value of `--format` that the ending of a name stands for; undefined for any other ending. */
export function formatOfName(path: string | undefined): string | undefined {
  const ending = path === undefined ? undefined : /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  return ending === undefined ? undefined : ENDINGS[ending];
}
