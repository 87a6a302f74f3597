/** The step templates around the update: before, dependencies, organisation, after, verify. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  type ConditionData,
  type FileData,
  fileSchema,
  type StepTemplate,
} from '../../src/catalogue/schema.ts';

const PHASES = ['before', 'dependencies', 'organisation', 'after', 'verify'] as const;

const VARIABLES = new Set(
  (
    'server dag iso targetServer backup dc product fromName fromBuild toName toBuild release releaseName ' +
    'releaseBuild releaseKb releaseLink licence schemaLevel organisationLevel domainLevel dotnet dotnetRelease ' +
    'dotnetInstaller dotnetUrl dotnetKb update updateName updateBuild updateKb updateLink software softwareName ' +
    'newWindows newDotnet previousRelease windowsName forestLevels dcWindows dcWindowsOfAll'
  ).split(' '),
);

const FACTS = new Set(
  (
    'dag hybrid esu multi-domain multi-site load-balancer other-mailbox-server edge-subscription um-language-packs ' +
    'um-language-packs-removed ' +
    'tools-only-machines hybrid-agent server-core first-of-level last-dag-member'
  ).split(' '),
);

/** Begins of cmdlet names and programs that change something: they have no place in a check. */
const CHANGING =
  /\b(Set|New|Remove|Add|Start|Stop|Restart|Install|Uninstall|Mount|Dismount|Enable|Disable|Move|Copy|Update|Out|Export|Unblock|Clear|Resume|Suspend)-(?!(?:Location|Object)\b)[A-Z]|\breg(\.exe)? (add|delete|export|import)|\/syncall/;

function load(phase: string): FileData {
  const path = new URL(`../../data/steps/${phase}.yaml`, import.meta.url);
  return fileSchema.parse(parse(readFileSync(path, 'utf8')));
}

const files = PHASES.map((phase) => ({ phase, data: load(phase) }));
const steps: readonly StepTemplate[] = files.flatMap(({ data }) => data.steps ?? []);

function textsOf(step: StepTemplate): readonly string[] {
  return [
    step.id,
    step.title,
    step.why,
    step.otherwise ?? '',
    step.caution ?? '',
    step.undoes ?? '',
    typeof step.reversible === 'object' ? step.reversible.how : String(step.reversible),
    ...step.commands.map((command) => command.run),
    ...step.verify.flatMap((check) => [check.run, check.expect]),
    ...step.links.flatMap((link) => [link.title, link.url]),
  ];
}

function runsOf(step: StepTemplate): readonly { readonly shell: string; readonly run: string }[] {
  return [...step.commands, ...step.verify];
}

function factsOf(condition: ConditionData | undefined): readonly string[] {
  if (condition === undefined) return [];
  if ('all' in condition) return condition.all.flatMap(factsOf);
  if ('any' in condition) return condition.any.flatMap(factsOf);
  if ('not' in condition) return factsOf(condition.not);
  return 'fact' in condition ? [condition.fact] : [];
}

/** What is left of a PowerShell text when its single-quoted strings are taken out; knows double-quoted ones. */
function outsideSingleQuotes(run: string): string {
  let outside = '';
  let quote = '';
  for (const char of run) {
    if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = '';
    else if (quote !== "'") outside += char;
  }
  expect(quote, `unclosed quote in: ${run}`).toBe('');
  return outside;
}

function brackets(run: string): string {
  const bare = outsideSingleQuotes(run);
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  for (const char of bare) {
    if ('([{'.includes(char)) open.push(char);
    const wanted = pairs[char];
    if (wanted !== undefined && open.pop() !== wanted) return `${char} closes nothing`;
  }
  return open.join('');
}

describe('the templates around the update', () => {
  test.each(files)('$phase.yaml holds steps of its own phase only', ({ phase, data }) => {
    expect(data.steps?.length).toBeGreaterThan(0);
    expect(new Set(data.steps?.map((step) => step.phase))).toEqual(new Set([phase]));
    expect(Object.keys(data).filter((section) => section !== 'steps' && section !== 'sources')).toEqual([]);
  });

  test('ids are unique', () => {
    const ids = steps.map((step) => step.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('preparation steps carry the release in their id, no other step does', () => {
    for (const step of steps)
      expect(step.id.startsWith('ad-{release}-'), step.id).toBe(step.per === 'prepare-ad');
  });
});

describe.each(steps.map((step) => [step.id, step] as const))('%s', (_, step) => {
  test('uses known variables and facts only', () => {
    const used = textsOf(step).flatMap((text) =>
      [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
    );
    expect(used.filter((name) => !VARIABLES.has(name))).toEqual([]);
    expect(factsOf(step.when).filter((fact) => !FACTS.has(fact))).toEqual([]);
  });

  test('has its variables inside single quotes and closes what it opens', () => {
    for (const { shell, run } of runsOf(step)) {
      expect(shell).not.toBe('cmd');
      expect(outsideSingleQuotes(run)).not.toMatch(/\{\w+\}/);
      expect(brackets(run), run).toBe('');
    }
  });

  test('says how one knows that it is done, and what to do if not', () => {
    expect(step.verify.length > 0 || step.why.includes('Done when'), 'a check, or "Done when ..."').toBe(
      true,
    );
    expect(step.otherwise).toBeTruthy();
  });

  test('checks without changing anything', () => {
    for (const { run } of step.verify) expect(run).not.toMatch(CHANGING);
  });

  test('has times that rise, and its sources', () => {
    const { low, typical, high } = step.minutes;
    expect(low).toBeLessThanOrEqual(typical);
    expect(typical).toBeLessThanOrEqual(high);
    expect(step.sources).not.toContain('estimate');
  });

  test('links where it is tied to one release only through a variable', () => {
    for (const { url } of step.links) expect(url).toMatch(/^(https:\/\/|\{\w+\}$)/);
  });
});
