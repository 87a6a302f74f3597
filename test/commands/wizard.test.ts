import { describe, expect, it } from 'vitest';
import { cupath } from './cupath.ts';

/** The wizard itself is tried in a pseudo-terminal; here is what its flags are refused for before it opens. */
describe('flags of the wizard', () => {
  it.each<[readonly string[], RegExp]>([
    [
      ['--from', '2016-cu12', '--to', 'latest'],
      /needs a terminal; without one use cupath plan with the same flags$/,
    ],
    [
      ['--inventory', 'a.csv', '--from', '2016-cu12'],
      /^cupath: --from: found with --inventory, .*one server/,
    ],
    [['--brief'], /^cupath: --brief belongs to "cupath plan"$/],
    [
      ['--accept', 'dotnet-ahead-of-cu', '--to-windows', '2022'],
      /^cupath: the wizard needs a terminal; without one use cupath plan with the same flags$/,
    ],
    [['--form', '2016-cu12'], /^cupath: "--form" is no flag of cupath; did you mean "--from"\?$/],
    [['--from'], /^cupath: --from: found no value, expected LEVEL$/],
  ])('%j is refused in one line', async (args, said) => {
    const { code, stdout, stderr } = await cupath(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(said);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
