/** Answers of the block -> what is good, what stops setup, and what to do. Pure. */
import { type Catalogue, compareDotnet, inRange, type Release, ruleFor } from '../catalogue/catalogue.ts';
import type { ActionData, LinkData, LiveCheck } from '../catalogue/diagnosis-schema.ts';
import type { Answers } from './read.ts';

/**
 * `good`; `stops`: setup stops on it; `warns`: worth a look; `unreadable`: the check itself broke off or wrote
 * something else; `absent`: the output does not hold it; `open`: only a target decides (`--to`).
 */
export type CheckState = 'good' | 'stops' | 'warns' | 'unreadable' | 'absent' | 'open';

export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly state: CheckState;
  readonly value: string | null;
  /** What is wrong, or why it could not be said; null where it is good without more words. */
  readonly because: string | null;
  readonly actions: readonly ActionData[];
  readonly links: readonly LinkData[];
  readonly sources: readonly string[];
}

export interface PreflightTarget {
  readonly catalogue: Catalogue;
  /** What setup is to install. */
  readonly release: Release | null;
  /** ISO day. */
  readonly today: string;
}

type Verdict = 'good' | 'bad' | 'open' | 'unreadable';

const DAY = 24 * 60 * 60 * 1000;

/**
 * The version whose Release values begin at or below this one. Between two versions an update of the lower one may
 * have raised the value; above all that are known it is a version that nobody knows.
 */
function dotnetVersion(catalogue: Catalogue, value: number): string | null {
  const versions = [...catalogue.dotnet.values()].sort((a, b) => compareDotnet(a.id, b.id));
  const newest = versions.at(-1);
  if (newest && value > Math.max(newest.release, ...(newest.releasesSeen ?? []))) return null;
  return versions.findLast((item) => item.release <= value)?.id ?? null;
}

function numberOf(value: string): number | null {
  return /^\d{1,12}(?:\.\d{1,6})?$/.test(value) ? Number(value) : null;
}

function levelsVerdict(value: string, release: Release): Verdict {
  const levels = value.split('/').map(numberOf);
  const [schema, organisation, domain] = levels;
  if (
    levels.length !== 3 ||
    typeof schema !== 'number' ||
    typeof organisation !== 'number' ||
    typeof domain !== 'number'
  ) {
    return 'unreadable';
  }
  const { ad } = release;
  return schema >= ad.schema && organisation >= ad.organisation && domain >= ad.domain ? 'good' : 'bad';
}

const BOOLEANS: readonly string[] = ['true', 'false'];

/** Where the answer is yes or no, anything else is neither (a translated word, an error). */
function wordVerdict(value: string, wanted: readonly string[]): Verdict {
  if (wanted.includes(value)) return 'good';
  const isBoolean = wanted.every((word) => BOOLEANS.includes(word));
  return isBoolean && !BOOLEANS.includes(value) ? 'unreadable' : 'bad';
}

/** Whether the target needs the software that the check looks for; null: no target was given. */
function isNeeded(software: string, { catalogue, release }: PreflightTarget): boolean | null {
  if (release === null) return null;
  const item = catalogue.data.software.find(({ id }) => id === software);
  return (
    item === undefined || item.needed.some(({ applies }) => inRange(catalogue.releases, applies, release))
  );
}

/** A year outside of these is of another calendar: th-TH counts 2026 as 2569, ar-SA as 1448. */
const FIRST_YEAR = 2000;
const MOST_YEARS_AHEAD = 50;

function isPlausible(day: number, today: string): boolean {
  const year = new Date(day).getUTCFullYear();
  return year >= FIRST_YEAR && year <= new Date(today).getUTCFullYear() + MOST_YEARS_AHEAD;
}

function dayVerdict(value: string, daysAhead: number, today: string): Verdict {
  if (value === 'none') return 'bad';
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(day) || !isPlausible(day, today)) return 'unreadable';
  return day - Date.parse(today) >= daysAhead * DAY ? 'good' : 'bad';
}

function verdictOf(
  { good }: LiveCheck,
  value: string,
  { catalogue, release, today }: PreflightTarget,
): Verdict {
  if ('is' in good)
    return wordVerdict(
      value.toLowerCase(),
      good.is.map((wanted) => wanted.toLowerCase()),
    );
  if ('not' in good)
    return good.not.some((bad) => bad.toLowerCase() === value.toLowerCase()) ? 'bad' : 'good';
  if ('daysAhead' in good) return dayVerdict(value, good.daysAhead, today);
  if ('atLeast' in good) {
    const number = numberOf(value);
    return number === null ? 'unreadable' : number >= good.atLeast ? 'good' : 'bad';
  }
  if (release === null) return 'open';
  if ('levels' in good) return levelsVerdict(value, release);
  const number = numberOf(value);
  const version = number === null ? null : dotnetVersion(catalogue, number);
  if (version === null) return 'unreadable';
  return ruleFor(catalogue.dotnetRules, release).supports.includes(version) ? 'good' : 'bad';
}

function judge(check: LiveCheck, { answers }: Answers, target: PreflightTarget): CheckResult {
  const { id, title, links, sources } = check;
  const base = { id, title, links, sources };
  const quiet = { ...base, actions: [], links: [] };
  const answer = answers.get(id);
  if (!answer) {
    return {
      ...quiet,
      state: 'absent',
      value: null,
      because: 'The output has no line for it: it was cut, or made by another version.',
    };
  }
  const { value, worked, whole } = answer;
  if (!worked)
    return { ...quiet, state: 'unreadable', value, because: 'The check broke off; look yourself.' };
  if (!whole) {
    const because = 'A line stands below it that may be its end, or something else; look yourself.';
    return { ...quiet, state: 'unreadable', value, because };
  }
  if (value === '')
    return { ...quiet, state: 'unreadable', value, because: 'The check wrote nothing; look yourself.' };
  const found = verdictOf(check, value, target);
  const needed = check.software === undefined ? true : isNeeded(check.software, target);
  if (found === 'bad' && needed === false) {
    return { ...quiet, state: 'good', value, because: 'the target does not need it' };
  }
  switch (found === 'bad' && needed === null ? 'open' : found) {
    case 'good':
      return { ...quiet, state: 'good', value, because: null };
    case 'bad':
      return { ...base, state: check.severity, value, because: check.bad, actions: check.actions };
    case 'open':
      return {
        ...quiet,
        state: 'open',
        value,
        because: 'What it has to be depends on the target: give it with --to.',
      };
    case 'unreadable':
      return {
        ...quiet,
        state: 'unreadable',
        value,
        because: 'The check wrote something unexpected; look yourself.',
      };
  }
}

/** One result per check, in the order of the data. */
export function judgeAnswers(
  checks: readonly LiveCheck[],
  answers: Answers,
  target: PreflightTarget,
): readonly CheckResult[] {
  return checks.map((check) => judge(check, answers, target));
}
