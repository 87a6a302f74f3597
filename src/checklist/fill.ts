/** Fills the variables of step templates: from the context, or with one kind of placeholder (`<SERVER>`). */
import {
  type Catalogue,
  productTitle,
  type Release,
  releaseTitle,
  required,
  ruleFor,
  type Update,
  windowsTitle,
} from '../catalogue/catalogue.ts';
import type { Shell, WindowsId } from '../catalogue/schema.ts';
import { supportedForestLevels } from '../planner/forest.ts';
import { controllersFor, controllersForAll } from './condition.ts';
import type { Context, Standing } from './context.ts';
import { quotedFor } from './quoting.ts';
import { TEMPLATE_VARIABLES, type TemplateVariable } from './variables.ts';

export type Values = Readonly<Record<TemplateVariable, string>>;

/** `Exchange Server 2016 CU12 Mar21SU`; says so when the SU is not known. */
export function standingTitle(context: Context, { release, update, updateKnown }: Standing): string {
  const title = releaseTitle(context.catalogue, release);
  if (update) return `${title} ${update.id}`;
  return updateKnown ? title : `${title} (SU unknown)`;
}

function standingBuild({ release, update, updateKnown }: Standing): string {
  if (update) return update.build;
  return updateKnown ? release.build : `${release.build} or a later build of this CU`;
}

function isoOf(context: Context, release: Release): string {
  const { iso } = context.question;
  if (release.id === context.finalRelease.id) return iso ?? '<ISO>';
  return `<ISO-${release.id.toUpperCase()}>`;
}

function dotnetOf(context: Context): string {
  return context.hop?.act === 'install-dotnet' ? context.hop.dotnet : context.after.dotnet;
}

function updateValues(
  update: Update | null,
): Pick<Values, 'update' | 'updateName' | 'updateBuild' | 'updateKb' | 'updateLink'> {
  return {
    update: update?.id.toLowerCase() ?? '',
    updateName: update?.id ?? '',
    updateBuild: update?.build ?? '',
    updateKb: update?.kb ?? '',
    updateLink:
      update?.link ?? (update?.kb ? `https://support.microsoft.com/help/${update.kb.slice(2)}` : ''),
  };
}

function windowsTitles(catalogue: Catalogue, ids: readonly WindowsId[]): string {
  return ids.map((id) => windowsTitle(catalogue, id)).join(', ');
}

/** Every variable's value in this context. */
export function valuesOf(context: Context): Values {
  const { catalogue, question, release, before, after, hop } = context;
  const dotnet = required(catalogue.dotnet, dotnetOf(context));
  const software =
    hop?.act === 'install-software'
      ? catalogue.data.software.find((item) => item.id === hop.software)
      : undefined;
  return {
    server: context.onNewServer ? '<NEW-SERVER>' : (question.server ?? '<SERVER>'),
    dag: context.onNewServer ? '<NEW-DAG>' : (question.dag ?? '<DAG>'),
    iso: isoOf(context, release),
    targetServer: '<OTHER-SERVER>',
    backup: '<BACKUP-FOLDER>',
    dc: '<DOMAIN-CONTROLLER>',
    product: productTitle(catalogue, before.release.product),
    fromName: standingTitle(context, before),
    fromBuild: standingBuild(before),
    toName: standingTitle(context, after),
    toBuild: standingBuild(after),
    release: release.id,
    releaseName: releaseTitle(catalogue, release),
    releaseBuild: release.build,
    releaseKb: release.kb ?? '',
    releaseLink: release.link ?? '',
    licence: ruleFor(catalogue.licences, release).switch,
    schemaLevel: String(release.ad.schema),
    organisationLevel: String(release.ad.organisation),
    domainLevel: String(release.ad.domain),
    forestLevels: supportedForestLevels(catalogue, release)
      .map(({ value, name }) => `${value} (${name})`)
      .join(' or '),
    dcWindows: windowsTitles(catalogue, controllersFor(context)),
    dcWindowsOfAll: windowsTitles(catalogue, controllersForAll(context)),
    dotnet: dotnet.id,
    dotnetRelease: String(dotnet.release),
    dotnetInstaller: dotnet.installer?.file ?? '<DOTNET-INSTALLER>',
    dotnetUrl: dotnet.installer?.url ?? '',
    dotnetKb: dotnet.installer?.kb ?? '',
    ...updateValues(context.update),
    software: software?.id ?? '',
    softwareName: software?.name ?? '',
    newWindows: hop?.act === 'migrate' ? windowsTitle(catalogue, hop.windows) : '',
    newDotnet: hop?.act === 'migrate' ? hop.dotnet : '',
    previousRelease: before.release.id,
    windowsName: windowsTitle(catalogue, before.windows),
  };
}

/** Texts of the data hold known names only (checked on load); a remark of an overlay may hold any other braces. */
const VARIABLE = /\{([A-Za-z]+)\}/g;
const VARIABLES: ReadonlySet<string> = new Set(TEMPLATE_VARIABLES);

function isVariable(name: string): name is TemplateVariable {
  return VARIABLES.has(name);
}

/** Fills a text that people read. */
export function fillText(template: string, values: Values): string {
  if (!template.includes('{')) return template;
  return template.replace(VARIABLE, (whole, name: string) => (isVariable(name) ? values[name] : whole));
}

/** Fills a command, each value quoted for its shell. */
export function fillCommand(template: string, shell: Shell, values: Values): string {
  if (!template.includes('{')) return template;
  return template.replace(VARIABLE, (whole, name: string) =>
    isVariable(name) ? quotedFor(shell, values[name]) : whole,
  );
}
