/** A first window in the past is mostly a wrong year, and would stand in calendars. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cupath } from '../commands/cupath.ts';

const dir = mkdtempSync(join(tmpdir(), 'cupath-start-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const FILE = join(dir, 'one.csv');
writeFileSync(
  FILE,
  'name,level,role,dag,site,dotnet,windows\nEX01,2019 CU15 Oct25SU,mailbox,none,HQ,4.8,2019\n',
);
const plan = (start: string, format: string) =>
  cupath(
    'plan',
    '--inventory',
    FILE,
    '--to',
    'latest',
    '--window',
    '23h',
    '--start',
    start,
    '--format',
    format,
  );

const WORDS =
  /The first window begins on 2025-12-05, which is before the day of this plan \(2026-11-24\).*Check the year/;

describe('--start before the day of the plan', () => {
  it.each(['text', 'markdown', 'json', 'ics'])('is said on stderr, and in the plan: %s', async (format) => {
    const { code, stdout, stderr } = await plan('2025-12-05 22:00', format);
    expect(code).toBe(0);
    expect(stderr).toMatch(WORDS);
    if (format === 'ics') expect(stdout).toContain('DTSTART:20251205T220000');
    else expect(stdout.replaceAll('\\', '').replace(/\s+/g, ' ')).toMatch(WORDS);
  });

  it.each(['2026-11-24 00:00', '2026-12-05 22:00'])('is not said of %s', async (start) => {
    const { stdout, stderr } = await plan(start, 'json');
    expect(stderr).not.toContain('before the day');
    expect(JSON.parse(stdout).warnings.map(({ id }: { id: string }) => id)).not.toContain('start-past');
  });
});
