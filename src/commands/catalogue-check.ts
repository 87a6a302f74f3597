/** `cupath catalogue check`: validates a data directory with its overlays and counts what is in it. */
import { dataAge } from '../catalogue/age.ts';
import { type DataSource, tryReadDataFiles } from '../catalogue/files.ts';
import { type LoadedData, loadData } from '../catalogue/load.ts';
import { type Entry, nameOf, SECTION_NAMES } from '../catalogue/merge.ts';
import {
  CatalogueError,
  type CatalogueProblem,
  formatProblem,
  MORE_PROBLEMS,
  problemAt,
} from '../catalogue/problem.ts';
import type { ReleaseData, UpdateData } from '../catalogue/schema.ts';
import { paragraph, type Style } from '../render/layout.ts';
import { counted } from '../render/words.ts';

export interface CheckResult {
  readonly ok: boolean;
  /** Problems one per line, or the counts and gaps; ends with a line end. */
  readonly text: string;
}

/** True for data that stand alone; an overlay has no `catalogue:` section. */
export function isBaseData(dir: string): boolean {
  return tryReadDataFiles(dir).files.some((file) => /^catalogue\s*:/m.test(file.text));
}

const PAGE: Style = { width: 80, ascii: true, colour: false };

function missing(entry: Entry<ReleaseData | UpdateData>): readonly string[] {
  const { date, kb } = entry.value;
  return [...(date === undefined ? ['date'] : []), ...(kb === undefined ? ['KB number'] : [])];
}

/** Updates without date or KB number: allowed, because some are known from their build alone. */
function gaps({ merged }: LoadedData): readonly CatalogueProblem[] {
  return merged.entries.updates.flatMap((entry) => {
    const absent = missing(entry);
    return absent.length === 0
      ? []
      : [problemAt(entry.at(), `${nameOf(entry.value)} has no ${absent.join(' and no ')}`)];
  });
}

function counts({ merged }: LoadedData): readonly string[] {
  const width = Math.max(...SECTION_NAMES.map((name) => name.length));
  return SECTION_NAMES.map((name) => `  ${name.padEnd(width)}  ${merged.entries[name].length}`);
}

function age({ data }: LoadedData, today: string): string {
  const { staleAfterDays } = data.catalogue;
  const found = dataAge({ data }, today);
  const stale = found.stale ? `, older than the ${staleAfterDays} days after which it counts as old` : '';
  return `as of ${found.asOf}, ${found.ageDays} days before ${today}${stale}; ${found.patchTuesdays} Patch Tuesdays since`;
}

function report(loaded: LoadedData, today: string): string {
  const found = gaps(loaded);
  const overlays = loaded.overlays.length > 0 ? [`overlays: ${loaded.overlays.join(', ')}`] : [];
  const heading = found.length === 1 ? '1 gap (no error):' : `${found.length} gaps (no errors):`;
  const gapLines = found.length === 0 ? [] : [heading, ...found.map((gap) => `  ${formatProblem(gap)}`)];
  const lines = [
    'The data are valid.',
    ...paragraph(PAGE, age(loaded, today)),
    ...overlays,
    ...counts(loaded),
    ...gapLines,
    loaded.digest,
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Validates data with overlays on top.
 * @param today ISO day, for the age of the data
 */
export function checkData(source: DataSource, overlays: readonly string[], today: string): CheckResult {
  try {
    return { ok: true, text: report(loadData(source, overlays), today) };
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    const count = error.problems.length;
    const more = error.more ? `; ${MORE_PROBLEMS}` : '';
    return { ok: false, text: `${error.message}\n${counted(count, 'problem')}${more}\n` };
  }
}
