import { describe, expect, it } from 'vitest';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { ledgerCounts, ledgerParts } from '../../src/render/vulnerabilities.ts';
import { questionOf, type Scenario } from '../planner/scenario.ts';
import { catalogue } from '../whole.ts';

function plan(scenario: Partial<Scenario>) {
  return planUpdate(catalogue, questionOf(catalogue, { id: 'x', verdict: 'any', ...scenario } as Scenario));
}

describe('the parts of the ledger', () => {
  it('hold each hole once at the beginning, and those of Windows and .NET apart', () => {
    const found = plan({ from: '2016-cu23+Oct25SU', to: 'se-rtm', dotnet: '4.8', windows: '2016' });
    const { openNow } = found.vulnerabilities;
    const counts = ledgerCounts(found);
    expect(counts.outside).toBeGreaterThan(0);
    const reopened = openNow.filter((item) => !item.outside && item.now === 'closed').length;
    expect(counts.open + counts.needAction + counts.outside + reopened).toBe(openNow.length);
    const parts = ledgerParts(found);
    const elsewhere = parts.filter(({ title }) => title.startsWith('Elsewhere'));
    expect(elsewhere.map(({ items }) => items.length)).toEqual([counts.outside]);
    for (const { title, items } of parts)
      expect(items.some((item) => item.outside)).toBe(title.startsWith('Elsewhere'));
  });

  it('say that they go by the build where the machine runs only a part of it', () => {
    const titleOf = (role: 'mailbox' | 'edge' | 'tools') =>
      ledgerParts(plan({ from: '2016-cu19', to: '2016-cu23', dotnet: '4.8', windows: '2016', role }))[0]
        ?.title;
    expect(titleOf('mailbox')).toMatch(/^Open now: \d/);
    expect(titleOf('edge')).toMatch(/^Open now in the build, of which an Edge server runs a part only: \d/);
    expect(titleOf('tools')).toMatch(/^Open now in the build, of which management tools run little: \d/);
  });
});
