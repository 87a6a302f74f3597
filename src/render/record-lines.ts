/** What is recorded about a step, as lines of text. */
import { type Records, recordOf, type Status } from '../saved/state.ts';
import { code, paragraph, type Style } from './layout.ts';
import { evidenceTexts, noteTexts, statusText } from './records.ts';
import type { Tone } from './tones.ts';

/** The word that goes with each tone stands in the box or in the line below it. */
export const STATUS_TONES: Readonly<Record<Status, Tone>> = {
  done: 'good',
  skipped: 'dim',
  failed: 'bad',
  open: 'plain',
};

/**
 * What is recorded about a step; nothing for one that nobody touched.
 * @param whole true: with the text of the evidence, as a filed checklist has it
 */
export function recordLines(
  records: Records,
  id: string,
  style: Style,
  indent: number,
  whole = false,
): readonly string[] {
  if (!records.has(id)) return [];
  const record = recordOf(records, id);
  return [
    ...paragraph(style, statusText(record) ?? '', { indent, tone: STATUS_TONES[record.status], hang: 2 }),
    ...noteTexts(record).flatMap((text) => paragraph(style, text, { indent, hang: 2 })),
    ...evidenceTexts(record).flatMap(({ about, text }) => [
      ...paragraph(style, about, { indent, hang: 2, tone: 'dim' }),
      ...(whole && text !== null ? code(style, text, indent + 4) : []),
    ]),
  ];
}
