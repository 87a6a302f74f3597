/** Every PowerShell block of the data, read by a real grammar: what an administrator pastes is at least well formed. */
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { loadData } from '../../src/catalogue/load.ts';
import { fillVerdict } from '../../src/diagnose/verdict.ts';
import { preflightBlock } from '../../src/preflight/block.ts';

const { data, diagnosis } = loadData('data');

let parser: Parser;

beforeAll(async () => {
  const { resolve } = createRequire(import.meta.url);
  await Parser.init();
  parser = new Parser();
  parser.setLanguage(await Language.load(resolve('tree-sitter-pwsh/tree-sitter-powershell.wasm')));
});

/** The first place that the grammar cannot read; null where it can read all. */
function mistake(node: Node): string | null {
  if (node.isError || node.isMissing) {
    const { row, column } = node.startPosition;
    return `line ${row + 1}, column ${column + 1}: ${node.isMissing ? `${node.type} is missing` : node.text.slice(0, 60)}`;
  }
  for (const child of node.children) {
    const found = child?.hasError || child?.isError || child?.isMissing ? mistake(child) : null;
    if (found !== null) return found;
  }
  return null;
}

/** A placeholder such as <NAME> outside of quotes: PowerShell keeps the sign for later and refuses it, the grammar does not. */
function reserved(node: Node): string | null {
  if (/string|comment/.test(node.type)) return null;
  if (node.childCount === 0) {
    return node.text.includes('<') && !node.text.startsWith('<#')
      ? `< outside of quotes: ${node.text}`
      : null;
  }
  for (const child of node.children) {
    const found = child ? reserved(child) : null;
    if (found !== null) return found;
  }
  return null;
}

function mistakeIn(script: string): string | null {
  const tree = parser.parse(`${script}\n`);
  if (!tree) return 'not parsed';
  if (tree.rootNode.hasError) return mistake(tree.rootNode) ?? 'an error';
  return reserved(tree.rootNode);
}

interface Block {
  readonly path: string;
  readonly run: string;
}

function isCommand(value: object): value is { readonly shell: string; readonly run: string } {
  return 'shell' in value && 'run' in value && typeof value.run === 'string';
}

/** Commands and checks for PowerShell and the Exchange Management Shell anywhere in the data. */
function blocksIn(value: unknown, path: string): readonly Block[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = isCommand(value) && value.shell !== 'cmd' ? [{ path, run: value.run }] : [];
  const inside = Object.entries(value).flatMap(([key, child]) => {
    const name = typeof child === 'object' && child !== null && 'id' in child ? String(child.id) : key;
    return blocksIn(child, `${path}/${name}`);
  });
  return [...own, ...inside];
}

describe('the grammar', () => {
  it.each([
    'Get-Service -Name MSExchangeIS, W3SVC | Format-Table Name, Status',
    "Get-ChildItem 'C:\\a b' | Where-Object { $_.Name -like '*x*' -and -not $_.PSIsContainer }",
    '@{ A = 1; B = \'c\' }.Keys | ForEach-Object { "$_" }',
  ])('reads %s', (script) => {
    expect(mistakeIn(script)).toBeNull();
  });

  it.each([
    "Get-Service | Where-Object { $_.Name -like 'x'",
    'Get-Service | | Format-Table',
    "Get-Item 'C:\\a",
    'Set-Mailbox <NAME> -Database x',
    'if ($a) { 1 } else',
    'foreach ($a in ) { 1 }',
    'Get-Item (Join-Path $a',
    "Get-Mailbox -Identity 'a'b' -X",
  ])('does not read %s', (script) => {
    expect(mistakeIn(script)).not.toBeNull();
  });
});

describe('the PowerShell of the data', () => {
  const blocks = [...blocksIn(data, ''), ...blocksIn(diagnosis, '')];

  it('is all looked at', () => {
    expect(blocks.length).toBeGreaterThan(600);
    for (const section of ['/steps/', '/facts/', '/software/', '/setupFailures/', '/symptoms/']) {
      expect(blocks.some(({ path }) => path.startsWith(section))).toBe(true);
    }
  });

  it('is well formed', () => {
    const wrong = blocks.flatMap(({ path, run }) => {
      const found = mistakeIn(run);
      return found === null ? [] : [`${path}: ${found}\n${run}`];
    });
    expect(wrong).toEqual([]);
  });

  it.each(diagnosis.liveChecks)('of the check $id is well formed', ({ run }) => {
    expect(mistakeIn(run)).toBeNull();
  });

  it('of the whole block of checks is well formed', () => {
    expect(mistakeIn(preflightBlock(diagnosis.liveChecks))).toBeNull();
  });
});

describe('what a log fills in', () => {
  /** Commands that PowerShell would run, nested ones included. */
  function commandsIn(script: string): number {
    const tree = parser.parse(`${script}\n`);
    return tree?.rootNode.descendantsOfType('command').length ?? 0;
  }

  /** Whatever name a text asks for, it gets this value. */
  function filled(value: string): readonly string[] {
    const names = [...JSON.stringify(diagnosis.setupFailures).matchAll(/\{([a-z]\w*)(?::\w+)?\}/gi)];
    const values = Object.fromEntries(names.map(([, name]) => [name ?? '', value]));
    return diagnosis.setupFailures.flatMap((failure) =>
      fillVerdict(failure, [], [values]).actions.flatMap(({ commands }) =>
        commands.filter(({ shell }) => shell !== 'cmd').map(({ run }) => run),
      ),
    );
  }

  it.each([
    "x'; Stop-Computer; '",
    'x\u2019; Stop-Computer; \u2018',
    "x' | Stop-Computer #",
    '$(Stop-Computer)',
    '"; Stop-Computer; "',
  ])('stays a value: %s', (hostile) => {
    const harmless = filled('x');
    const risky = filled(hostile);
    expect(risky.length).toBeGreaterThan(50);
    risky.forEach((run, index) => {
      expect(mistakeIn(run), run).toBeNull();
      expect(commandsIn(run), run).toBe(commandsIn(harmless[index] ?? ''));
    });
  });
});
