import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/render/markdown.ts';
import {
  markdownCell,
  markdownCode,
  markdownFence,
  markdownLink,
  markdownText,
} from '../../src/render/markdown-escape.ts';
import { hostilePlan } from './hostile-plan.ts';
import { currentPlan, noPathPlan, samplePlan } from './sample-plan.ts';

/** Markdown without what stands in fences: there, text is only text. */
function outsideFences(markdown: string): readonly string[] {
  let fence = '';
  return markdown.split('\n').filter((line) => {
    const found = /^ *(`{3,})/.exec(line)?.[1] ?? '';
    if (fence === '' && found !== '') fence = found;
    else if (fence !== '' && line.trim() === fence) fence = '';
    else return fence === '';
    return false;
  });
}

describe('a plan as Markdown', () => {
  it.each([
    ['risk', samplePlan],
    ['no-path', noPathPlan],
    ['current', currentPlan],
  ])('reads as reviewed: %s', async (name, plan) => {
    await expect(renderMarkdown(plan)).toMatchFileSnapshot(`__snapshots__/markdown-${name}.md`);
  });

  it('has one open tick per step, in order', () => {
    const ticks = renderMarkdown(samplePlan).match(/^- \[ \] \*\*\d+\./gm);
    expect(ticks).toEqual(samplePlan.steps.map((_, index) => `- [ ] **${index + 1}.`));
  });

  it('ends no line in a space', () => {
    for (const plan of [samplePlan, noPathPlan, currentPlan])
      expect(renderMarkdown(plan)).not.toMatch(/[ \t]$/m);
  });

  it('lets a name become neither HTML, heading, link, cell nor control character', () => {
    const markdown = renderMarkdown(hostilePlan);
    expect(markdown).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
    );
    expect(markdown).not.toMatch(/\]\(javascript:/);
    const lines = outsideFences(markdown);
    for (const line of lines) {
      expect(line.replace(/\\./g, '').replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '')).not.toMatch(/<\/?[a-z]/i);
      expect(line).not.toMatch(/^ *# x/);
    }
    const widths = (heading: string) => {
      const at = lines.findIndex((line) => line.startsWith(heading));
      const table = lines.slice(at, lines.indexOf('', at));
      return new Set(table.map((line) => line.split(/(?<!\\)\|/).length));
    };
    expect(widths('| Shorter ways')).toEqual(new Set([7]));
    expect(widths('| No.')).toEqual(new Set([5]));
  });
});

describe('foreign text in Markdown', () => {
  it.each([
    ['a*b_c_ d', 'a\\*b_c\\_ d'],
    ['<b>&', '&lt;b&gt;&amp;'],
    ['# not a heading', '\\# not a heading'],
    ['1. not a list', '1\\. not a list'],
    ['- neither', '\\- neither'],
    ['$env:x and $y', '\\$env:x and \\$y'],
    ['C:\\new|old', 'C:\\\\new\\|old'],
    ['[x](y)', '\\[x\\](y)'],
  ])('%j as prose', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  it('as code takes a longer fence than what it holds', () => {
    expect(markdownCode('a`b')).toBe('``a`b``');
    expect(markdownCode('`')).toBe('`` ` ``');
    expect(markdownFence('x\n```\ny', 'text', 2)).toEqual(['  ````text', '  x', '  ```', '  y', '  ````']);
  });

  it('in a cell ends no cell', () => {
    expect(markdownCell(markdownCode('a|b'))).toBe('`a\\|b`');
    expect(markdownCell(markdownText('a|b'))).toBe('a\\|b');
  });

  it('as an address cannot end its link, and other schemes are no link', () => {
    expect(markdownLink('a', 'https://e.test/a) b')).toBe('[a](https://e.test/a%29%20b)');
    expect(markdownLink('a', 'javascript:alert(1)')).toBe('a: `javascript:alert(1)`');
  });
});
