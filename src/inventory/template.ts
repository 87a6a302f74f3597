/** The inventory to fill in by hand, with examples from the catalogue. */
import type { Catalogue } from '../catalogue/catalogue.ts';

/** Names of levels as admins have them, newest product first: an update, a build, a release alone. */
function examples(catalogue: Catalogue): readonly [string, string, string] {
  const releases = [...catalogue.products.values()]
    .reverse()
    .flatMap((product) => [...product.releases].reverse());
  const updates = releases.flatMap((release) => release.updates.slice(-1));
  const spaced = (id: string) =>
    id.replace(/[-+]/g, ' ').replace(/^[a-z]+|\b(?:cu|rtm|sp)(?=\d|\b)/g, (word) => word.toUpperCase());
  return [
    spaced(updates[1]?.fullId ?? releases[0]?.id ?? ''),
    updates[1]?.build ?? releases[0]?.build ?? '',
    spaced(releases[1]?.id ?? releases[0]?.id ?? ''),
  ];
}

function properties(catalogue: Catalogue): readonly string[] {
  const [update, build, release] = examples(catalogue);
  const windows = [...catalogue.windows.values()]
    .filter((item) => item.dotnet !== undefined)
    .map((item) => item.id);
  return [
    `level           what it runs: "${update}", "${build}" (version of ExSetup.exe), or`,
    `                "${release}" when the security update is not known`,
    'role            mailbox, edge, or tools (machine with the management tools only)',
    'dag             name of its database availability group, or none',
    'site            Active Directory site',
    'internetFacing  true: its site receives mail or clients from the internet, goes first',
    'dotnet          4.8, or the Release value of the registry',
    `windows         ${windows.join(', ')}`,
  ];
}

/** The template as YAML: comments, and servers to replace. */
export function yamlTemplate(catalogue: Catalogue): string {
  const [update, build, release] = examples(catalogue);
  return `${[
    '# Servers with Exchange, one entry each. Replace the examples; only "name" is required,',
    '# and what you leave out is unknown: cupath never guesses it.',
    '#',
    ...properties(catalogue).map((line) => `#   ${line}`),
    '#',
    '# Then: cupath plan --inventory FILE --to latest',
    '',
    'servers:',
    '  - name: EX01',
    `    level: ${update}`,
    '    role: mailbox',
    '    dag: DAG1',
    '    site: Default-First-Site-Name',
    '    internetFacing: true',
    '  - name: EX02',
    `    level: ${build}`,
    '    role: mailbox',
    '    dag: DAG1',
    '    site: Default-First-Site-Name',
    '    internetFacing: true',
    '  - name: EDGE01',
    `    level: ${release}`,
    '    role: edge',
    '    # dotnet: "4.8"',
    '    # windows: 2019',
  ].join('\n')}\n`;
}

/** The template as CSV; lines that begin with # are comments. */
export function csvTemplate(catalogue: Catalogue): string {
  const [update, build, release] = examples(catalogue);
  return `${[
    '# Servers with Exchange, one row each. Only name is required; an empty cell is unknown.',
    ...properties(catalogue).map((line) => `#   ${line}`),
    'name,level,role,dag,site,internetFacing,dotnet,windows',
    `EX01,${update},mailbox,DAG1,Default-First-Site-Name,true,,`,
    `EX02,${build},mailbox,DAG1,Default-First-Site-Name,true,,`,
    `EDGE01,${release},edge,,,,,`,
  ].join('\n')}\n`;
}
