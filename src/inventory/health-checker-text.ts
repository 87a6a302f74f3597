/** The text report of Health Checker: sections of `Name: value` lines; several reports can stand in one file. */
import { labelRecord } from './health-checker-labels.ts';
import { type FileReading, type ServerRecord, textValue, UnreadableFile } from './record.ts';

const LABEL = /^([A-Za-z.][^:]{0,80}?)\s*[:.]?:\s*(.*)$/;

/** The line above the installed updates; it ends in a colon, in older reports in a dot. */
const HOTFIXES = /^Exchange IU or Security Hotfix Detected\s*[.:]?/i;
/** More are not kept: a server has a handful. */
const MAX_HOTFIXES = 100;

/** Does the text look like (a part of) a Health Checker report? */
export function isHealthCheckerText(text: string): boolean {
  const head = text.slice(0, 20_000);
  if (/^\s*Exchange Health Checker Version/im.test(head)) return true;
  return /^\s*Build Number:\s*\d/im.test(head) && /^\s*(?:Name|Server Role):/im.test(head);
}

interface Section {
  readonly title: string;
  readonly line: number;
}

/** Is this line the title of a section: is the next one a rule of dashes? */
function isTitle(lines: readonly string[], index: number): boolean {
  const title = (lines[index] ?? '').trim();
  const rule = (lines[index + 1] ?? '').trim();
  return title !== '' && /^-{3,}$/.test(rule) && !title.includes(':');
}

/** `Version` of Windows is told from that of Exchange by its section, or in an excerpt by what it says. */
function labelOf(name: string, value: string, section: string): string | null {
  const label = name.trim().toLowerCase();
  if (label !== 'version') return label;
  if (/exchange/i.test(value)) return 'version';
  if (/windows server/i.test(value)) return 'windows version';
  return section.includes('exchange information') ? 'version' : null;
}

const SECTIONS_OF_A_SERVER = ['exchange information', 'operating system information', ''];

/**
 * Reads the report or the reports.
 * @throws UnreadableFile when no server is named in it
 */
export function readHealthCheckerText(text: string): FileReading {
  const lines = text.split('\n');
  const records: ServerRecord[] = [];
  let labels = new Map<string, string>();
  let section: Section = { title: '', line: 1 };
  let began = 1;
  let hotfixes: string[] = [];
  let inHotfixes = false;
  const finish = () => {
    const record = labelRecord(labels, began, hotfixes);
    if (record) records.push(record);
    labels = new Map();
    hotfixes = [];
  };
  lines.forEach((raw, index) => {
    if (isTitle(lines, index)) {
      section = { title: raw.trim().toLowerCase(), line: index + 1 };
      return;
    }
    if (!SECTIONS_OF_A_SERVER.includes(section.title)) return;
    if (HOTFIXES.test(raw.trim())) {
      inHotfixes = true;
      return;
    }
    const title = inHotfixes && /\bKB ?\d{6,8}\b/i.test(raw) ? textValue(raw) : undefined;
    if (title !== undefined) {
      if (hotfixes.length < MAX_HOTFIXES) hotfixes.push(title);
      return;
    }
    inHotfixes = false;
    const match = LABEL.exec(raw.trim());
    if (!match) return;
    const [, name = '', value = ''] = match;
    const label = labelOf(name, value, section.title);
    if (label === null) return;
    if (label === 'name' && labels.has('name')) {
      finish();
      began = index + 1;
    }
    if (label === 'name' && labels.size === 0) began = index + 1;
    if (!labels.has(label) && value !== '') labels.set(label, value);
  });
  finish();
  if (records.length === 0) {
    throw new UnreadableFile(
      'recognised as a Health Checker text report, but no "Name:" of a server stands in it; expected the section Exchange Information',
    );
  }
  return { format: 'health-checker-text', records, organisation: {}, notes: [] };
}
