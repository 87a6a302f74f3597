/**
 * The questions that every plan needs: which product, which CU, which SU, and where to.
 */
import {
  type Catalogue,
  compareBuilds,
  type Release,
  releaseTitle,
  type Update,
} from '../catalogue/catalogue.ts';
import type { Level, Question } from '../planner/question.ts';
import {
  type Answer,
  answerValue,
  isUnsure,
  NO_UPDATE,
  startAnswers,
  startOf,
  targetFrom,
  UNSURE,
} from './answers.ts';
import type { Asked, Choice, Found, WizardQuestion } from './form.ts';
import { targetChoices, targetSearch } from './target-choices.ts';

const asIs = (question: Question): Question => question;

function productName(catalogue: Catalogue, id: string): string {
  return catalogue.products.get(id)?.name ?? catalogue.legacyProducts.get(id)?.name ?? id;
}

function dated(parts: ReadonlyArray<string | undefined>): string {
  return parts.filter((part) => part !== undefined && part !== '').join('  ');
}

function releaseChoice(catalogue: Catalogue, release: Release): Choice {
  return {
    value: release.id,
    label: releaseTitle(catalogue, release),
    hint: dated([release.build, release.date, release.kb]),
    detail: release.note,
  };
}

function updateChoice(update: Update): Choice {
  const esu = update.esu === undefined ? undefined : `ESU period ${update.esu} only`;
  const gone = update.withdrawn === undefined ? undefined : 'withdrawn';
  return {
    value: update.fullId,
    label: update.id,
    hint: dated([update.build, update.date, update.kb, esu, gone]),
    detail: update.withdrawn ?? update.note,
  };
}

function levelChoice(catalogue: Catalogue, level: Level): Choice {
  const title = releaseTitle(catalogue, level.release);
  const answers = startAnswers(level);
  const value = Object.values(answers).flat().join(' ');
  if (level.update) {
    const choice = updateChoice(level.update);
    return { ...choice, value, label: `${title} ${level.update.id}`, answers };
  }
  const hint = dated([level.release.build, level.release.date, level.release.kb]);
  return { value, label: title, hint, answers };
}

function searchLevels(asked: Asked, text: string, product: string | undefined): Found {
  const { levels, note } = asked.core.search(text, product);
  return { choices: levels.map((level) => levelChoice(asked.core.catalogue, level)), note };
}

const product: WizardQuestion = {
  id: 'product',
  form: 'search',
  required: true,
  applies: () => true,
  title: () => 'Which Exchange does the server run?',
  help: () =>
    'Choose the product, or type or paste what you have: a CU, an SU, a build such as the server reports it, a KB number or a date.',
  choices: ({ core }) => [
    ...[...core.catalogue.products.values()]
      .reverse()
      .map((item) => ({ value: item.id, label: item.name, detail: core.support(item) })),
    ...core.catalogue.data.legacyProducts.map((item) => ({
      value: item.id,
      label: item.name,
      hint: 'way out only',
      detail: item.note,
    })),
  ],
  search: (asked, text) => {
    const found = searchLevels(asked, text, undefined);
    const words = text.toLowerCase().split(/\s+/);
    const named = product
      .choices(asked)
      .filter((item) => words.every((word) => item.label.toLowerCase().includes(word)));
    return { choices: [...named, ...found.choices], note: found.note };
  },
  unsure: null,
  findOut: ({ core }) => core.findOut('level'),
  put: asIs,
  short: ([value = ''], { core }) => productName(core.catalogue, value),
};

const release: WizardQuestion = {
  id: 'release',
  form: 'search',
  required: true,
  applies: ({ core, answers }) => core.catalogue.products.has(answerValue(answers, 'product') ?? ''),
  title: ({ core, answers }) =>
    `Which CU of ${productName(core.catalogue, answerValue(answers, 'product') ?? '')} is installed?`,
  help: () =>
    'Newest first. Type to filter by CU, SU, build, KB number or date; a pasted version string works as well.',
  choices: ({ core, answers }) => {
    const line = core.catalogue.products.get(answerValue(answers, 'product') ?? '');
    return [...(line?.releases ?? [])].reverse().map((item) => releaseChoice(core.catalogue, item));
  },
  search: (asked, text) => searchLevels(asked, text, answerValue(asked.answers, 'product')),
  unsure: null,
  findOut: ({ core }) => core.findOut('level'),
  put: asIs,
  short: ([value = ''], { core }) => core.catalogue.releases.get(value)?.name ?? value,
};

function installedRelease({ core, answers }: Asked): Release | undefined {
  const start = startOf(core.catalogue, answers);
  return start?.kind === 'level' ? start.release : undefined;
}

const update: WizardQuestion = {
  id: 'update',
  form: 'search',
  required: true,
  applies: (asked) => (installedRelease(asked)?.updates.length ?? 0) > 0,
  title: (asked) => {
    const installed = installedRelease(asked);
    return `Which SU is installed on ${installed ? releaseTitle(asked.core.catalogue, installed) : 'this CU'}?`;
  },
  help: () => 'SUs are cumulative: name the newest one. Its build, KB number or date finds it as well.',
  choices: (asked) => {
    const installed = installedRelease(asked);
    if (!installed) return [];
    const bare = { value: NO_UPDATE, label: 'No SU', hint: `${installed.build}  the CU as released` };
    return [...[...installed.updates].reverse().map(updateChoice), bare];
  },
  search: (asked, text) => {
    const installed = installedRelease(asked);
    const found = searchLevels(asked, text, installed?.product);
    const own = found.choices.filter((item) => item.answers?.release?.[0] === installed?.id);
    return { choices: own, note: own.length === 0 ? found.note : null };
  },
  // Never the newest: who only presses Enter has not said that it is installed.
  preselect: () => UNSURE,
  unsure: 'The plan then counts every vulnerability that an SU of this CU may have closed as open.',
  findOut: ({ core }) => core.findOut('level'),
  put: asIs,
  short: ([value = ''], { core }) =>
    value === NO_UPDATE ? 'no SU' : (core.catalogue.updates.get(value)?.id ?? value),
};

const target: WizardQuestion = {
  id: 'target',
  form: 'search',
  required: true,
  applies: ({ question }) => question !== null,
  title: () => 'Where should the server go?',
  help: () =>
    'A CU comes with the newest SU that can be had for it. Type an SU, build or KB number to stop at exactly that one.',
  choices: targetChoices,
  search: targetSearch,
  preselect: () => 'latest',
  unsure: null,
  findOut: () => null,
  put: (question, [value = ''], core) => ({
    ...question,
    to: targetFrom(core.catalogue, value) ?? question.to,
  }),
  short: ([value = ''], { core }) => {
    if (value === 'latest') return 'to latest';
    if (value === 'latest-cu') return 'to newest CU';
    const item = core.catalogue.updates.get(value);
    const own =
      core.catalogue.releases.get(item?.release ?? value) ?? core.catalogue.plannedReleases.get(value);
    const name = own ? `${own.product.toUpperCase()} ${own.name}` : value;
    return `to ${name}${item ? ` ${item.id}` : ''}`;
  },
};

/**
 * May this answer stand after earlier answers changed? A CU of another product may not, nor a target below the
 * server's level.
 */
export function stillFits(asked: Asked, id: string, answer: Answer): boolean {
  const [value = ''] = answer;
  const { catalogue } = asked.core;
  if (id === 'product') return catalogue.products.has(value) || catalogue.legacyProducts.has(value);
  if (id === 'release')
    return catalogue.releases.get(value)?.product === answerValue(asked.answers, 'product');
  if (isUnsure(answer)) return true;
  const installed = installedRelease(asked);
  if (id === 'update')
    return value === NO_UPDATE || installed?.updates.some((item) => item.fullId === value) === true;
  if (id !== 'target' || !installed) return true;
  const to = targetFrom(catalogue, value);
  if (to?.kind !== 'release' && to?.kind !== 'update') return to !== null;
  const order = (item: Release) => catalogue.products.get(item.product)?.order ?? -1;
  if (to.release.product !== installed.product) return order(to.release) > order(installed);
  return compareBuilds(to.release.build, installed.build) >= 0;
}

export const LEVEL_QUESTIONS: readonly WizardQuestion[] = [product, release, update, target];
