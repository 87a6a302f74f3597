/**
 * The waves of a fleet as a small chart: one bar per wave on one time axis, as if they followed each other
 * without a break. A bar is as long as the wave typically takes; numbers say the same.
 */
import type { FleetPlan, Wave } from '../fleet/fleet-plan.ts';
import { displayWidth, padEnd, prose } from './layout.ts';
import { clock, counted } from './words.ts';

/** More waves than anybody sees at a glance. */
const MOST = 30;
/** Columns for a bar below which no chart is drawn. */
const SHORTEST = 12;
/** Widest label. */
const LABEL = 30;

interface Bar {
  readonly label: string;
  /** Typical minutes. */
  readonly minutes: number;
}

function waveLabel({ wave, servers }: Wave): string {
  const [first = ''] = servers;
  return `Wave ${wave}  ${servers.length === 1 ? first : counted(servers.length, 'server')}`;
}

function barsOf(plan: FleetPlan): readonly Bar[] {
  const once = (label: string, count: number, minutes: number): readonly Bar[] =>
    count === 0 || minutes === 0 ? [] : [{ label, minutes }];
  const waves = (late: boolean): readonly Bar[] =>
    plan.waves
      .filter(({ afterDeparture }) => afterDeparture === late)
      .map((wave) => ({ label: waveLabel(wave), minutes: wave.minutes.typical }));
  return [
    ...once('Once, before', plan.organisation.length, plan.organisationMinutes.typical),
    ...waves(false),
    ...once('Once, between', plan.departure?.steps.length ?? 0, plan.departure?.minutes.typical ?? 0),
    ...waves(true),
    ...once('Once, after', plan.closing.length, plan.closingMinutes.typical),
  ];
}

function cut(label: string, width: number, ascii: boolean): string {
  if (displayWidth(label) <= width) return label;
  const dots = ascii ? '...' : '…';
  let text = label;
  while (text !== '' && displayWidth(text + dots) > width) text = Array.from(text).slice(0, -1).join('');
  return text + dots;
}

/**
 * The chart as lines, none wider than `width`; empty where there are no waves or no room. Bars follow each
 * other from left to right; waves beyond the first 30 are counted.
 */
export function wavesPicture(
  plan: FleetPlan,
  { width, ascii }: { readonly width: number; readonly ascii: boolean },
): readonly string[] {
  if (plan.waves.length === 0) return [];
  const all = barsOf(plan);
  const shown = all.slice(0, MOST);
  const total = all.reduce((sum, bar) => sum + bar.minutes, 0);
  const times = shown.map(({ minutes }) => clock(minutes));
  const timeWidth = Math.max(...times.map((time) => time.length));
  const names = shown.map(({ label }) => prose(label, ascii));
  const labelWidth = Math.min(LABEL, Math.max(...names.map(displayWidth)), width - timeWidth - SHORTEST - 5);
  const room = width - labelWidth - timeWidth - 5;
  if (labelWidth < 8 || total === 0) return [];
  const column = (minutes: number) => Math.round((minutes / total) * room);
  let before = 0;
  const lines = shown.map(({ minutes }, index) => {
    const from = Math.min(column(before), room - 1);
    before += minutes;
    const length = Math.max(1, Math.min(column(before), room) - from);
    const bar = ' '.repeat(from) + (ascii ? '#' : '█').repeat(length);
    const name = padEnd(cut(names[index] ?? '', labelWidth, ascii), labelWidth);
    return ` ${name}  ${(times[index] ?? '').padStart(timeWidth)}  ${bar}`;
  });
  const left = all.length - shown.length;
  const end = `${clock(total)} h`;
  const axis = `0${' '.repeat(Math.max(1, room - 1 - end.length))}${end}`;
  return [
    ' '.repeat(labelWidth + timeWidth + 5) + axis,
    ...lines,
    ...(left === 0 ? [] : [` and ${counted(left, 'wave')} more`]),
  ].map((line) => line.trimEnd());
}
