import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { compiledText, openCatalogue } from '../../src/catalogue/compiled.ts';
import { fileAt } from '../../src/catalogue/files.ts';
import { loadData } from '../../src/catalogue/load.ts';
import { TICK } from '../../src/catalogue/stamps.ts';
import { folder, SMALL } from './folder.ts';

interface Place {
  readonly data: string;
  readonly compiledPath: string;
  readonly compiled: () => Buffer | undefined;
  readonly stampsPath: string;
}

/** Data with a compiled file that says of itself that it is one. */
function place(files: Readonly<Record<string, string>> = {}): Place {
  const dataDir = folder(files, SMALL);
  const { data, digest } = loadData(dataDir);
  const out = folder({});
  const compiledPath = join(out, 'catalogue.json');
  writeFileSync(
    compiledPath,
    compiledText({ ...data, catalogue: { ...data.catalogue, note: 'compiled' } }, digest),
  );
  const stampsPath = join(out, 'cache', 'data.json');
  return { data: dataDir, compiledPath, compiled: fileAt(compiledPath), stampsPath };
}

const note = async (location: Place) => (await openCatalogue(location)).data.catalogue.note;

function stamps({ stampsPath }: Place): string | null {
  try {
    return readFileSync(stampsPath, 'utf8');
  } catch {
    return null;
  }
}

describe('the compiled file', () => {
  it('is JSON in ASCII, and comes back as it was', async () => {
    const { data, digest } = loadData(SMALL);
    const odd = { ...data, catalogue: { ...data.catalogue, note: 'é → \u{1f600} \u2028 "\n:,' } };
    const text = compiledText(odd, digest);
    expect(text).toMatch(/^[\n\u0020-\u007e]*$/);
    expect(JSON.parse(text)).toEqual({ head: { digest }, data: odd });
    const compiledPath = join(folder({ 'catalogue.json': text }), 'catalogue.json');
    const opened = await openCatalogue({ data: join(SMALL, 'gone'), compiled: fileAt(compiledPath) });
    expect({ ...opened.data }).toEqual(odd);
    expect(opened.digest).toBe(digest);
  });

  it('is not used when it was cut off anywhere', async () => {
    const location = place();
    const text = readFileSync(location.compiledPath, 'utf8');
    for (const share of [0, 0.1, 0.5, 0.9, 1]) {
      writeFileSync(location.compiledPath, text.slice(0, Math.floor((text.length - 2) * share)));
      expect(await note(location)).toBeUndefined();
    }
  });
});

describe('noticing an edit', () => {
  it('notes nothing while the data have just been written', async () => {
    const location = place();
    expect(await note(location)).toBe('compiled');
    expect(stamps(location)).toBeNull();
  });

  it('trusts size and times of files that have rested, and looks again after every touch', async () => {
    const location = place({ 'note.yaml': 'sources:\n  - { id: aa, title: One }\n' });
    const file = join(location.data, 'note.yaml');
    await sleep(TICK + 100);
    expect(await note(location)).toBe('compiled');
    const first = stamps(location);
    expect(first).not.toBeNull();

    // With the stamps as they are the content is not read: the compiled data of another digest would do.
    const compiled = readFileSync(location.compiledPath, 'utf8');
    const [digest = ''] = /sha256:[0-9a-f]{64}/.exec(compiled) ?? [];
    const other = `sha256:${'0'.repeat(64)}`;
    writeFileSync(location.compiledPath, compiled.replace(digest, other));
    expect(await note(location)).toBeUndefined();
    writeFileSync(location.stampsPath, (first ?? '').replace(digest, other));
    expect(await note(location)).toBe('compiled');
    writeFileSync(location.compiledPath, compiled);
    writeFileSync(location.stampsPath, first ?? '');

    // Same size, and the time of modification set back to what it was.
    const { atimeMs, mtimeMs, size } = statSync(file);
    writeFileSync(file, 'sources:\n  - { id: aa, title: Two }\n');
    utimesSync(file, atimeMs / 1000, mtimeMs / 1000);
    expect(statSync(file).size).toBe(size);
    expect(await note(location)).toBeUndefined();

    // As it was again: the times differ, the content decides.
    writeFileSync(file, 'sources:\n  - { id: aa, title: One }\n');
    expect(await note(location)).toBe('compiled');
  });

  it('looks at files that come and go', async () => {
    const location = place();
    await sleep(TICK + 100);
    expect(await note(location)).toBe('compiled');
    expect(stamps(location)).not.toBeNull();
    writeFileSync(join(location.data, 'more.yaml'), 'sources: []\n');
    expect(await note(location)).toBeUndefined();
  });

  it('goes on where nothing can be written', async () => {
    const location = place();
    const blocked = { ...location, stampsPath: join(location.compiledPath, 'cache', 'data.json') };
    await sleep(TICK + 100);
    expect(await note(blocked)).toBe('compiled');
  });
});
