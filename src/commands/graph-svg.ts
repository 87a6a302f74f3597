/** Draws the transition graph as one SVG: a column per product, oldest on top; moves between products beside them. */
import { printable } from '../render/printable.ts';
import type { Bridge, Graph, TransitionNode } from './graph-model.ts';

const BOX = { width: 250, height: 68, gap: 44 } as const;
const PILL = { width: 220, height: 44, gap: 16 } as const;
const MARGIN = 32;
const TOP = 96;
/** Room right of a column for its arcs, then for the moves into the next column. */
const ARCS = 170;
const LANE = PILL.width + 60;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Layout {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly pills: ReadonlyMap<string, Box>;
  readonly titles: readonly { readonly x: number; readonly text: string }[];
  readonly width: number;
  readonly height: number;
}

function xml(text: string): string {
  return printable(text).replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

function columnX(index: number): number {
  return MARGIN + index * (BOX.width + ARCS + LANE);
}

function layout(graph: Graph): Layout {
  const boxes = new Map<string, Box>();
  const column = new Map<string, number>();
  for (const [index, { groups }] of graph.columns.entries()) {
    for (const [row, group] of groups.entries()) {
      const y = TOP + row * (BOX.height + BOX.gap);
      boxes.set(group.id, { x: columnX(index), y, width: BOX.width, height: BOX.height });
      column.set(group.id, index);
    }
  }
  const pills = new Map<string, Box>();
  const taken = new Map<number, number>();
  for (const transition of graph.transitions) {
    const target = column.get(transition.to[0] ?? '') ?? 0;
    const row = taken.get(target) ?? 0;
    taken.set(target, row + 1);
    const y = TOP + row * (PILL.height + PILL.gap);
    pills.set(transition.id, {
      x: columnX(target) - PILL.width - 30,
      y,
      width: PILL.width,
      height: PILL.height,
    });
  }
  const all = [...boxes.values(), ...pills.values()];
  return {
    boxes,
    pills,
    titles: graph.columns.map(({ title }, index) => ({ x: columnX(index), text: title })),
    width: columnX(graph.columns.length - 1) + BOX.width + ARCS + MARGIN,
    height: Math.max(...all.map((box) => box.y + box.height), TOP) + MARGIN,
  };
}

function bridgePath({ boxes }: Layout, bridge: Bridge, order: number): string {
  const from = boxes.get(bridge.from);
  const to = boxes.get(bridge.to);
  if (!from || !to) return '';
  const label = (x: number, y: number) => `<text class="label" x="${x}" y="${y}">${xml(bridge.label)}</text>`;
  if (to.y - from.y === BOX.height + BOX.gap) {
    const x = from.x + BOX.width / 2;
    return `<path class="edge" d="M${x} ${from.y + BOX.height} V${to.y - 3}"/>${label(x + 8, to.y - BOX.gap / 2 + 4)}`;
  }
  const right = from.x + BOX.width;
  const startY = from.y + BOX.height / 2 + 10;
  const endY = to.y + BOX.height / 2 - 10;
  const bend = Math.min(ARCS - 20, 40 + (to.y - from.y) / 8 + (order % 3) * 12);
  const curve = `M${right} ${startY} C${right + bend} ${startY} ${right + bend} ${endY} ${right + 3} ${endY}`;
  return `<path class="edge" d="${curve}"/>${label(right + 8, startY + 18)}`;
}

function transitionPaths({ boxes, pills }: Layout, transition: TransitionNode): string {
  const pill = pills.get(transition.id);
  if (!pill) return '';
  const middle = pill.y + pill.height / 2;
  const curve = (x1: number, y1: number, x2: number, y2: number) => {
    const pull = Math.max(30, (x2 - x1) / 2);
    return `<path class="move" d="M${x1} ${y1} C${x1 + pull} ${y1} ${x2 - pull} ${y2} ${x2 - 3} ${y2}"/>`;
  };
  const into = transition.from.flatMap((id) => {
    const box = boxes.get(id);
    return box ? [curve(box.x + box.width, box.y + box.height / 2, pill.x, middle)] : [];
  });
  const out = transition.to.flatMap((id) => {
    const box = boxes.get(id);
    return box ? [curve(pill.x + pill.width, middle, box.x, box.y + box.height / 2)] : [];
  });
  return [...into, ...out].join('');
}

function boxWith(box: Box, kind: 'group' | 'pill', lines: readonly string[]): string {
  const { x, y, width, height } = box;
  const first = y + (height - (lines.length - 1) * 18) / 2 + 4;
  const texts = lines.map((line, index) => {
    const weight = index === 0 ? ' class="head"' : '';
    return `<text${weight} text-anchor="middle" x="${x + width / 2}" y="${first + index * 18}">${xml(line)}</text>`;
  });
  const radius = kind === 'pill' ? height / 2 : 4;
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>${texts.join('')}`;
}

const STYLE = [
  'text{font:12px sans-serif;fill:#1b1b1b}',
  '.head{font-weight:bold}.title{font:bold 16px sans-serif}',
  '.label{font-size:11px;fill:#333;paint-order:stroke;stroke:#fff;stroke-width:3px}',
  '.group{fill:#eef3f9;stroke:#33597f}.pill{fill:#fff8e6;stroke:#7a5b00;stroke-dasharray:4 3}',
  '.edge,.move{fill:none;stroke:#33597f;stroke-width:1.3;marker-end:url(#arrow)}',
  '.move{stroke:#7a5b00;stroke-dasharray:5 4}',
].join('');

/** A whole SVG document; `title` is also what a screen reader says. */
export function drawSvg(graph: Graph, title: string): string {
  const plan = layout(graph);
  const groups = graph.columns.flatMap((column) => column.groups);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" width="${plan.width}" height="${plan.height}" viewBox="0 0 ${plan.width} ${plan.height}">`,
    `<title id="t">${xml(title)}</title>`,
    '<desc id="d">Boxes are groups of releases under the same rules, oldest on top. A solid arrow: with this .NET version the newer release installs over the older without a stop between. A dashed arrow: a move to another product.</desc>',
    `<style>${STYLE}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#33597f"/></marker></defs>',
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text class="title" x="${MARGIN}" y="36">${xml(title)}</text>`,
    ...plan.titles.map(({ x, text }) => `<text class="title" x="${x}" y="76">${xml(text)}</text>`),
    ...graph.transitions.map((transition) => transitionPaths(plan, transition)),
    ...graph.bridges.map((bridge, index) => bridgePath(plan, bridge, index)),
    ...groups.map((group) => {
      const box = plan.boxes.get(group.id);
      return box ? boxWith(box, 'group', group.lines) : '';
    }),
    ...graph.transitions.map((transition) => {
      const pill = plan.pills.get(transition.id);
      return pill ? boxWith(pill, 'pill', [transition.label, transition.id]) : '';
    }),
    '</svg>',
  ];
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}
