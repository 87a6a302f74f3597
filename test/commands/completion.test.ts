import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { entriesWith } from '../../src/commands/completion.ts';
import { bashScript, powershellScript, zshScript } from '../../src/commands/completion-scripts.ts';
import { COMMANDS } from '../../src/commands/flags.ts';
import { filesBelow } from '../../src/commands/own-files.ts';
import { TOPIC_NAMES, topicText } from '../../src/commands/topics.ts';

const entries = entriesWith(['elevated-install', 'esu', 'media']);
const dir = mkdtempSync(join(tmpdir(), 'cupath-completion-'));
const script = join(dir, 'cupath.bash');
writeFileSync(script, bashScript(entries));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function has(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

/** What bash offers behind these words; the last one is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const ask =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash
    'source "$1"; shift; COMP_WORDS=(cupath "$@"); COMP_CWORD=$#; _cupath; printf "%s\\n" "${COMPREPLY[@]}"';
  const text = execFileSync('bash', ['-c', ask, 'bash', script, ...words], { encoding: 'utf8' });
  return text.split('\n').filter((line) => line !== '');
}

function flagsOf(name: keyof typeof COMMANDS): readonly string[] {
  return Object.keys(COMMANDS[name].flags).map((flag) => `--${flag}`);
}

describe.skipIf(!has('bash'))('completion in bash', () => {
  it('offers every command first, and the flags of the wizard', () => {
    const names = entries.map(({ name }) => name).filter((name) => name !== '');
    expect(offered('')).toEqual([...names, 'help', ...flagsOf('wizard')]);
    expect(offered('pl')).toEqual(['plan']);
  });

  it.each(Object.keys(COMMANDS) as (keyof typeof COMMANDS)[])(
    'offers every flag of %s and no other',
    (name) => {
      const before = COMMANDS[name].name === '' ? [] : [COMMANDS[name].name];
      expect(offered(...before, '--')).toEqual(flagsOf(name));
    },
  );

  it('offers the words a flag takes, and nothing where anything may stand', () => {
    expect(offered('plan', '--role', '')).toEqual(['mailbox', 'edge', 'tools']);
    expect(offered('--plain', 'plan', '--format', 'm')).toEqual(['markdown']);
    expect(offered('plan', '--from', '')).toEqual([]);
    expect(offered('plan', '--iso', '')).toEqual([]);
    expect(offered('catalogue', 's')).toEqual(['show']);
    expect(offered('completion', 'z')).toEqual(['zsh']);
    expect(offered('help', 'ov')).toEqual(['overlays']);
    expect(offered('explain', 'e')).toEqual(['elevated-install', 'esu']);
    expect(offered('plan', '--format', '')).not.toContain('ics');
  });

  it('offers what stands behind a command once', () => {
    expect(offered('catalogue', '')).toEqual(['list', 'show', 'check', 'graph', ...flagsOf('catalogue')]);
    expect(offered('catalogue', 'show', '')).toEqual(flagsOf('catalogue'));
    expect(offered('catalogue', '--plain', '')).toContain('show');
    expect(offered('catalogue', 'show', 's')).toEqual([]);
    expect(offered('inventory', 'show', '')).toEqual(flagsOf('inventory'));
    expect(offered('help', 'plan', '')).toEqual([]);
  });

  it('leaves files to bash where a flag takes one', () => {
    for (const flag of ['--export', '--merge'])
      expect(bashScript(entries)).toMatch(new RegExp(`'resume ${flag}'[^)]*\\) :; return`));
  });
});

describe('completion in other shells', () => {
  it('names every flag in every script', () => {
    for (const text of [bashScript(entries), zshScript(entries), powershellScript(entries)]) {
      for (const name of Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]) {
        for (const flag of flagsOf(name)) expect(text).toContain(flag);
      }
    }
  });

  it.skipIf(!has('zsh'))('is valid in zsh, and completes', () => {
    const path = join(dir, '_cupath');
    writeFileSync(path, zshScript(entries));
    execFileSync('zsh', ['-n', path]);
    const ask = `compdef() {}; compadd() { shift; print -rl -- "$@"; }; source ${path};
      words=(cupath plan --role ''); CURRENT=4; _cupath`;
    expect(execFileSync('zsh', ['-f', '-c', ask], { encoding: 'utf8' })).toBe('mailbox\nedge\ntools\n');
  });

  it('holds balanced quotes and brackets in PowerShell', () => {
    const text = powershellScript(entries).replace(/'(?:[^']|'')*'/g, "''");
    expect(text.match(/'/g)?.length).toBe((text.match(/''/g)?.length ?? 0) * 2);
    for (const [open, close] of ['()', '{}', '[]']) {
      expect(text.split(open ?? '').length).toBe(text.split(close ?? '').length);
    }
    expect(text).not.toMatch(/\$\{|`/);
  });

  it.skipIf(!has('pwsh'))('completes in PowerShell', () => {
    const path = join(dir, 'cupath.ps1');
    writeFileSync(path, powershellScript(entries));
    const line = 'cupath plan --role ';
    const ask = `. ${path}; (TabExpansion2 '${line}' ${line.length}).CompletionMatches.CompletionText -join ' '`;
    expect(execFileSync('pwsh', ['-NoProfile', '-c', ask], { encoding: 'utf8' }).trim()).toBe(
      'mailbox edge tools',
    );
  });
});

describe('topics of the help', () => {
  const own = filesBelow(pathToFileURL(`${process.cwd()}/`));

  it.each(TOPIC_NAMES.filter((name) => name !== 'licences'))('%s fits 80 columns and 24 lines', (topic) => {
    const lines = topicText(topic, own).trimEnd().split('\n');
    expect(lines.length).toBeLessThan(24);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('shows an overlay that is valid', () => {
    const lines = topicText('overlays', own).split('\n');
    const start = lines.indexOf('  sources:');
    const example = lines.slice(start, lines.indexOf('', start)).map((line) => line.slice(2));
    const overlay = mkdtempSync(join(dir, 'overlay-'));
    writeFileSync(join(overlay, 'site.yaml'), `${example.join('\n')}\n`);
    const catalogue = loadCatalogue('data', [overlay]);
    expect(catalogue.data.annotations.map(({ note }) => note)).toEqual(['ISO: \\\\fs01\\iso\\se.iso']);
    expect(catalogue.data.restrictions).toHaveLength(1);
  });

  it('prints the licences of everything in it', () => {
    const text = topicText('licences', own);
    expect(text).toContain('The cupath authors');
    for (const name of ['ink', 'react', 'yaml', 'zod']) expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });
});
