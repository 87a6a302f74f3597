/** `cupath catalogue graph`: the transition graph as Mermaid, Graphviz dot or SVG. Every label is escaped. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { printable } from '../render/printable.ts';
import { type Graph, transitionGraph } from './graph-model.ts';
import { drawSvg } from './graph-svg.ts';

export const GRAPH_FORMATS = ['mermaid', 'dot', 'svg'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/** Mermaid ids hold letters, digits and underscores only; a number per name keeps them apart. */
function mermaidIds(graph: Graph): (name: string) => string {
  const names = [
    ...graph.columns.flatMap((column) => [`column ${column.id}`, ...column.groups.map((group) => group.id)]),
    ...graph.transitions.map((transition) => transition.id),
  ];
  const numbers = new Map([...new Set(names)].map((name, index) => [name, index]));
  return (name) => `n${numbers.get(name) ?? 0}_${name.replace(/[^a-zA-Z0-9]/g, '_')}`;
}

/** Everything but letters, digits and harmless punctuation becomes an entity, which Mermaid shows as the character. */
function mermaidText(text: string): string {
  return printable(text).replace(
    /[^\p{L}\p{N} .,:()+-]/gu,
    (character) => `#${character.codePointAt(0) ?? 0};`,
  );
}

function mermaid(graph: Graph): string {
  const id = mermaidIds(graph);
  const lines = ['flowchart TB'];
  for (const column of graph.columns) {
    lines.push(`  subgraph ${id(`column ${column.id}`)}["${mermaidText(column.title)}"]`);
    for (const group of column.groups) {
      lines.push(`    ${id(group.id)}["${group.lines.map(mermaidText).join('<br/>')}"]`);
    }
    lines.push('  end');
  }
  for (const { from, to, label } of graph.bridges)
    lines.push(`  ${id(from)} -->|"${mermaidText(label)}"| ${id(to)}`);
  for (const transition of graph.transitions) {
    lines.push(
      `  ${id(transition.id)}(["${mermaidText(transition.label)}<br/>${mermaidText(transition.id)}"])`,
    );
    for (const from of transition.from) lines.push(`  ${id(from)} -.-> ${id(transition.id)}`);
    for (const to of transition.to) lines.push(`  ${id(transition.id)} -.-> ${id(to)}`);
  }
  return `${lines.join('\n')}\n`;
}

function dotText(lines: readonly string[]): string {
  const escaped = lines.map((text) => printable(text).replace(/[\\"]/g, (character) => `\\${character}`));
  return `"${escaped.join('\\n')}"`;
}

function dot(graph: Graph): string {
  const id = (name: string) => dotText([name]);
  const lines = [
    'digraph cupath {',
    '  rankdir=TB;',
    '  node [shape=box, fontname="sans-serif"];',
    '  edge [fontname="sans-serif"];',
  ];
  for (const [index, column] of graph.columns.entries()) {
    lines.push(`  subgraph cluster_${index} {`, `    label=${dotText([column.title])};`);
    for (const group of column.groups) lines.push(`    ${id(group.id)} [label=${dotText(group.lines)}];`);
    lines.push('  }');
  }
  for (const { from, to, label } of graph.bridges)
    lines.push(`  ${id(from)} -> ${id(to)} [label=${dotText([label])}];`);
  for (const transition of graph.transitions) {
    const label = dotText([transition.label, transition.id]);
    lines.push(`  ${id(transition.id)} [shape=ellipse, style=dashed, label=${label}];`);
    for (const from of transition.from) lines.push(`  ${id(from)} -> ${id(transition.id)} [style=dashed];`);
    for (const to of transition.to) lines.push(`  ${id(transition.id)} -> ${id(to)} [style=dashed];`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

export interface GraphOptions {
  /** Id of the only product to draw. */
  readonly product?: string | undefined;
  readonly format?: GraphFormat | undefined;
}

/** The graph as text in the asked format; ends with a line end. */
export function drawGraph(catalogue: Catalogue, { product, format = 'mermaid' }: GraphOptions = {}): string {
  const graph = transitionGraph(catalogue, product);
  switch (format) {
    case 'mermaid':
      return mermaid(graph);
    case 'dot':
      return dot(graph);
    case 'svg':
      return drawSvg(graph, `Exchange update paths, catalogue as of ${catalogue.data.catalogue.asOf}`);
  }
}
