/** The Markdown as a parser of GitHub's dialect understands it, not as it looks. */
import type { List, ListItem, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { Plan } from '../../src/checklist/plan.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { readArguments } from '../../src/commands/arguments.ts';
import { PLAN_FLAGS } from '../../src/commands/flags.ts';
import { questionOf } from '../../src/commands/question.ts';
import { codeLines } from '../../src/render/layout.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { hostilePlan } from './hostile-plan.ts';
import { samplePlan } from './sample-plan.ts';

function tree(markdown: string): Root {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function all<T extends Nodes['type']>(node: Nodes, type: T): readonly Extract<Nodes, { type: T }>[] {
  const own = node.type === type ? [node as Extract<Nodes, { type: T }>] : [];
  return 'children' in node ? [...own, ...node.children.flatMap((child) => all(child, type))] : own;
}

function words(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(words).join('') : '';
}

function ticks(root: Root): readonly ListItem[] {
  const lists = root.children.filter((child): child is List => child.type === 'list');
  return lists.flatMap((list) => list.children).filter((item) => typeof item.checked === 'boolean');
}

function realPlan(line: string): Plan {
  const catalogue = loadCatalogue('data', []);
  const { values } = readArguments('plan', PLAN_FLAGS, line.split(' '));
  return planUpdate(catalogue, questionOf(catalogue, values, '2026-11-24'));
}

const plans: readonly (readonly [string, Plan])[] = [
  ['the sample', samplePlan],
  ['an update', realPlan('--from 2016-cu12 --to 2016-cu23 --dotnet 4.7.2 --windows 2016 --server EX01')],
  ['a migration', realPlan('--from 2016-cu23 --to latest --dag DAG1')],
];

describe('Markdown as GitHub reads it', () => {
  it.each(plans)('has a tick per step with its commands as code inside the item: %s', (_name, plan) => {
    const items = ticks(tree(renderMarkdown(plan)));
    expect(items).toHaveLength(plan.steps.length);
    plan.steps.forEach((step, index) => {
      const item = items[index];
      if (!item) throw new Error(step.id);
      expect(item.checked).toBe(false);
      const [head] = item.children;
      expect(head && words(head)).toBe(`${index + 1}. ${step.title.trim().replace(/\s+/g, ' ')}`);
      const checks = step.conditionCheck === null ? [] : [step.conditionCheck];
      const runs = [...checks, ...step.commands, ...step.verify].map(({ run }) => codeLines(run).join('\n'));
      expect(all(item, 'code').map((code) => code.value)).toEqual(runs);
    });
  });

  it.each(plans)('is no HTML, and every fence is closed: %s', (_name, plan) => {
    const root = tree(renderMarkdown(plan));
    expect(all(root, 'html')).toEqual([]);
    expect(all(root, 'heading').map(words)).toContain('About this plan');
  });

  it('lets hostile names become neither HTML nor links nor further ticks', () => {
    const root = tree(renderMarkdown(hostilePlan));
    expect(all(root, 'html')).toEqual([]);
    expect(all(root, 'image')).toEqual([]);
    expect(all(root, 'link').filter(({ url }) => !/^https?:\/\//.test(url))).toEqual([]);
    expect(ticks(root)).toHaveLength(hostilePlan.steps.length);
    expect(all(root, 'heading').map(words)).not.toContain('x');
  });
});
