/**
 * From a route to its checklist: selects the templates of each stage, orders them by phase, evaluates their
 * conditions, fills them. Order: before (with the media of every act) and dependencies once; then per stage
 * organisation, maintenance on, (prerequisites, update) per act, maintenance off, after, verify; then what
 * closes the whole plan.
 */
import { grouped, required, templateKey } from '../catalogue/catalogue.ts';
import type { CheckData, Phase, StepTemplate } from '../catalogue/schema.ts';
import { checkOf, evaluate } from './condition.ts';
import type { Context, Segment, Stages } from './context.ts';
import { fillCommand, fillText, type Values, valuesOf } from './fill.ts';
import { PHASE_ORDER } from './phases.ts';
import type { FilledCheck, Step } from './plan.ts';
import { every, everyOf, TRUE, type Truth, unknown } from './truth.ts';

type Per = Exclude<StepTemplate['per'], readonly unknown[]>;

function filledCheck(check: CheckData, values: Values): FilledCheck {
  return {
    shell: check.shell,
    run: fillCommand(check.run, check.shell, values),
    expect: fillText(check.expect, values),
  };
}

function sentence(text: string): string {
  return `Only if ${text}`;
}

/**
 * With the .NET unknown, an install is done only where the registry showed less than it brings. The value of the
 * beginning decides, not the present one: after the installation its restart and its check would fall away.
 */
function dotnetTruth(context: Context): Truth {
  const { hop, question, catalogue } = context;
  if (hop?.act !== 'install-dotnet' || question.dotnet !== undefined) return TRUE;
  const { release } = required(catalogue.dotnet, hop.dotnet);
  return unknown(
    `Release < ${release} at the beginning (.NET ${hop.dotnet} was not installed then)`,
    `Release >= ${release} at the beginning`,
    checkOf(catalogue, 'dotnet-recorded'),
  );
}

/** With the installed SU unknown, an update of the same CU is only installed where the build was lower. */
function updateTruth(context: Context): Truth {
  const { hop, before, after, catalogue } = context;
  if (hop?.act !== 'install-su' || before.updateKnown || before.release.id !== after.release.id) return TRUE;
  return unknown(
    `the build at the beginning was below ${hop.build}`,
    `the build at the beginning was ${hop.build} or above`,
    checkOf(catalogue, 'level-recorded'),
  );
}

type SoftwareParts = Pick<StepTemplate, 'commands' | 'verify' | 'links' | 'sources'> & {
  readonly note?: string | undefined;
};

/** What the data say about the software that this act installs; days before only where to get it. */
function softwareParts(context: Context, phase: Phase): SoftwareParts {
  const { hop, catalogue } = context;
  const item =
    hop?.act === 'install-software'
      ? catalogue.data.software.find((software) => software.id === hop.software)
      : undefined;
  if (!item) return { commands: [], verify: [], links: [], sources: [] };
  const links = item.download === undefined ? [] : [{ title: `Download: ${item.name}`, url: item.download }];
  if (phase === 'before') return { commands: [], verify: [], links, sources: item.sources };
  return { commands: item.install, verify: item.verify, links, sources: item.sources, note: item.note };
}

/** Can it be undone, and what is known about going back? */
function wayBack(
  reversible: StepTemplate['reversible'],
  values: Values,
): Pick<Step, 'reversible' | 'rollback'> {
  if (typeof reversible === 'boolean') return { reversible, rollback: null };
  if (typeof reversible === 'string') return { reversible: false, rollback: fillText(reversible, values) };
  return { reversible: true, rollback: fillText(reversible.how, values) };
}

function toStep(template: StepTemplate, context: Context, values: Values, truth: Truth): Step {
  const software = softwareParts(context, template.phase);
  const { catalogue } = context;
  const notes = catalogue.data.annotations.filter((note) => note.id === template.id).map((note) => note.note);
  const caution = [template.caution, software.note, ...notes].filter((text) => text !== undefined).join(' ');
  return {
    id: fillText(template.id, values).toLowerCase(),
    phase: template.phase,
    scope: template.scope,
    hop: context.hopIndex,
    title: fillText(template.title, values),
    why: fillText(template.why, values),
    commands: [...template.commands, ...software.commands].map((command) => ({
      shell: command.shell,
      run: fillCommand(command.run, command.shell, values),
    })),
    verify: [...template.verify, ...software.verify].map((check) => filledCheck(check, values)),
    otherwise: template.otherwise === undefined ? null : fillText(template.otherwise, values),
    caution: caution === '' ? null : fillText(caution, values),
    condition: truth.value === 'unknown' ? sentence(truth.text) : null,
    conditionCheck: truth.value === 'unknown' && truth.check ? filledCheck(truth.check, values) : null,
    reboot: template.reboot ?? false,
    ...wayBack(template.reversible, values),
    minutes: { low: template.minutes.low, typical: template.minutes.typical, high: template.minutes.high },
    closes: [],
    undoes: template.undoes === undefined ? null : fillText(template.undoes, values),
    action: template.action ?? null,
    links: [...template.links, ...software.links]
      .map((link) => ({ title: fillText(link.title, values), url: fillText(link.url, values) }))
      .filter((link) => link.url !== ''),
    sources: [...new Set([...template.sources, ...software.sources])],
  };
}

/** A step that belongs into the checklist, before its texts are filled. */
export interface Draft {
  readonly template: StepTemplate;
  readonly context: Context;
  readonly truth: Truth;
  /** Nothing but what nobody said about the act itself (its .NET, the SU) makes it conditional, see `plannedSteps`. */
  readonly planned: boolean;
}

/** What decides about every step of a context, whatever its template says. */
function contextTruth(context: Context): Truth {
  return everyOf([dotnetTruth, updateTruth], (truthOf) => truthOf(context));
}

/** The step of a template in one context; none where its condition is false. */
function draftOf(template: StepTemplate, context: Context, common: Truth): readonly Draft[] {
  const own = template.when === undefined ? TRUE : evaluate(template.when, context);
  const truth = common === TRUE ? own : every([own, common]);
  return truth.value === false ? [] : [{ template, context, truth, planned: own.value === true }];
}

/** In the order of the phases. */
function stepsOf(context: Context, per: Per, phases: readonly Phase[]): readonly Draft[] {
  const { stepTemplates } = context.catalogue;
  const common = contextTruth(context);
  return PHASE_ORDER.flatMap((phase) =>
    phases.includes(phase) ? (stepTemplates.get(templateKey(per, phase)) ?? []) : [],
  ).flatMap((template) => draftOf(template, context, common));
}

/** A context that a template may be for. */
interface Candidate {
  readonly per: Per;
  readonly context: Context;
  readonly common: Truth;
}

function candidatesOf(per: Per, contexts: readonly Context[]): readonly Candidate[] {
  return contexts.map((context) => ({ per, context, common: contextTruth(context) }));
}

/**
 * What is done days before the first window, in the order of the data: for the plan, for the windows on the
 * server that is there already, and for every act (its media). A server that a migration sets up is recorded
 * when its own window comes.
 */
function beforehand({ whole, segments, acts }: Stages): readonly Draft[] {
  const windows = segments.flatMap((segment) =>
    segment.kind === 'window' && !segment.context.onNewServer ? [segment.context] : [],
  );
  const candidates: readonly Candidate[] = [
    ...candidatesOf('plan', [whole]),
    ...candidatesOf('window', windows),
    ...acts.flatMap((act) => candidatesOf(act.hop.act, [act])),
  ];
  const byPer = grouped(candidates, ({ per }) => per);
  return (whole.catalogue.templatesByPhase.get('before') ?? []).flatMap((template) => {
    const { per } = template;
    const fitting =
      typeof per === 'string' ? (byPer.get(per) ?? []) : candidates.filter((each) => per.includes(each.per));
    return fitting.flatMap(({ context, common }) => draftOf(template, context, common));
  });
}

/** Repeated ids get a number, so that every id is unique in the plan. */
function numbered(steps: readonly Step[]): readonly Step[] {
  const seen = new Map<string, number>();
  return steps.map((step) => {
    const times = (seen.get(step.id) ?? 0) + 1;
    seen.set(step.id, times);
    return times === 1 ? step : { ...step, id: `${step.id}-${times}` };
  });
}

const VERIFY: readonly Phase[] = ['verify'];

function segmentSteps(segment: Segment, phases: readonly Phase[]): readonly Draft[] {
  const { context } = segment;
  const among = (wanted: readonly Phase[]) => wanted.filter((phase) => phases.includes(phase));
  const later = phases.filter((phase) => phase !== 'before');
  switch (segment.kind) {
    case 'prepare':
      return stepsOf(context, 'prepare-ad', later);
    case 'window':
      return [
        ...(context.onNewServer ? stepsOf(context, 'window', among(['before'])) : []),
        ...stepsOf(context, 'window', among(['dependencies', 'organisation', 'maintenance-on'])),
        ...segment.acts.flatMap((act) => stepsOf(act, act.hop.act, later)),
        ...stepsOf(
          context,
          'window',
          among(['prerequisites', 'update', 'maintenance-off', 'after', 'verify']),
        ),
      ];
    case 'migrate':
      return stepsOf(
        context,
        'migrate',
        later.filter((phase) => phase !== 'dependencies' || context.onNewServer),
      );
  }
}

/** What the checklist holds, in the order to do it. Empty when nothing is to be done. */
export function draftsOf(stages: Stages): readonly Draft[] {
  const { whole, closing, segments } = stages;
  const last = segments.at(-1);
  if (!last) return [];
  const work = PHASE_ORDER.filter((phase) => phase !== 'verify');
  return [
    ...beforehand(stages),
    ...stepsOf(whole, 'plan', ['dependencies']),
    // What leans on the server that will be left is looked for with the other dependencies.
    ...segments.flatMap(({ kind, context }) =>
      kind === 'migrate' && !context.onNewServer ? stepsOf(context, 'migrate', ['dependencies']) : [],
    ),
    ...stepsOf(whole, 'plan', ['organisation', 'maintenance-on']),
    ...segments.slice(0, -1).flatMap((segment) => segmentSteps(segment, PHASE_ORDER)),
    ...segmentSteps(last, work),
    ...stepsOf(closing, 'plan', ['prerequisites', 'update', 'maintenance-off', 'after']),
    ...segmentSteps(last, VERIFY),
    ...stepsOf(closing, 'plan', VERIFY),
  ];
}

/** The steps of the checklist, filled. */
export function assemble(drafts: readonly Draft[]): readonly Step[] {
  const filled = new Map<Context, Values>();
  const valuesIn = (context: Context) => {
    const known = filled.get(context) ?? valuesOf(context);
    filled.set(context, known);
    return known;
  };
  return numbered(
    drafts.map(({ template, context, truth }) => toStep(template, context, valuesIn(context), truth)),
  );
}
