/** The variables that texts and commands of the data may hold: `{server}`, `{releaseName}` ... A closed list. */
export const TEMPLATE_VARIABLES = [
  // The organisation's own names; what nobody said is printed as a placeholder.
  'server',
  'dag',
  'iso',
  'targetServer',
  'backup',
  'dc',
  // Where the act starts and ends.
  'product',
  'fromName',
  'fromBuild',
  'toName',
  'toBuild',
  'previousRelease',
  'windowsName',
  // The release that the act installs, or for steps of the whole plan the final one.
  'release',
  'releaseName',
  'releaseBuild',
  'releaseKb',
  'releaseLink',
  'licence',
  'schemaLevel',
  'organisationLevel',
  'domainLevel',
  'forestLevels',
  'dcWindows',
  'dcWindowsOfAll',
  // .NET, update and software of the act.
  'dotnet',
  'dotnetRelease',
  'dotnetInstaller',
  'dotnetUrl',
  'dotnetKb',
  'update',
  'updateName',
  'updateBuild',
  'updateKb',
  'updateLink',
  'software',
  'softwareName',
  // A migration's new servers.
  'newWindows',
  'newDotnet',
] as const;

export type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];

/** Those that an administrator types in: any characters may occur, so commands hold them in single quotes. */
export const TYPED_VARIABLES: readonly TemplateVariable[] = [
  'server',
  'dag',
  'iso',
  'targetServer',
  'backup',
  'dc',
];
