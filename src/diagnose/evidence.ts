/** Does what was noted of a run meet the condition of a failure, and by which lines? Pure. */
import type { Condition, Failure, Scope, Watch } from './knowledge.ts';
import type { RunNotes, Seen } from './run.ts';

/** A failure whose condition the run meets, and the lines by which it does. */
export interface Match {
  readonly failure: Failure;
  readonly seen: readonly Seen[];
}

/** The names of Active Directory's parts in the log, and in the data. */
const DIRECTORY = { schema: 'schema', organization: 'organisation', domain: 'domain' } as const;

/** The rules that are listed as failed and refuse; one whose message is only a recommendation does not. */
export function refusingRules(run: RunNotes): readonly (readonly [rule: string, seen: Seen])[] {
  return [...run.failedRules].filter(([, { captures }]) => {
    const message = captures.message ?? '';
    return run.required.has(message) || !run.recommended.has(message);
  });
}

/** Setup has refused: it said so itself, in one way or another. */
export function hasRefused(run: RunNotes): boolean {
  return run.required.size > 0 || run.prerequisitesFailed !== null || refusingRules(run).length > 0;
}

/**
 * Setup went on to work on components, so its prerequisite check refused nothing: a rule that was evaluated as
 * true has not stopped it.
 */
function hasPassed(run: RunNotes, line: number): boolean {
  return !hasRefused(run) && run.componentLine > line;
}

/** Setup only recommends to follow this rule. */
function isAdvice(run: RunNotes, key: string): boolean {
  if (run.failedRules.has(key)) return refusingRules(run).every(([rule]) => rule !== key);
  return run.advisedRules.has(key) && !run.helpedRules.has(key);
}

function failedRule(run: RunNotes, name: string): Seen | undefined {
  const key = name.toLowerCase();
  if (isAdvice(run, key)) return undefined;
  // Help links count where the list of failed rules is not there.
  return run.failedRules.get(key) ?? (refusingRules(run).length === 0 ? run.helpedRules.get(key) : undefined);
}

function trueRule(run: RunNotes, name: string, ever: boolean): Seen | undefined {
  const key = name.toLowerCase();
  const evaluated = run.evaluatedRules.get(key);
  const seen = ever ? run.everTrue.get(key) : evaluated?.isTrue ? evaluated.seen : undefined;
  return seen && !hasPassed(run, seen.line) && !isAdvice(run, key) ? seen : undefined;
}

function someSeen(list: readonly (Seen | undefined)[]): readonly Seen[] | null {
  const seen = list.filter((item) => item !== undefined);
  return seen.length > 0 ? seen : null;
}

/** From the first error to the last reference of the run, without one to its end; of an excerpt, everything. */
function inBlock(run: RunNotes, line: number): boolean {
  const from = run.hasStart ? (run.firstError?.line ?? Number.POSITIVE_INFINITY) : 0;
  const to = run.lastReferenceLine > 0 && run.hasStart ? run.lastReferenceLine : Number.POSITIVE_INFINITY;
  return line >= from && line <= to;
}

function sightingOf(run: RunNotes, watch: Watch): Seen | undefined {
  const first = run.sightings.get(watch.number)?.first;
  if (first === undefined) return undefined;
  const limited: readonly Scope[] = ['block'];
  return limited.includes(watch.scope) && !inBlock(run, first.line) ? undefined : first;
}

function adUpdates(run: RunNotes, wanted: readonly string[]): readonly Seen[] | null {
  return someSeen(
    Object.entries(DIRECTORY).map(([name, ours]) => {
      const seen = run.directory.get(name);
      const isNeeded = seen?.captures.value?.toLowerCase() === 'true';
      return isNeeded && wanted.includes(ours) ? seen : undefined;
    }),
  );
}

/** The first three numbers of a build: what an update of the same release leaves as it is. */
function releaseOf(build: string | undefined): string | null {
  return build === undefined ? null : build.split('.').slice(0, 3).map(Number).join('.');
}

function sameBuild(run: RunNotes): readonly Seen[] | null {
  const setup = run.header.get('setup-build');
  const from = run.header.get('backup-build') ?? run.header.get('local-build');
  const mode = run.header.get('mode');
  const upgrades =
    mode?.captures.mode?.toLowerCase() === 'upgrade' ||
    (mode === undefined &&
      run.header.get('installation-mode')?.captures.mode?.toLowerCase() === 'buildtobuildupgrade');
  if (!setup || !from || !upgrades || run.header.has('prepare')) return null;
  return releaseOf(setup.captures.build) === releaseOf(from.captures.build)
    ? someSeen([setup, from, run.header.get('source')])
    : null;
}

function settingIs(run: RunNotes, name: string, value: string): readonly Seen[] | null {
  const seen = run.settings.get(name.toLowerCase());
  if (!seen || hasPassed(run, seen.line)) return null;
  return seen.captures.value?.toLowerCase() === value.toLowerCase() ? [seen] : null;
}

/** The lines by which the run meets the condition; null: it does not. An empty list: by what is not there. */
export function meets(run: RunNotes, condition: Condition): readonly Seen[] | null {
  if ('all' in condition) {
    const parts = condition.all.map((item) => meets(run, item));
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
  }
  if ('any' in condition) {
    const parts = condition.any.map((item) => meets(run, item)).filter((part) => part !== null);
    return parts[0] ?? null;
  }
  if ('watches' in condition) {
    const seen = condition.watches.map((watch) => sightingOf(run, watch));
    return condition.every && seen.includes(undefined) ? null : someSeen(seen);
  }
  if ('rule' in condition) {
    return someSeen(
      condition.rule.map((name) => failedRule(run, name) ?? trueRule(run, name, condition.ever === true)),
    );
  }
  if ('failed' in condition) return someSeen(condition.failed.map((name) => failedRule(run, name)));
  if ('setting' in condition) return settingIs(run, condition.setting, condition.value);
  if ('present' in condition) return someSeen([run.settings.get(condition.present.toLowerCase())]);
  if ('absent' in condition) return run.settings.has(condition.absent.toLowerCase()) ? null : [];
  if ('adUpdate' in condition) return adUpdates(run, condition.adUpdate);
  if ('reference' in condition) {
    const wanted = condition.reference.toLowerCase();
    return someSeen([run.references.find((seen) => seen.captures.reference?.toLowerCase() === wanted)]);
  }
  return sameBuild(run);
}
