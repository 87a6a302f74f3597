/**
 * Which format a file is written in when nobody says so: the one that its name promises. A name that promises
 * something that cupath does not write is refused; any other name gets text.
 */
import { quoted, UsageError } from './failure.ts';

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

/** Endings that another program opens by its own format, and text under them is a broken file. */
const FOREIGN: ReadonlySet<string> = new Set(
  `doc docm docx dot dotx odt rtf pdf ps xps epub xls xlsb xlsm xlsx ods ppt pptx odp vsd vsdx one
  png jpg jpeg gif bmp svg zip 7z gz tar cab msg eml mht mhtml xml`.split(/\s+/),
);

export type NamedFormat = (typeof ENDINGS)[keyof typeof ENDINGS];

function isEnding(text: string): text is keyof typeof ENDINGS {
  return Object.hasOwn(ENDINGS, text);
}

function endingOf(path: string): string | undefined {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
}

/** The value of `--format` that the ending of a name stands for; undefined for any other ending. */
export function formatOfName(path: string): NamedFormat | undefined {
  const ending = endingOf(path);
  return ending !== undefined && isEnding(ending) ? ENDINGS[ending] : undefined;
}

/** The endings that stand for one of these formats, each with its dot, for messages. */
function endingsOf(formats: readonly string[]): readonly string[] {
  return Object.entries(ENDINGS)
    .filter(([, format]) => formats.includes(format))
    .map(([ending]) => `.${ending}`);
}

/** What to expect instead of a name that promises what none of these formats is; null: the name is fine. */
export function refusedName(path: string, formats: readonly string[]): string | null {
  const ending = endingOf(path) ?? '';
  const format = formatOfName(path);
  const foreign = format === undefined ? FOREIGN.has(ending) : !formats.includes(format);
  return foreign ? `a name that ends in ${endingsOf(formats).join(', ')}` : null;
}

/**
 * The format of a file by its name alone; undefined: the name promises none.
 * @param flag for the message, such as `--output`
 * @throws UsageError where the name promises something else than these formats
 */
export function formatForName<T extends string>(
  flag: string,
  path: string,
  formats: readonly T[],
): T | undefined {
  const expected = refusedName(path, formats);
  if (expected !== null)
    throw new UsageError(`${flag}: found ${quoted(path)}, expected ${expected}, or --format beside it`);
  const named: string | undefined = formatOfName(path);
  return formats.find((format) => format === named);
}
