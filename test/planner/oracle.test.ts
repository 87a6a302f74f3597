import { describe, expect, test } from 'vitest';
import type { WindowsId } from '../../src/catalogue/schema.ts';
import type { Terms } from '../../src/planner/acts.ts';
import { routeFinder } from '../../src/planner/search.ts';
import { catalogue } from '../whole.ts';
import { buildGraph, costsFrom, obtainableMedia } from './oracle.ts';

const { data } = catalogue;

/** Everything (all pairs, all machines) in the long run; the short one keeps to pairs of one product. */
const FULL = process.env.CUPATH_LONG !== undefined;

const MODES = [false, true].flatMap((risks) =>
  [false, true].map((obtainableOnly) => ({ risks, obtainableOnly })),
);
const MEDIA = [
  { label: 'no older media', held: [] as readonly string[] },
  { label: 'all media', held: data.releases.map((item) => item.id) },
];

/** Windows and .NET pairs that can exist; in the short run on Windows that some release of the product supports. */
const machinesFor = (product: string) =>
  machines.filter(
    ({ windows }) =>
      FULL ||
      data.windowsRules.some(
        (rule) => rule.applies.from.startsWith(`${product}-`) && rule.server.includes(windows),
      ),
  );
const machines = data.windows.flatMap((windows) => {
  const list = new Set([windows.dotnet?.preinstalled ?? [], windows.dotnet?.installable ?? []].flat());
  return [...list].map((dotnet) => ({ windows: windows.id as WindowsId, dotnet }));
});

describe('the planner against the brute force', () => {
  let compared = 0;
  let reachable = 0;

  test.each(MEDIA.flatMap((media) => MODES.map((mode) => ({ ...media, ...mode }))))(
    '$label, risks $risks, obtainable only $obtainableOnly',
    ({ held, risks, obtainableOnly }) => {
      const obtainable = obtainableMedia(data, held);
      const graph = buildGraph(data, { risks, obtainable, only: obtainableOnly ? obtainable : null });
      const finders = data.releases.map((release) => {
        const target = catalogue.releases.get(release.id);
        if (!target) throw new Error(release.id);
        const terms: Terms = {
          catalogue,
          role: 'mailbox',
          target,
          today: '2026-11-24',
          also: [],
          media: held,
          risks,
          obtainableOnly,
          relaxed: new Set(),
        };
        return { target, find: routeFinder(terms) };
      });
      const wrong: unknown[] = [];
      for (const from of catalogue.releases.values()) {
        for (const { windows, dotnet } of machinesFor(from.product)) {
          const costs = costsFrom(graph, from.id, dotnet, windows);
          for (const { target, find } of finders) {
            if (!FULL && (target.product !== from.product || target.order < from.order)) continue;
            const expected = costs.get(target.id)?.join(',') ?? 'none';
            const actual =
              find({ release: from, dotnet, windows, ahead: false })?.cost.slice(0, 5).join(',') ?? 'none';
            compared++;
            if (expected !== 'none') reachable++;
            if (expected !== actual && wrong.length < 5) {
              wrong.push({ from: from.id, to: target.id, windows, dotnet, expected, actual });
            }
          }
        }
      }
      expect(wrong).toEqual([]);
    },
    300_000,
  );

  test('nothing was left out', () => {
    console.log(`oracle: ${compared} questions compared, ${reachable} of them with a route`);
    if (FULL)
      expect(compared).toBe(data.releases.length ** 2 * machines.length * MODES.length * MEDIA.length);
    expect(compared).toBeGreaterThan(100_000);
    expect(reachable).toBeGreaterThan(20_000);
  });
});
