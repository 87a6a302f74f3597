/**
 * The shape of `data/diagnosis/`: how a setup log is read, what goes wrong in it, what is checked on a server,
 * and the symptoms that no log shows. Like `schema.ts`, only the loader and the build import this at run time.
 */
import * as z from 'zod';
import { LOG_LINES, type LogLineId, STAGES } from './diagnosis-names.ts';
import { readPattern } from './pattern.ts';
import { check, command, id, line, link, printable, role, sources, text } from './scalars.ts';

const template = printable(400).superRefine((value, context) => {
  const read = readPattern(value);
  if (typeof read === 'string') context.addIssue({ code: 'custom', message: read });
});

/** A pattern (see `pattern.ts`) with a line that it must match and one that it must not. */
const pattern = z.strictObject({ match: template, sample: line, other: line });

const LOG_LINE_IDS = Object.keys(LOG_LINES) as [LogLineId, ...LogLineId[]];

const logLine = z.strictObject({ id: z.enum(LOG_LINE_IDS), patterns: z.array(pattern).min(1), sources });

const settingName = z.string().regex(/^\w{1,80}$/, 'expected the name of a setting or rule');

const leaf = z.union([
  /** One of these prerequisite rules failed, or was evaluated as true where setup went no further. `ever`: any value counts. */
  z.strictObject({ rule: z.array(settingName).min(1), ever: z.literal(true).optional() }),
  /** Setup itself listed one of these rules as failed. */
  z.strictObject({ failed: z.array(settingName).min(1) }),
  /** The last value of a setting. */
  z.strictObject({ setting: settingName, value: line }),
  z.strictObject({ present: settingName }),
  z.strictObject({ absent: settingName }),
  /** Active Directory needs an update of one of these. */
  z.strictObject({ adUpdate: z.array(z.enum(['schema', 'organisation', 'domain'])).min(1) }),
  /** The id that the log gives to the component that failed. */
  z.strictObject({ reference: line }),
  /** One of the patterns fits a line of the run, of its error block, or of its first error and the two lines before. */
  z.strictObject({ in: z.enum(['run', 'block', 'first-error']), line: z.array(pattern).min(1) }),
  /** Two lines of the error block, the second right below the first. */
  z.strictObject({ pair: z.tuple([pattern, pattern]) }),
  /** The first error fits `error`, and one of the two lines before it fits `before`. */
  z.strictObject({ before: pattern, error: pattern }),
  /** An upgrade whose media are of the release that it started from. */
  z.strictObject({ sameBuild: z.literal(true) }),
]);

export type EvidenceData =
  | z.infer<typeof leaf>
  | { readonly all: readonly EvidenceData[] }
  | { readonly any: readonly EvidenceData[] };

const evidence: z.ZodType<EvidenceData> = z.lazy(() =>
  z.union([
    leaf,
    z.strictObject({ all: z.array(evidence).min(1) }),
    z.strictObject({ any: z.array(evidence).min(1) }),
  ]),
);

const action = z.strictObject({ text, commands: z.array(command).optional() });
const plainLink = z.strictObject({ title: line, url: link });
const status = z.enum(['verified', 'source', 'inferred']);

const setupFailure = z.strictObject({
  id,
  title: line,
  /** Absent: a cause. A hint stands beside causes; a guess is made when nothing else fits; a result is no cause. */
  kind: z.enum(['hint', 'guess', 'result']).optional(),
  /** Absent for a result, which the reader of the log gives by itself. */
  stage: z.enum(STAGES).optional(),
  phase: line,
  when: evidence.optional(),
  /** Only when none of these was found. */
  unless: z.array(id).optional(),
  /** Prerequisite rules that fail in consequence of this. */
  followers: z.array(settingName).optional(),
  /** Lines that decide nothing but hold names for the texts. The first that fits in the run counts, with `last` the last. */
  context: z.array(z.strictObject({ ...pattern.shape, last: z.literal(true).optional() })).optional(),
  cause: text,
  actions: z.array(action).min(1),
  links: z.array(plainLink),
  status,
  sources,
});

/** What the value of a check has to be. */
const good = z.union([
  z.strictObject({ is: z.array(line).min(1) }),
  z.strictObject({ not: z.array(line).min(1) }),
  z.strictObject({ atLeast: z.number() }),
  /** At least the .NET that the target release supports. */
  z.strictObject({ dotnet: z.literal('target') }),
  /** `schema/organisation/domain`, at least those of the target release. */
  z.strictObject({ levels: z.literal('target') }),
  /** A day that lies this many days ahead. */
  z.strictObject({ daysAhead: z.int().min(0) }),
]);

const liveCheck = z.strictObject({
  id,
  title: line,
  roles: z.array(role).min(1),
  /** PowerShell that reads and changes nothing; what it writes is the value, `none` where there is nothing to say. */
  run: text,
  good,
  /** Setup stops on it, or it is only worth a look. */
  severity: z.enum(['stops', 'warns']),
  bad: text,
  /** What has to be there is this software of the catalogue: bad only where the target needs it. */
  software: id.optional(),
  actions: z.array(action).min(1),
  links: z.array(plainLink),
  sources,
});

const answer = z.strictObject({
  say: line,
  /** A question or remedy of this symptom, or another symptom or failure by its id. */
  go: id,
});

const symptomQuestion = z.strictObject({
  id,
  ask: line,
  check: check.optional(),
  answers: z.array(answer).min(2),
});

const remedy = z.strictObject({
  id,
  title: line,
  cause: text.optional(),
  actions: z.array(action).min(1),
  verify: check.optional(),
  /** Where to go on when it did not help; absent: nothing more is known. */
  otherwise: id.optional(),
});

/** A symptom that a person sees: questions lead to remedies. The walk begins at the first question, or remedy. */
const symptom = z.strictObject({
  id,
  title: line,
  group: z.enum(['setup', 'services', 'web', 'mail', 'after']),
  signs: z.array(line).min(1),
  keywords: z.array(line),
  questions: z.array(symptomQuestion),
  remedies: z.array(remedy).min(1),
  links: z.array(plainLink),
  sources,
});

export const DIAGNOSIS_SECTIONS = {
  logLines: logLine,
  setupFailures: setupFailure,
  liveChecks: liveCheck,
  symptoms: symptom,
} as const;

export type DiagnosisSection = keyof typeof DIAGNOSIS_SECTIONS;

export type PatternData = z.infer<typeof pattern>;
export type EvidenceLeaf = z.infer<typeof leaf>;
export type ActionData = z.infer<typeof action>;
export type LinkData = z.infer<typeof plainLink>;
export type SetupFailure = z.infer<typeof setupFailure>;
export type LiveCheck = z.infer<typeof liveCheck>;
export type SymptomData = z.infer<typeof symptom>;
export type SymptomQuestion = z.infer<typeof symptomQuestion>;
export type RemedyData = z.infer<typeof remedy>;

/** Everything about failures and symptoms, validated and cross-checked. Plain JSON. */
export type DiagnosisData = {
  readonly [S in DiagnosisSection]: ReadonlyArray<z.infer<(typeof DIAGNOSIS_SECTIONS)[S]>>;
};
