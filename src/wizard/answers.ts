/**
 * The answers of the wizard as plain values, and their way to a question for the planner and back.
 */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { GivenAnswers, Start, Target } from '../planner/question.ts';

/** In the order in which they are asked. */
export const QUESTION_IDS = [
  'product',
  'release',
  'update',
  'target',
  'role',
  'dotnet',
  'windows',
  'dag',
  'also',
  'prepared',
  'dc-windows',
  'forest-level',
  'media',
  'hybrid',
  'esu',
  'to-windows',
  'accept',
  'server',
  'dag-name',
  'iso',
] as const;
export type QuestionId = (typeof QUESTION_IDS)[number];

/** "Not sure": asked, and deliberately left open. */
export const UNSURE = '?';
/** The server runs the CU without any SU. */
export const NO_UPDATE = 'none';
export const YES = 'yes';
export const NO = 'no';

/** The chosen values; `UNSURE` alone for "not sure"; an empty list for "none of these". */
export type Answer = readonly string[];
export type Answers = Readonly<Partial<Record<QuestionId, Answer>>>;

/** The single value of an answer; undefined when it is missing or "not sure". */
export function answerValue(answers: Answers, id: QuestionId): string | undefined {
  const value = answers[id]?.[0];
  return value === UNSURE ? undefined : value;
}

export function isUnsure(answer: Answer | undefined): boolean {
  return answer?.[0] === UNSURE;
}

/** Where the server stands, as far as product and CU are answered; an open SU reads as "CU only known". */
export function startOf(catalogue: Catalogue, answers: Answers): Start | null {
  const product = answerValue(answers, 'product');
  if (product === undefined) return null;
  const legacy = catalogue.legacyProducts.get(product);
  if (legacy) return { kind: 'legacy', product: legacy };
  const release = catalogue.releases.get(answerValue(answers, 'release') ?? '');
  if (!release || release.product !== product) return null;
  const named = answerValue(answers, 'update');
  if (named === NO_UPDATE) return { kind: 'level', release, update: null, updateKnown: true };
  const update = release.updates.find((item) => item.fullId === named) ?? null;
  return { kind: 'level', release, update, updateKnown: update !== null || release.updates.length === 0 };
}

/** Reads a target value: `latest`, `latest-cu`, a release id, a full update id or the id of a planned release. */
export function targetFrom(catalogue: Catalogue, value: string): Target | null {
  if (value === 'latest' || value === 'latest-cu') return { kind: value };
  const update = catalogue.updates.get(value);
  const release = catalogue.releases.get(update?.release ?? value);
  if (update && release) return { kind: 'update', release, update };
  if (release) return { kind: 'release', release };
  const planned = catalogue.plannedReleases.get(value);
  return planned ? { kind: 'planned', planned } : null;
}

export function targetValue(target: Target): string {
  switch (target.kind) {
    case 'latest':
    case 'latest-cu':
      return target.kind;
    case 'release':
      return target.release.id;
    case 'update':
      return target.update.fullId;
    case 'planned':
      return target.planned.id;
  }
}

/** The three answers that a level stands for; an unknown SU stays unanswered, so that it is asked. */
export function startAnswers(start: Start): Answers {
  if (start.kind === 'legacy') return { product: [start.product.id] };
  const { release, update, updateKnown } = start;
  const level: Answers = { product: [release.product], release: [release.id] };
  if (update) return { ...level, update: [update.fullId] };
  return updateKnown ? { ...level, update: [NO_UPDATE] } : level;
}

function one(value: string | undefined): Answer | undefined {
  return value === undefined ? undefined : [value];
}

function yesNo(value: boolean | undefined): Answer | undefined {
  return value === undefined ? undefined : [value ? YES : NO];
}

/** The answers behind flags, or behind a question that was asked before (for going on with it). */
export function answersOf(question: GivenAnswers): Answers {
  const { facts } = question;
  const all: Record<Exclude<QuestionId, 'product' | 'release' | 'update'>, Answer | undefined> = {
    target: one(question.to && targetValue(question.to)),
    role: one(question.role),
    dotnet: one(question.dotnet),
    windows: one(question.windows),
    dag: yesNo(question.dag === undefined ? facts.dag : true),
    also: question.also,
    prepared: one(question.prepared?.id),
    'dc-windows': question.dcWindows,
    'forest-level': one(question.forestLevel),
    media: question.media.length > 0 ? question.media : undefined,
    hybrid: yesNo(facts.hybrid),
    esu: yesNo(facts.esu),
    'to-windows': one(question.toWindows),
    accept: question.accept.length > 0 ? question.accept : undefined,
    server: one(question.server),
    'dag-name': one(question.dag),
    iso: one(question.iso),
  };
  const given = Object.entries(all).filter(([, answer]) => answer !== undefined);
  const start = question.from ? startAnswers(question.from) : {};
  return { ...start, ...Object.fromEntries(given) };
}
