/**
 * Questions about the server itself: role, .NET, Windows, DAG, and the names that fill the commands.
 */
import { type Catalogue, compareDotnet, dotnetPossibleOn, windowsFor } from '../catalogue/catalogue.ts';
import type { Role, WindowsId } from '../catalogue/schema.ts';
import { isHostName } from '../fleet/marks.ts';
import type { Question } from '../planner/question.ts';
import { answerValue, NO, UNSURE, YES } from './answers.ts';
import type { Asked, Choice, WizardQuestion } from './form.ts';

const ROLES: ReadonlyArray<Choice & { readonly value: Role }> = [
  { value: 'mailbox', label: 'Mailbox server' },
  { value: 'edge', label: 'Edge Transport server' },
  {
    value: 'tools',
    label: 'Management tools only',
    detail: 'A computer with the Exchange Management Tools and no server role.',
  },
];

const planned = ({ question }: Asked): boolean => question !== null;
/** Nobody said that it is another role; only mailbox servers are members of a DAG. */
const isMailbox = ({ question }: Asked): boolean => (question?.role ?? 'mailbox') === 'mailbox';
const isServer = ({ question }: Asked): boolean => question !== null && question.from.kind === 'level';

const role: WizardQuestion = {
  id: 'role',
  form: 'choice',
  required: false,
  applies: isServer,
  title: () => 'What is installed on this computer?',
  help: () => 'The role decides which steps belong to the checklist.',
  choices: () => ROLES,
  // Highlighted is the first one, Mailbox, not "Not sure": nearly every server is one, whoever stands before it
  // knows, and both give the same steps, so that Enter pressed too soon does no harm.
  unsure: 'The plan is then made for a Mailbox server.',
  findOut: ({ core }) => core.findOut('role'),
  put: (question, [value]) => {
    const found = ROLES.find((item) => item.value === value);
    return found ? { ...question, role: found.value } : question;
  },
  short: ([value]) => ROLES.find((item) => item.value === value)?.label ?? '',
};

function supportedDotnet({ core, question }: Asked): readonly string[] {
  if (question?.from.kind !== 'level') return [];
  return core.catalogue.dotnetRules.get(question.from.release.id)?.supports ?? [];
}

/** What can be on the server at all: on its Windows, or on those that the installed CU supports. */
function possibleDotnet({ core, question }: Asked): readonly string[] {
  if (question?.from.kind !== 'level') return [];
  const windows = question.windows
    ? [question.windows]
    : windowsFor(core.catalogue, question.from.release, question.role ?? 'mailbox');
  return windows.flatMap((id) => dotnetPossibleOn(core.catalogue, id));
}

function dotnetChoices(asked: Asked): readonly Choice[] {
  const { core } = asked;
  const supported = supportedDotnet(asked);
  const possible = possibleDotnet(asked);
  const known = asked.question?.windows !== undefined;
  const all = core.catalogue.data.dotnet.map((item) => item.id).sort((a, b) => compareDotnet(b, a));
  const choices = all
    .filter((id) => possible.length === 0 || possible.includes(id) || (!known && supported.includes(id)))
    .map((id) => {
      const item = core.catalogue.dotnet.get(id);
      const fits = supported.length === 0 || supported.includes(id);
      return {
        value: id,
        label: `.NET Framework ${id}`,
        hint: fits ? `Release ${item?.release ?? '?'}` : 'not supported with this CU',
        detail: item?.note,
      };
    });
  const fitting = choices.filter((item) => supported.includes(item.value));
  return [...fitting, ...choices.filter((item) => !fitting.includes(item))];
}

const dotnet: WizardQuestion = {
  id: 'dotnet',
  form: 'search',
  required: false,
  applies: isServer,
  title: () => 'Which .NET Framework does the server have?',
  help: () =>
    'Setup of a CU accepts certain versions only, so this can add a stop on the way. The Release value of the registry works as well.',
  choices: dotnetChoices,
  search: (asked, text) => {
    const value = Number(text.replace(/\D/g, ''));
    const typed = text.trim().replace(/^\.?net\s*(framework)?\s*/i, '');
    const byValue = [...asked.core.catalogue.data.dotnet]
      .sort((a, b) => a.release - b.release)
      .findLast((item) => value > 100_000 && item.release <= value);
    const fits = (item: Choice) => item.value === byValue?.id || item.value.startsWith(typed);
    return { choices: dotnetChoices(asked).filter(fits), note: null };
  },
  // Who only presses Enter has not said which one is there.
  preselect: () => UNSURE,
  // The highlighted row keeps those in sight that the server should have; the others come after it.
  aboveUnsure: (asked) => {
    const supported = supportedDotnet(asked);
    const above = dotnetChoices(asked).filter(({ value }) => supported.includes(value)).length;
    return above > 0 ? above : Number.POSITIVE_INFINITY;
  },
  unsure: 'The plan then holds a check of the Release value, and steps that depend on it.',
  findOut: ({ core }) => core.findOut('dotnet'),
  put: (question, [value]) => ({ ...question, dotnet: value }),
  short: ([value]) => `.NET ${value}`,
};

/** Can this .NET be on this Windows? The commands refuse the two together where it cannot. */
function canHave(catalogue: Catalogue, windowsId: WindowsId, dotnetId: string | undefined): boolean {
  const possible = dotnetPossibleOn(catalogue, windowsId);
  return dotnetId === undefined || possible.length === 0 || possible.includes(dotnetId);
}

function windowsChoices({ core, question }: Asked): readonly Choice[] {
  const rule =
    question?.from.kind === 'level' ? core.catalogue.windowsRules.get(question.from.release.id) : undefined;
  const fitting: readonly WindowsId[] = (question?.role === 'tools' ? rule?.tools : rule?.server) ?? [];
  const all = core.catalogue.data.windows.filter(
    (item) => item.dotnet !== undefined || fitting.includes(item.id),
  );
  const listed = all
    .filter((item) => fitting.length === 0 || fitting.includes(item.id))
    .filter((item) => canHave(core.catalogue, item.id, question?.dotnet));
  return listed.toReversed().map((item) => ({
    value: item.id,
    label: item.name,
    hint: item.build === undefined ? undefined : `build ${item.build}`,
  }));
}

const windows: WizardQuestion = {
  id: 'windows',
  form: 'choice',
  required: false,
  applies: isServer,
  title: () => 'Which Windows does the server run?',
  help: () =>
    'A newer Exchange or .NET may not support it; then the way leads over a new server. Listed are the versions this CU supports and on which the answered .NET can be.',
  choices: windowsChoices,
  preselect: () => UNSURE,
  unsure: 'The plan then assumes that Windows and target fit, and says so.',
  findOut: ({ core }) => core.findOut('windows'),
  put: (question, [value], core) => {
    const found = core.catalogue.windows.get(value ?? '');
    return found ? { ...question, windows: found.id } : question;
  },
  short: ([value = ''], { core }) => core.catalogue.windows.get(value)?.name ?? value,
};

/** A yes/no question whose words are a fact of the catalogue. */
export function factQuestion(id: 'dag' | 'hybrid' | 'esu', shown: string): WizardQuestion {
  const fact = ({ core }: Asked) => core.catalogue.data.facts.find((item) => item.id === id);
  return {
    id,
    form: 'choice',
    required: false,
    applies: (asked) => planned(asked) && fact(asked) !== undefined && (id !== 'dag' || isMailbox(asked)),
    title: (asked) => fact(asked)?.question ?? shown,
    help: (asked) => fact(asked)?.help ?? '',
    choices: () => [
      { value: YES, label: 'Yes' },
      { value: NO, label: 'No' },
    ],
    // Who only presses Enter has said nothing, and sees how to find out.
    preselect: () => UNSURE,
    unsure: 'The steps that depend on it then stay in the checklist, each with its condition.',
    findOut: (asked) => asked.core.findOut(id),
    put: (question, [value]) => ({ ...question, facts: { ...question.facts, [id]: value === YES } }),
    short: ([value]) => (value === YES ? shown : `no ${shown}`),
  };
}

const FORBIDDEN_IN_PATH = /["'`$;|&<>*?\r\n\u2018-\u201e]/;

function refuseName(text: string): string | null {
  if (text === '' || isHostName(text)) return null;
  return 'Letters, digits, dots, dashes and underscores only, as in EX01 or ex01.example.com.';
}

function nameQuestion(
  id: 'server' | 'dag-name' | 'iso',
  words: Pick<WizardQuestion, 'title' | 'help'> & { readonly refuse: (text: string) => string | null },
  applies: (asked: Asked) => boolean,
  put: (question: Question, value: string) => Question,
  probe: string,
): WizardQuestion {
  return {
    ...words,
    id,
    form: 'text',
    required: false,
    applies,
    choices: () => [],
    unsure: 'The commands then hold a placeholder.',
    findOut: () => null,
    probes: () => [[probe]],
    put: (question, [value = '']) => (value === '' ? question : put(question, value)),
    short: ([value = '']) => value,
  };
}

const server = nameQuestion(
  'server',
  {
    title: () => 'What is the name of the server?',
    help: () => 'It is filled into the commands, so that they can be copied as they are.',
    refuse: refuseName,
  },
  isServer,
  (question, value) => ({ ...question, server: value }),
  'EX01',
);

const dagName = nameQuestion(
  'dag-name',
  {
    title: () => 'What is the name of the DAG?',
    help: () => 'It is filled into the commands for the members of the DAG.',
    refuse: refuseName,
  },
  (asked) => planned(asked) && answerValue(asked.answers, 'dag') === YES,
  (question, value) => ({ ...question, dag: value }),
  'DAG01',
);

const iso = nameQuestion(
  'iso',
  {
    title: () => 'Where is the ISO image of the target CU?',
    help: () =>
      'A path as the server sees it, for example D:\\Media\\Exchange.iso. It is filled into the commands.',
    refuse: (text) =>
      FORBIDDEN_IN_PATH.test(text)
        ? 'A path without quotes, wildcards and characters that a shell would read.'
        : null,
  },
  planned,
  (question, value) => ({ ...question, iso: value }),
  'C:\\image.iso',
);

export const SERVER_QUESTIONS: readonly WizardQuestion[] = [
  role,
  dotnet,
  windows,
  factQuestion('dag', 'DAG'),
];
export const NAME_QUESTIONS: readonly WizardQuestion[] = [server, dagName, iso];
