/**
 * Questions about the organisation around the server: other Exchange versions, Active Directory, media in
 * hand, hybrid, ESU.
 */
import { type Release, releaseTitle } from '../catalogue/catalogue.ts';
import type { WindowsId } from '../catalogue/schema.ts';
import { releaseName } from '../render/words.ts';
import { UNSURE } from './answers.ts';
import type { Asked, Choice, WizardQuestion } from './form.ts';
import { factQuestion } from './server-questions.ts';

const planned = ({ question }: Asked): boolean => question !== null;

function namesOf(values: readonly string[], choices: readonly Choice[]): string {
  return values.map((value) => choices.find((item) => item.value === value)?.label ?? value).join(', ');
}

function alsoChoices({ core, question }: Asked): readonly Choice[] {
  const own = question?.from.kind === 'level' ? question.from.release.product : question?.from.product.id;
  const all = [...[...core.catalogue.products.values()].reverse(), ...core.catalogue.data.legacyProducts];
  return all.filter((item) => item.id !== own).map((item) => ({ value: item.id, label: item.name }));
}

const also: WizardQuestion = {
  id: 'also',
  form: 'many',
  required: false,
  applies: planned,
  title: () => 'Which other Exchange versions are in the organisation?',
  help: () =>
    'Server objects in Active Directory count, even of servers that are switched off: Setup refuses some versions beside each other.',
  choices: alsoChoices,
  none: 'None of these',
  unsure: 'The plan then assumes none and names the check.',
  findOut: ({ core }) => core.findOut('also'),
  put: (question, values) => ({ ...question, also: values }),
  short: (values, asked) =>
    values.length === 0 ? 'no other Exchange' : `also ${namesOf(values, alsoChoices(asked))}`,
};

function sameLevels(a: Release, b: Release): boolean {
  return (
    a.ad.schema === b.ad.schema && a.ad.organisation === b.ad.organisation && a.ad.domain === b.ad.domain
  );
}

/** Releases that prepare the forest alike stand together: what Active Directory shows cannot tell them apart. */
function preparedGroups({ core, question }: Asked): readonly (readonly Release[])[] {
  const from = question?.from;
  const releases = [...core.catalogue.products.values()].flatMap((item) => item.releases);
  const least = from?.kind === 'level' ? releases.indexOf(from.release) : 0;
  const groups: Release[][] = [];
  for (const release of releases.slice(Math.max(0, least))) {
    const last = groups.at(-1);
    const first = last?.at(0);
    if (last && first && first.product === release.product && sameLevels(first, release)) last.push(release);
    else groups.push([release]);
  }
  return groups.toReversed();
}

function preparedChoices(asked: Asked): readonly Choice[] {
  const { catalogue } = asked.core;
  return preparedGroups(asked).flatMap((group): readonly Choice[] => {
    const first = group.at(0);
    const newest = group.at(-1);
    if (!first || !newest) return [];
    const { schema, organisation, domain } = newest.ad;
    const title = releaseTitle(catalogue, newest);
    return [
      {
        value: newest.id,
        label: first === newest ? title : `${releaseTitle(catalogue, first)} to ${newest.name}`,
        hint: `${schema} / ${organisation} / ${domain}`,
        detail: `rangeUpper ${schema}, objectVersion of the organisation ${organisation}, of the domain ${domain}.`,
      },
    ];
  });
}

const prepared: WizardQuestion = {
  id: 'prepared',
  form: 'search',
  required: false,
  applies: planned,
  title: () => 'For which Exchange release is Active Directory prepared?',
  help: () =>
    'The highest one counts. Behind each release stand the values in Active Directory: schema / organisation / domain.',
  choices: preparedChoices,
  // Who only presses Enter has looked into no Active Directory.
  preselect: () => UNSURE,
  unsure: 'The preparation then stays in the plan; it does no harm when it was done before.',
  findOut: ({ core }) => core.findOut('prepared'),
  put: (question, [value = ''], core) => {
    const release = core.catalogue.releases.get(value);
    return release ? { ...question, prepared: release } : question;
  },
  short: ([value = ''], { core }) =>
    `AD of ${core.catalogue.releases.has(value) ? releaseName(value) : value}`,
};

/** From the oldest on; levels of the forest and versions of Windows share their ids. */
function isOlder({ core }: Asked, one: string, other: string): boolean {
  const order: readonly string[] = [...core.catalogue.windows.keys()];
  return order.indexOf(one) < order.indexOf(other);
}

/** Without those that are older than the level of the forest: no domain controller can be. */
function controllerChoices(asked: Asked): readonly Choice[] {
  const level = asked.question?.forestLevel;
  return windowsChoices(asked).filter((item) => level === undefined || !isOlder(asked, item.value, level));
}

/** Without those above what the oldest domain controller can have. */
function forestChoices(asked: Asked): readonly Choice[] {
  const controllers = asked.question?.dcWindows ?? [];
  return [...asked.core.catalogue.data.forestLevels]
    .sort((a, b) => b.value - a.value)
    .filter((item) => !controllers.some((own) => isOlder(asked, own, item.id)))
    .map((item) => ({ value: item.id, label: item.name }));
}

function windowsChoices({ core }: Asked): readonly Choice[] {
  return core.catalogue.data.windows.toReversed().map((item) => ({ value: item.id, label: item.name }));
}

const dcWindows: WizardQuestion = {
  id: 'dc-windows',
  form: 'many',
  required: false,
  applies: planned,
  title: () => 'Which Windows versions do the domain controllers run?',
  help: () => 'All domain controllers of the forest count; tick every version that occurs.',
  choices: controllerChoices,
  unsure: 'The plan then holds a check of the domain controllers.',
  findOut: ({ core }) => core.findOut('dc-windows'),
  put: (question, values, core) => {
    const ids = values
      .map((value) => core.catalogue.windows.get(value)?.id)
      .filter((id): id is WindowsId => id !== undefined);
    return ids.length > 0 ? { ...question, dcWindows: ids } : question;
  },
  short: (values) => `DCs on ${values.join(', ')}`,
};

const forestLevel: WizardQuestion = {
  id: 'forest-level',
  form: 'choice',
  required: false,
  applies: planned,
  title: () => 'What is the forest functional level?',
  help: () => 'A release of Exchange asks for a lowest level of the forest; Setup stops below it.',
  choices: forestChoices,
  preselect: () => UNSURE,
  unsure: 'The plan then holds a check of the level.',
  findOut: ({ core }) => core.findOut('forest-level'),
  put: (question, [value]) => ({ ...question, forestLevel: value }),
  short: ([value]) => `forest ${value}`,
};

/** Releases on the way that cannot be had by everybody, and whose media in hand would change the plan. */
function mediaChoices({ core, question }: Asked): readonly Choice[] {
  if (question?.from.kind !== 'level') return [];
  const { from } = question;
  const bare = { ...question, media: [] };
  const without = JSON.stringify(core.plan(bare).routes);
  const line = core.catalogue.products.get(from.release.product);
  const between = (line?.releases ?? []).filter((item) => item.order > from.release.order);
  const scarce = between.filter(
    (item) => (core.catalogue.mediaRules.get(item.id)?.state ?? 'unknown') !== 'public',
  );
  return scarce
    .filter((item) => JSON.stringify(core.plan({ ...bare, media: [item.id] }).routes) !== without)
    .toReversed()
    .map((item) => ({
      value: item.id,
      label: releaseTitle(core.catalogue, item),
      hint: core.catalogue.mediaRules.get(item.id)?.state ?? 'unknown',
      detail: core.catalogue.mediaRules.get(item.id)?.text,
    }));
}

const media: WizardQuestion = {
  id: 'media',
  form: 'many',
  required: false,
  applies: (asked) => mediaChoices(asked).length > 0,
  title: () => 'Which of these CUs do you still have the media of?',
  help: () =>
    'They are no longer offered to everybody, and one of them would open a better way. An old download or ISO image is enough.',
  choices: mediaChoices,
  none: 'None of these',
  unsure: 'The plan then shows both ways, and which media the supported one needs.',
  findOut: () => null,
  put: (question, values) => ({ ...question, media: values }),
  short: (values, { core }) =>
    values.length === 0
      ? 'no old media'
      : `media ${values.map((value) => core.catalogue.releases.get(value)?.name ?? value).join(', ')}`,
};

const toWindows: WizardQuestion = {
  id: 'to-windows',
  form: 'choice',
  required: false,
  unasked: true,
  applies: ({ question }) => question?.from.kind === 'level',
  title: () => 'Which Windows shall the server run afterwards?',
  help: () => 'Another Windows than now means a new server.',
  choices: (asked) =>
    windowsChoices(asked).filter(
      ({ value }) => asked.core.catalogue.windows.get(value)?.dotnet !== undefined,
    ),
  unsure: 'The server then keeps its Windows where the target can run on it.',
  findOut: () => null,
  put: (question, [value = ''], core) => ({ ...question, toWindows: core.catalogue.windows.get(value)?.id }),
  short: ([value = ''], { core }) => `onto ${core.catalogue.windows.get(value)?.name ?? value}`,
};

const accept: WizardQuestion = {
  id: 'accept',
  form: 'many',
  required: false,
  unasked: true,
  applies: planned,
  title: () => 'Which risks are accepted?',
  help: () => 'A plan warns of each risk that it takes until somebody has accepted it.',
  choices: ({ core }) =>
    [...core.catalogue.risks.values()].map(({ id, title }) => ({ value: id, label: id, hint: title })),
  none: 'None of these',
  unsure: 'The plan then warns of each risk that it takes.',
  findOut: () => null,
  put: (question, values) => ({ ...question, accept: values }),
  short: (values) => (values.length === 0 ? '' : `accepts ${values.join(', ')}`),
};

export const ORGANISATION_QUESTIONS: readonly WizardQuestion[] = [
  also,
  prepared,
  dcWindows,
  forestLevel,
  media,
  factQuestion('hybrid', 'hybrid'),
  factQuestion('esu', 'ESU'),
  toWindows,
  accept,
];
