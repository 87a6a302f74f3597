import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newChecklist } from '../../src/commands/new-checklist.ts';
import { renderHtml } from '../../src/render/html.ts';
import { escapeHtml, html, jsonForScript, link } from '../../src/render/html-escape.ts';
import { htmlPicture } from '../../src/render/html-picture.ts';
import { samplePlan } from './sample-plan.ts';

const page = { script: 'document.title;', style: 'body{color:red}' };
const checklist = newChecklist(samplePlan, { generated: '2026-11-24T08:00:00Z', arguments: [] });

describe('foreign text in HTML', () => {
  it('is escaped in content and in attributes, control characters shown', () => {
    expect(escapeHtml('<a b="c\'">&`\u001b\u202e')).toBe(
      '&lt;a b=&quot;c&#39;&quot;&gt;&amp;&#96;\\u001b\\u202e',
    );
    expect(html`<p title="${'"><script>'}">${['<i>', null, 3]}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;">&lt;i&gt;3</p>',
    );
  });

  it('nests what was made here as it is', () => {
    expect(html`<ul>${['a', '<'].map((text) => html`<li>${text}</li>`)}</ul>`.markup).toBe(
      '<ul><li>a</li><li>&lt;</li></ul>',
    );
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'https://e.test/"onmouseover="x',
    'https://e.test/\u202e',
  ])('as the address %j is no link', (url) => {
    expect(link('x', url).markup).not.toContain('<a');
  });

  it('as JSON in a script element cannot end it', () => {
    const text = jsonForScript(JSON.stringify({ a: '</script><!--<script>' })).markup;
    expect(text).not.toMatch(/[<>]/);
    expect(JSON.parse(text)).toEqual({ a: '</script><!--<script>' });
  });
});

describe('the page', () => {
  const text = renderHtml(checklist, page);

  it('lets run only its own script and style, by their digests', () => {
    const digest = (part: string) => `'sha256-${createHash('sha256').update(part).digest('base64')}'`;
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]?.replaceAll('&#39;', "'");
    expect(policy).toBe(
      `default-src 'none'; script-src ${digest(page.script)}; style-src ${digest(page.style)}; base-uri 'none'; form-action 'none'`,
    );
    expect(text.indexOf('Content-Security-Policy')).toBeLessThan(text.indexOf('<style'));
  });

  it('names nothing outside itself but links', () => {
    expect(text).not.toMatch(/(?:src|href)="(?!#|https?:)/);
    expect(text).not.toMatch(/<(?:link|img|iframe|script src|base)\b/);
  });

  it('refuses parts that would end their own element', () => {
    expect(() => renderHtml(checklist, { ...page, script: '"</script>"' })).toThrow(/end its own/);
  });

  it('is the same for the same plan, and has one box per step', () => {
    expect(renderHtml(checklist, page)).toBe(text);
    expect(text.match(/type="checkbox"/g)).toHaveLength(samplePlan.steps.length);
  });

  it('says the route to screen readers, with what needs care in words', () => {
    const [route] = samplePlan.routes;
    if (!route) throw new Error('the sample has no route');
    const { markup } = htmlPicture(samplePlan, route, { name: 'Direct route', id: 'r' });
    expect(/<desc[^>]*>([^<]*)/.exec(markup)?.[1]).toMatch(
      /^2016 CU12, SU unknown · \.NET 4\.7\.2; then prepare AD.*; then Needs care: \.NET 4\.8 \(risk: dotnet-ahead-of-cu/,
    );
    expect(markup.match(/class="station"/g)).toHaveLength(3);
    expect(markup.match(/class="alarm"/g)).toHaveLength(1);
    expect(markup.match(/track care/g)).toHaveLength(1);
  });
});
