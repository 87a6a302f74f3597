/** Turns what the schema found into one readable line: what was expected, what was found, what was meant. */
import type * as z from 'zod';
import { suggestion } from './nearest.ts';
import type { CatalogueProblem } from './problem.ts';
import { keysAt } from './shape.ts';
import type { Locate, Path } from './yaml.ts';

type Issue = z.core.$ZodIssue;

interface Context {
  readonly schema: z.core.$ZodType;
  readonly root: unknown;
  readonly locate: Locate;
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, key)?.value;
  }
  return value;
}

function pathOf(base: Path, issue: Pick<Issue, 'path'>): Path {
  return [...base, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 57)}..."` : `"${value}"`;
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${String(value)}`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  const keys = Object.keys(value);
  return keys.length === 0 ? 'an empty mapping' : `a mapping with ${keys.slice(0, 4).join(', ')}`;
}

const KIND: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'a mapping',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function wrongType(expected: string, value: unknown): string {
  const plain = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  const hint = plain ? ' (put it in quotes)' : '';
  return `expected ${KIND[expected] ?? expected}, found ${shown(value)}${hint}`;
}

function outOfBounds(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const big = issue.code === 'too_big';
  const limit = big ? `at most ${issue.maximum}` : `at least ${issue.minimum}`;
  if (issue.origin === 'string') return `expected a text of ${limit} characters`;
  if (issue.origin === 'array') return `expected a list of ${limit} entries`;
  return `expected ${limit}`;
}

/** A message of our own schema starts with a small word of ours; the library's own defaults do not. */
function ownMessage(message: string): boolean {
  return /^[a-z]/.test(message);
}

function explain(issue: Issue, value: unknown): string {
  const found = `, found ${shown(value)}`;
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, value);
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const near = typeof value === 'string' ? suggestion(value, allowed) : '';
      const quotes =
        typeof value === 'number' && allowed.includes(String(value)) ? ' (put it in quotes)' : '';
      return `expected ${allowed.length > 1 ? 'one of ' : ''}${allowed.join(', ')}${found}${quotes}${near}`;
    }
    case 'too_big':
    case 'too_small':
      return (ownMessage(issue.message) ? issue.message : outOfBounds(issue)) + found;
    default:
      return issue.message + found;
  }
}

function unknownKeys(context: Context, path: Path, keys: readonly string[]): CatalogueProblem[] {
  const known = keysAt(context.schema, path);
  return keys.map((key) => ({
    ...context.locate([...path, key], 'key'),
    message: `unknown key "${key}"${suggestion(key, known) || `; expected one of ${known.join(', ')}`}`,
  }));
}

/** The branches of a union, with unions directly inside it opened. */
function branches(errors: readonly (readonly Issue[])[]): readonly (readonly Issue[])[] {
  return errors.flatMap((branch) => {
    const [first] = branch;
    const nested = branch.length === 1 && first?.code === 'invalid_union' && first.path.length === 0;
    return nested ? branches(first.errors) : [branch];
  });
}

/** How far a branch is from what was written: a wrong kind of value is farthest, then foreign and missing keys. */
function farness(branch: readonly Issue[], value: unknown): number {
  let sum = 0;
  for (const issue of branch) {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) sum += 10 * issue.keys.length;
    else if (issue.code === 'invalid_type' && issue.path.length === 0) sum += 1000;
    else if (issue.path.length === 1 && valueAt(value, pathOf([], issue)) === undefined) sum += 5;
  }
  return sum;
}

function noBranchFits(context: Context, path: Path, value: unknown): CatalogueProblem[] {
  const known = keysAt(context.schema, path);
  const place = context.locate(path);
  const choice = `one of ${known.join(', ')}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ ...place, message: `expected a mapping with ${choice}, found ${shown(value)}` }];
  }
  const written = Object.keys(value);
  const foreign = written.filter((key) => !known.includes(key));
  if (foreign.length > 0) return unknownKeys(context, path, foreign);
  if (written.length === 0) return [{ ...place, message: `expected ${choice}, found an empty mapping` }];
  const [second = ''] = written.slice(1);
  const message = `expected exactly ${choice}, found ${written.join(' and ')} together`;
  return [{ ...context.locate([...path, second], 'key'), message }];
}

function unionProblems(
  context: Context,
  path: Path,
  errors: readonly (readonly Issue[])[],
): CatalogueProblem[] {
  const value = valueAt(context.root, path);
  const ranked = branches(errors)
    .map((branch) => ({ branch, far: farness(branch, value) }))
    .sort((a, b) => a.far - b.far);
  const [best, next] = ranked;
  if (best && best.far < 1000 && (best.far === 0 || best.far < (next?.far ?? Number.POSITIVE_INFINITY))) {
    return best.branch.flatMap((issue) => issueProblems(context, issue, path));
  }
  if (keysAt(context.schema, path).length > 0) return noBranchFits(context, path, value);
  const kinds = ranked.flatMap(({ branch }) =>
    branch.flatMap((issue) =>
      issue.code === 'invalid_type' ? [KIND[issue.expected] ?? issue.expected] : [],
    ),
  );
  return [{ ...context.locate(path), message: `expected ${kinds.join(' or ')}, found ${shown(value)}` }];
}

/** What the absent value should have been. */
function missing(issue: Issue): string {
  if (issue.code === 'invalid_type') return ` (${KIND[issue.expected] ?? issue.expected})`;
  return issue.code === 'invalid_value' ? ` (${issue.values.map(String).join(', ')})` : '';
}

function issueProblems(context: Context, issue: Issue, base: Path): CatalogueProblem[] {
  const path = pathOf(base, issue);
  if (issue.code === 'unrecognized_keys') return unknownKeys(context, path, issue.keys);
  if (issue.code === 'invalid_union') return unionProblems(context, path, issue.errors);
  const value = valueAt(context.root, path);
  if (value === undefined && path.length > 0) {
    const expected = missing(issue);
    const around = path.slice(0, -1);
    return [{ ...context.locate(around), message: `missing key "${path.at(-1)}"${expected}` }];
  }
  return [{ ...context.locate(path), message: explain(issue, value) }];
}

/** Every issue of a failed validation as problems with the position of the value (or key) at fault. */
export function problemsOf(
  error: z.core.$ZodError,
  schema: z.core.$ZodType,
  root: unknown,
  locate: Locate,
): readonly CatalogueProblem[] {
  return error.issues.flatMap((issue) => issueProblems({ schema, root, locate }, issue, []));
}
