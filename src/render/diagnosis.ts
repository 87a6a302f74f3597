/** A diagnosis as text and as JSON. Everything in it comes out of a log: nothing is printed but what prints. */
import type { Diagnosis, ErrorBlock, Outcome, RunFacts } from '../diagnose/diagnosis.ts';
import { purposeOf } from '../diagnose/purpose.ts';
import { evidenceText, verdictList, verdictText } from './diagnosis-verdicts.ts';
import { glyphs } from './glyphs.ts';
import { code, facts, paragraph, type Style, section } from './layout.ts';
import type { Tone } from './tones.ts';

/** Where the update goes on, as a plan. */
export interface ResumeText {
  /** `cupath plan ...` */
  readonly command: string;
  /** Steps of that plan that remain, with their numbers there. */
  readonly steps: readonly { readonly number: number; readonly title: string }[];
  /** What the reader has to know about it. */
  readonly note: string | null;
}

export interface NamedDiagnosis {
  readonly diagnosis: Diagnosis;
  /** Names of builds where the catalogue knows them. */
  readonly fromName: string | null;
  readonly toName: string | null;
  readonly resume: ResumeText | null;
}

const OUTCOMES: Readonly<
  Record<Outcome, { readonly word: string; readonly tone: Tone; readonly text: string }>
> = {
  success: { word: 'Succeeded.', tone: 'good', text: 'The run ends with the sentence of success.' },
  failed: { word: 'Failed.', tone: 'bad', text: '' },
  unfinished: {
    word: 'Not finished.',
    tone: 'warn',
    text: 'The log stops in the middle of the run: setup still works, was ended, or the file was cut.',
  },
  unknown: { word: 'An excerpt.', tone: 'warn', text: 'How the run ended is not in it.' },
  unproven: {
    word: 'Not proven.',
    tone: 'warn',
    text: 'The run ended without an error, but also without the sentence of success. See which build the files have before you rely on it.',
  },
};

const ROLE_NAMES = {
  mailbox: 'Mailbox server',
  edge: 'Edge Transport server',
  tools: 'management tools',
} as const;

function buildText(name: string | null, build: string | null): string {
  if (build === null) return 'a build that the log does not name';
  return name === null ? `build ${build}` : `${name} (${build})`;
}

function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

function whenText({ started, ended, ageDays }: RunFacts): string {
  if (started === null) return '';
  const end =
    ended === null
      ? ''
      : ` to ${ended.slice(0, 10) === started.slice(0, 10) ? ended.slice(11, 19) : timeText(ended)}`;
  const age = ageDays === null || ageDays < 1 ? '' : `, ${ageDays} ${ageDays === 1 ? 'day' : 'days'} ago`;
  return `${timeText(started)}${end} UTC${age}`;
}

function runFactList(run: RunFacts): readonly string[] {
  return [
    run.server === null ? '' : `server ${run.server}`,
    run.role === null ? '' : ROLE_NAMES[run.role],
    run.mode === null ? '' : `mode ${run.mode}`,
    run.user === null ? '' : `user ${run.user}`,
    run.source === null ? '' : `started from ${run.source}`,
    run.domainController === null ? '' : `domain controller ${run.domainController}`,
    run.organisation === null ? '' : `organisation ${run.organisation}`,
    whenText(run),
    run.timeZone === null ? '' : `server time zone ${run.timeZone}`,
  ].filter((fact) => fact !== '');
}

function endText(run: RunFacts): string {
  const { text } = OUTCOMES[run.outcome];
  const where = run.outcome === 'failed' && run.phase !== null ? `Phase: ${run.phase}.` : '';
  const zero =
    run.outcome === 'failed' && run.resultCode === 0
      ? 'The result code is 0 all the same; it proves nothing.'
      : '';
  return [text, where, zero].filter((part) => part !== '').join(' ');
}

function runText({ diagnosis, fromName, toName }: NamedDiagnosis, run: RunFacts, style: Style): string[] {
  const { arrow } = glyphs(style.ascii);
  const to = buildText(toName, run.toBuild);
  const way =
    run.fromBuild === null
      ? `Setup of ${to}`
      : `Setup of ${buildText(fromName, run.fromBuild)} ${arrow} ${to}`;
  const outcome = OUTCOMES[run.outcome];
  const nothing = run.toBuild === null && run.fromBuild === null;
  return [
    ...(nothing ? [] : paragraph(style, way, { tone: 'heading', hang: 2 })),
    ...facts(style, runFactList(run), { tone: 'dim' }),
    '',
    ...paragraph(style, endText(run), { label: outcome.word, labelTone: outcome.tone, hang: 0 }),
    ...diagnosis.notes.flatMap((note) => paragraph(style, note, { label: '! Note:', labelTone: 'warn' })),
  ];
}

function requiredText({ required }: Diagnosis, style: Style): string[] {
  if (required.length === 0) return [];
  const { rule: ruler, bullet } = glyphs(style.ascii);
  return [
    ...section(style, 'What setup itself asks for', ruler),
    ...paragraph(style, 'Setup refuses until every one of these is gone.'),
    ...required.flatMap((message) => {
      const by = message.explainedBy.length === 0 ? '' : ` (see ${message.explainedBy.join(', ')})`;
      const rule = message.rule === null ? '' : ` [${message.rule}]`;
      return paragraph(style, `${message.text}${rule}${by}`, { mark: bullet });
    }),
  ];
}

const SHOWN_BLOCK = 60;

function blockText(block: ErrorBlock, style: Style): string[] {
  const { rule } = glyphs(style.ascii);
  const shown = block.lines.slice(0, SHOWN_BLOCK);
  const more = block.lines.length - shown.length;
  return [
    ...section(style, 'The error block', rule),
    ...(block.reference === null ? [] : paragraph(style, block.reference, { label: 'Component:' })),
    ...(block.cmdlet === null ? [] : paragraph(style, block.cmdlet, { label: 'Last command before it:' })),
    ...evidenceText([...block.before, ...shown], style, 0),
    ...(more > 0 ? paragraph(style, `${more} more lines in the log.`, { tone: 'dim' }) : []),
  ];
}

function servicesText({ services }: Diagnosis, style: Style): string[] {
  if (services === null || services.disabled.length === 0) return [];
  const { rule } = glyphs(style.ascii);
  const names = services.disabled.map((name) => `'${name.replace(/['\u2018-\u201b]/g, '$&$&')}'`).join(', ');
  return [
    ...section(style, 'Services that setup disabled', rule),
    ...paragraph(style, services.disabled.join(', ')),
    ...paragraph(
      style,
      'Setup disables them while it works and gives them back at the end. Those still disabled now, and active before, go back to Automatic; POP3 and IMAP4 only where they are used. In PowerShell, what is still disabled:',
    ),
    ...code(style, `Get-Service -Name ${names} | Where-Object { $_.StartType -eq 'Disabled' }`, 2),
  ];
}

/** Enough to see where the checklist goes on; the checklist itself has them all. */
const SHOWN_STEPS = 10;

function resumeText(resume: ResumeText | null, run: RunFacts | null, style: Style): string[] {
  if (run === null || purposeOf(run) === 'other') return [];
  const { rule } = glyphs(style.ascii);
  if (resume === null) {
    return [
      ...section(style, 'Resume your update here', rule),
      ...paragraph(
        style,
        'The log does not name two builds that cupath knows, from and to; with them, the steps that remain come from:',
      ),
      ...code(style, 'cupath plan --from LEVEL --to LEVEL', 2),
    ];
  }
  const shown = resume.steps.slice(0, SHOWN_STEPS);
  const more = resume.steps.length - shown.length;
  const wide = Math.max(0, ...shown.map(({ number }) => String(number).length));
  return [
    ...section(style, 'Resume your update here', rule),
    ...(resume.note === null ? [] : paragraph(style, resume.note)),
    ...code(style, resume.command, 2),
    ...(resume.steps.length === 0
      ? []
      : ['', ...paragraph(style, `Steps of that checklist that remain (${resume.steps.length}):`)]),
    ...shown.flatMap(({ number, title }) =>
      paragraph(style, title, { mark: `[ ] ${String(number).padStart(wide)}` }),
    ),
    ...(more > 0
      ? paragraph(style, `and ${more} more, with their commands, in that checklist`, { indent: 4 })
      : []),
  ];
}

function nothingText({ kind, notes }: Diagnosis, style: Style): string[] {
  if (notes.length > 0) return notes.flatMap((note) => paragraph(style, note));
  switch (kind) {
    case 'service-control':
      return paragraph(
        style,
        'This is a ServiceControl.log: it tells which services setup stopped and disabled.',
      );
    case 'ldif-error':
      return paragraph(
        style,
        'This is an error file of ldifde. Give the ExchangeSetup.log of the same run with it.',
      );
    case 'setup-log':
    case 'excerpt':
    case 'other':
      return paragraph(style, 'Nothing that is known stands in this file.');
  }
}

const NARROWEST = 24;
/** Lines longer than this tire the eye. */
const WIDEST = 100;

/** One file as text, ending in a line feed. */
export function renderDiagnosis(named: NamedDiagnosis, wanted: Style): string {
  const style: Style = { ...wanted, width: Math.min(Math.max(wanted.width, NARROWEST), WIDEST) };
  const { diagnosis, resume } = named;
  const { run, verdicts, errorBlock } = diagnosis;
  const unknown = verdicts.some(({ id }) => id === 'unknown-error');
  const lines = [
    ...code(style, diagnosis.file, 0),
    ...(run === null ? nothingText(diagnosis, style) : runText(named, run, style)),
    ...verdictList(verdicts, style),
    ...verdicts.flatMap((verdict) => verdictText(verdict, style)),
    ...(run !== null && verdicts.length === 0 && run.outcome !== 'success' ? nothingFound(run, style) : []),
    ...(unknown && errorBlock !== null ? blockText(errorBlock, style) : []),
    ...requiredText(diagnosis, style),
    ...servicesText(diagnosis, style),
    ...resumeText(resume, run, style),
  ];
  return `${lines.filter((line, index) => line !== '' || lines[index - 1] !== '').join('\n')}\n`;
}

function nothingFound(run: RunFacts, style: Style): string[] {
  if (run.outcome === 'failed') return [];
  return ['', ...paragraph(style, 'No verdict: no error and no refusal stands in this run so far.')];
}
