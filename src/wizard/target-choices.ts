/**
 * The list of targets: the recommended one first with its reason, then the releases of the server's line,
 * then those of newer products, each with words for a line that is dead.
 */
import { compareBuilds, type Product, type Release, releaseTitle } from '../catalogue/catalogue.ts';
import type { KnownLevel } from '../catalogue/identify.ts';
import { knownIssuesAt } from '../checklist/known-issues.ts';
import type { Question, Target } from '../planner/question.ts';
import type { Asked, Choice, Found } from './form.ts';

interface Reached {
  readonly title: string;
  /** Known issues of it, in a sentence; empty: none is known. */
  readonly issues: string;
  /** What is wrong with it as a target, in a few words; empty: nothing. */
  readonly doubt: string;
  readonly reason: string;
}

function doubt(asked: Asked, release: Release): string {
  const service = asked.core.service(release);
  const subscribed = asked.question?.facts.esu === true;
  if (service === 'public' || (service === 'esu' && subscribed)) return '';
  return service === 'esu' ? 'updates with ESU only' : 'no more updates';
}

/** `2 known issues for everybody and 11 under a circumstance.` */
function issuesText(asked: Asked, question: Question, level: Pick<KnownLevel, 'release' | 'update'>): string {
  const { release, update } = level;
  const found = knownIssuesAt(
    asked.core.catalogue,
    { release, update, updateKnown: true },
    { facts: question.facts },
  );
  if (found.length === 0) return '';
  const everybody = found.filter((issue) => issue.onlyIf === null);
  const some = found.length - everybody.length;
  const first =
    everybody.length === 0 ? '' : ` for everybody (${everybody.map((issue) => issue.title).join('; ')})`;
  const rest = some === 0 ? '' : ` ${everybody.length === 0 ? '' : 'and '}${some} under a circumstance`;
  const count = everybody.length === 0 ? '' : ` ${everybody.length}`;
  return `Known issues:${count}${first}${rest}; the plan names them.`;
}

function reached(asked: Asked, question: Question, to: Target): Reached | null {
  const meaning = asked.core.meaning({ ...question, to });
  if (!meaning) return null;
  const title = releaseTitle(asked.core.catalogue, meaning.release);
  return {
    title: meaning.update ? `${title} ${meaning.update.id}` : title,
    doubt: doubt(asked, meaning.release),
    issues: issuesText(asked, question, meaning),
    reason: meaning.reason,
  };
}

function sentence(text: string): string {
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function said({ reason, issues }: Reached): string {
  return [sentence(reason), issues].filter((text) => text !== '').join(' ');
}

function releaseTarget(asked: Asked, question: Question, release: Release): Choice {
  const to = reached(asked, question, { kind: 'release', release });
  const own = question.from.kind === 'level' && question.from.release.id === release.id;
  const words = [own ? 'stay on this CU' : '', to?.doubt ?? ''].filter((word) => word !== '');
  return {
    value: release.id,
    label: to?.title ?? releaseTitle(asked.core.catalogue, release),
    hint: words.join('; '),
    detail: [release.note ?? '', to?.issues ?? ''].filter((text) => text !== '').join(' ') || undefined,
  };
}

function reachable(question: Question, line: Product, today: string): readonly Release[] {
  const { from } = question;
  return line.releases
    .filter((item) => item.date <= today)
    .filter(
      (item) =>
        from.kind !== 'level' || item.product !== from.release.product || item.order >= from.release.order,
    )
    .toReversed();
}

/** Products from the server's own line on, the own one first. */
function lines(asked: Asked, question: Question): readonly Product[] {
  const { from } = question;
  const products = [...asked.core.catalogue.products.values()];
  if (from.kind === 'legacy') return products.toReversed();
  const own = products.find((item) => item.id === from.release.product);
  const newer = products.filter((item) => own !== undefined && item.order > own.order);
  return own ? [own, ...newer.toReversed()] : newer;
}

/** All targets for the server; empty until product and CU are known. */
export function targetChoices(asked: Asked): readonly Choice[] {
  const { question, core } = asked;
  if (!question) return [];
  const latest = reached(asked, question, { kind: 'latest' });
  const newest = reached(asked, question, { kind: 'latest-cu' });
  const choices: Choice[] = [];
  if (latest) {
    const hint = latest.doubt === '' ? 'recommended' : `newest there is; ${latest.doubt}`;
    choices.push({
      value: 'latest',
      label: `Latest: ${latest.title}`,
      hint,
      detail: said(latest),
    });
  }
  if (newest && newest.title !== latest?.title) {
    choices.push({
      value: 'latest-cu',
      label: `Newest CU of this line: ${newest.title}`,
      hint: newest.doubt,
      detail: said(newest),
    });
  }
  for (const line of lines(asked, question)) {
    choices.push(
      ...reachable(question, line, core.today).map((item) => releaseTarget(asked, question, item)),
    );
  }
  const planned = core.catalogue.data.plannedReleases.map((item) => ({
    value: item.id,
    label: `${core.catalogue.products.get(item.product)?.name ?? item.product} ${item.name}`,
    hint: 'announced, not released',
    detail: item.note,
  }));
  return [...choices, ...planned];
}

/** Targets that fit a typed text: those of the list, and exact SUs that are no step back. */
export function targetSearch(asked: Asked, text: string): Found {
  const { question, core } = asked;
  if (!question) return { choices: [], note: null };
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const listed = targetChoices(asked).filter((item) =>
    words.every((word) => `${item.label} ${item.hint ?? ''}`.toLowerCase().includes(word)),
  );
  const { from } = question;
  const order = (item: Release) => core.catalogue.products.get(item.product)?.order ?? -1;
  const found = core.search(text, undefined);
  const exact = found.levels.flatMap((level): readonly Choice[] => {
    if (from.kind === 'level') {
      const ahead =
        level.release.product === from.release.product
          ? compareBuilds((level.update ?? level.release).build, (from.update ?? from.release).build) >= 0
          : order(level.release) > order(from.release);
      if (!ahead) return [];
    }
    const title = releaseTitle(core.catalogue, level.release);
    const pulled = level.update?.withdrawn === undefined ? '' : 'withdrawn by Microsoft';
    const hint = [pulled, doubt(asked, level.release)].filter((word) => word !== '').join('; ');
    if (!level.update) return [{ value: level.release.id, label: title, hint }];
    return [
      {
        value: level.update.fullId,
        label: `Exactly ${title} ${level.update.id}`,
        hint,
        detail: level.update.withdrawn ?? level.update.note,
      },
    ];
  });
  const listedValues = new Set(listed.map((item) => item.value));
  const choices = [...listed, ...exact.filter((item) => !listedValues.has(item.value))];
  const behind = found.levels.length > 0 && choices.length === 0;
  return {
    choices,
    note: behind ? 'That is older than what the server runs; there is no way back.' : found.note,
  };
}
