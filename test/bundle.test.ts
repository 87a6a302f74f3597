import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Output {
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly entryPoint?: string;
}

const { outputs } = JSON.parse(readFileSync('dist/meta.json', 'utf8')) as {
  readonly outputs: Readonly<Record<string, Output>>;
};

/** Source files that are loaded with this one, without those that are fetched only when needed. */
function loadedWith(entry: string): ReadonlySet<string> {
  const start = Object.entries(outputs).find(([, output]) => output.entryPoint === entry)?.[0];
  if (start === undefined) throw new Error(`${entry} is no entry of the bundle`);
  const seen = new Set<string>();
  const queue = [start];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    for (const item of outputs[at]?.imports ?? []) {
      if (item.kind === 'import-statement' && outputs[item.path]) queue.push(item.path);
    }
  }
  return new Set([...seen].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {})));
}

const HEAVY = /node_modules\/(ink|react|react-reconciler|yoga-layout|zod|yaml)\//;

test.each([
  'src/cli.ts',
  'src/commands/plan.ts',
  'src/commands/identify.ts',
  'src/commands/diagnose.ts',
  'src/commands/troubleshoot.ts',
  'src/commands/preflight.ts',
  'src/catalogue/compiled.ts',
])('%s loads no Ink, React, zod or YAML', (entry) => {
  const heavy = [...loadedWith(entry)].filter((path) => HEAVY.test(path));
  expect(heavy).toEqual([]);
});

test('the wizard is the one that loads Ink', () => {
  expect([...loadedWith('src/wizard/app.tsx')].some((path) => HEAVY.test(path))).toBe(true);
});

test('everything that is run is ASCII, because packs are read byte by byte', () => {
  const files = readdirSync('dist').filter((name) => name.endsWith('.js'));
  expect(files.length).toBeGreaterThan(1);
  // Other texts are escaped by the bundler; in a regular expression it leaves what stands there.
  expect(files.filter((name) => /[^\0-\x7f]/.test(readFileSync(`dist/${name}`, 'utf8')))).toEqual([]);
});

test('a plan as text loads none of the other formats', () => {
  const loaded = [...loadedWith('src/commands/plan.ts')];
  expect(
    loaded.filter((path) =>
      /src\/(?:render\/(?:html|csv|ticket|checklist)|saved\/(?:read|decode|replan))/.test(path),
    ),
  ).toEqual([]);
});
