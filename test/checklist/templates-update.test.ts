/** The step templates of the update itself: maintenance mode, prerequisites, installations, moves to new servers. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  type ConditionData,
  type FileData,
  fileSchema,
  type StepTemplate,
} from '../../src/catalogue/schema.ts';
import { TEMPLATE_VARIABLES, TYPED_VARIABLES } from '../../src/checklist/variables.ts';

const FILES = ['maintenance', 'prerequisites', 'update', 'migrate'] as const;

const FACTS: readonly string[] = [
  'dag',
  'hybrid',
  'esu',
  'multi-domain',
  'multi-site',
  'load-balancer',
  'other-mailbox-server',
  'edge-subscription',
  'um-language-packs',
  'tools-only-machines',
  'hybrid-agent',
  'server-core',
  'first-of-level',
  'last-dag-member',
];

/** Cmdlets and calls that change something have no place in a check. */
const CHANGES =
  /(?<![\w-])(Set|New|Remove|Add|Start|Stop|Restart|Install|Uninstall|Enable|Disable|Move|Import|Export|Update|Complete|Redirect|Mount|Dismount|Suspend|Resume|Clear|Invoke)-(?!Csv\b)[A-Z]\w+/;

function load(file: string): FileData {
  const path = new URL(`../../data/steps/${file}.yaml`, import.meta.url);
  return fileSchema.parse(parse(readFileSync(path, 'utf8')));
}

const steps: readonly StepTemplate[] = FILES.flatMap((file) => load(file).steps ?? []);
const named = steps.map((step) => [step.id, step] as const);

function runs(step: StepTemplate): readonly { readonly shell: string; readonly run: string }[] {
  return [...step.commands, ...step.verify];
}

function texts(step: StepTemplate): readonly string[] {
  return [
    step.id,
    step.title,
    step.why,
    step.otherwise ?? '',
    step.caution ?? '',
    step.undoes ?? '',
    typeof step.reversible === 'object' ? step.reversible.how : String(step.reversible),
    ...runs(step).map(({ run }) => run),
    ...step.verify.map((check) => check.expect),
    ...step.links.flatMap((link) => [link.title, link.url]),
  ];
}

/** `{word}` without `$` before it: what the filling takes for a variable. */
function variables(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\$)\{([A-Za-z]+)\}/g)].flatMap((match) => match[1] ?? []);
}

interface Scan {
  /** The command without its single-quoted strings. */
  readonly outside: string;
  /** The quote left open at the end, or the empty text. */
  readonly open: string;
}

/** Splits a PowerShell command into single-quoted strings and the rest; a quote inside the other kind is text. */
function scan(run: string): Scan {
  let outside = '';
  let open = '';
  for (const character of run) {
    if (open === '' && (character === "'" || character === '"')) open = character;
    else if (character === open) open = '';
    else if (open !== "'") outside += character;
  }
  return { outside, open };
}

function facts(condition: ConditionData | undefined): readonly string[] {
  if (condition === undefined) return [];
  if ('all' in condition) return condition.all.flatMap(facts);
  if ('any' in condition) return condition.any.flatMap(facts);
  if ('not' in condition) return facts(condition.not);
  return 'fact' in condition ? [condition.fact] : [];
}

function balanced(text: string, opening: string, closing: string): boolean {
  return text.split(opening).length === text.split(closing).length;
}

describe('the templates of the update', () => {
  test('ids are unique and lower-case words', () => {
    const ids = steps.map((step) => step.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9{}-]+$/);
  });

  test('steps that come once per act carry the act in their id', () => {
    const own: Readonly<Record<string, RegExp>> = {
      'install-dotnet': /\{dotnet\}/,
      'install-software': /\{software\}/,
      'install-cu': /\{release\}|^decide-extended-protection$/,
      'upgrade-in-place': /\{release\}/,
      'install-su': /\{update\}-\{release\}/,
      migrate: /\{release\}/,
      window: /^maintenance-/,
    };
    for (const step of steps) {
      for (const per of [step.per].flat()) expect(step.id, per).toMatch(own[per] ?? /^$/);
    }
  });

  test.each(named)('%s holds only known variables', (_, step) => {
    for (const text of texts(step)) {
      for (const name of variables(text)) expect(TEMPLATE_VARIABLES).toContain(name);
    }
  });

  test.each(named)('%s quotes the names that people type in, and its commands are well formed', (_, step) => {
    for (const { run, shell } of runs(step)) {
      expect(shell).not.toBe('cmd');
      const { outside, open } = scan(run);
      expect(open, run).toBe('');
      for (const name of variables(outside)) expect(TYPED_VARIABLES).not.toContain(name);
      expect(outside, 'a variable outside quotes').not.toMatch(/(?<!\$)\{[A-Za-z]+\}/);
      expect(outside, 'a placeholder outside quotes').not.toMatch(/<[A-Z-]+>/);
      for (const pair of ['{}', '()', '[]'] as const) {
        expect(balanced(outside, pair.charAt(0), pair.charAt(1)), `${pair} in ${run}`).toBe(true);
      }
    }
  });

  test.each(named)('%s can be checked, and its checks change nothing', (_, step) => {
    expect(step.verify.length + (step.otherwise?.length ?? 0)).toBeGreaterThan(0);
    expect(step.otherwise, 'what to do when the check fails').toBeDefined();
    for (const { run } of step.verify) expect(run).not.toMatch(CHANGES);
  });

  test('every step has a way to be verified, but for software, whose own checks are put in', () => {
    const without = steps.filter((step) => step.verify.length === 0).map((step) => step.id);
    expect(without).toEqual(['software-{software}-install']);
  });

  test('conditions ask only for known facts', () => {
    for (const step of steps) for (const fact of facts(step.when)) expect(FACTS).toContain(fact);
  });

  test('minutes rise from low to high and name a source', () => {
    for (const { id, minutes } of steps) {
      expect(minutes.low, id).toBeLessThanOrEqual(minutes.typical);
      expect(minutes.typical, id).toBeLessThanOrEqual(minutes.high);
    }
  });

  test('exactly the restarts count as reboots', () => {
    expect(steps.filter((step) => step.reboot === true).map((step) => step.id)).toEqual([
      'maintenance-reboot',
      'dotnet-{dotnet}-reboot',
      'cu-{release}-reboot',
      'cu-{release}-reboot-in-place',
      'su-{update}-{release}-reboot',
    ]);
    for (const step of steps) {
      const restarts = step.commands.some(({ run }) => run.includes('Restart-Computer'));
      expect(restarts, step.id).toBe(step.reboot === true);
    }
  });

  test('Setup is started by its full path with the licence switch', () => {
    const starting = steps
      .flatMap((step) => step.commands)
      .filter(({ run }) => /\/Mode:(Upgrade|Install)/.test(run));
    expect(starting.length).toBeGreaterThan(5);
    for (const { run } of starting)
      expect(run).toMatch(/& "\$\(\$drive\):\\Setup\.exe" '\{licence\}' \/Mode:/);
  });

  test('services are stopped without -Force, and twice', () => {
    const stopping = steps.flatMap((step) => step.commands).filter(({ run }) => run.includes('Stop-Service'));
    expect(stopping).toHaveLength(2);
    for (const { run } of stopping) {
      expect(run).not.toContain('-Force');
      expect(run.split('Stop-Service')).toHaveLength(3);
    }
  });

  test('nothing stands between a .NET that is ahead of its CU and that CU', () => {
    const between = steps.filter((step) => step.per === 'install-cu' && step.phase === 'prerequisites');
    expect(between.map(({ id }) => id)).toEqual([]);
  });
});
