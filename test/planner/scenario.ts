import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { Role, WindowsId } from '../../src/catalogue/schema.ts';
import type { Question, Start, Target } from '../../src/planner/question.ts';
import type { Hop } from '../../src/planner/route.ts';

export interface Scenario {
  readonly id: string;
  readonly today?: string;
  readonly from: string;
  readonly to: string;
  readonly dotnet?: string;
  readonly windows?: WindowsId;
  readonly toWindows?: WindowsId;
  readonly role?: Role;
  readonly server?: string;
  readonly dag?: string;
  readonly media?: 'all' | readonly string[];
  readonly also?: readonly string[];
  readonly dcWindows?: readonly WindowsId[];
  readonly forestLevel?: string;
  readonly prepared?: string;
  readonly esu?: boolean;
  readonly hybrid?: boolean;
  readonly verdict: string;
  readonly hops?: readonly string[];
  readonly steps?: readonly string[];
  readonly absent?: readonly string[];
  readonly conditional?: readonly string[];
  readonly warnings?: readonly string[];
  readonly blocks?: readonly string[];
  readonly openings?: readonly string[];
  readonly rejected?: readonly string[];
}

interface ScenarioFile {
  readonly today: string;
  readonly cases: readonly Scenario[];
}

export const scenarioFile: ScenarioFile = parse(
  readFileSync(new URL('./scenarios.yaml', import.meta.url), 'utf8'),
) as ScenarioFile;

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The catalogue has no ${what}`);
  return value;
}

function startOf(catalogue: Catalogue, text: string): Start {
  if (text.startsWith('legacy ')) {
    return { kind: 'legacy', product: must(catalogue.legacyProducts.get(text.slice(7)), text) };
  }
  const [releaseId = '', updateId] = text.split('+');
  const release = must(catalogue.releases.get(releaseId), releaseId);
  const update = updateId === undefined ? null : must(catalogue.updates.get(text), text);
  return { kind: 'level', release, update, updateKnown: true };
}

function targetOf(catalogue: Catalogue, text: string): Target {
  if (text === 'latest' || text === 'latest-cu') return { kind: text };
  if (text.startsWith('planned ')) {
    return { kind: 'planned', planned: must(catalogue.plannedReleases.get(text.slice(8)), text) };
  }
  const start = startOf(catalogue, text);
  if (start.kind !== 'level') throw new Error(`Not a target: ${text}`);
  const { release, update } = start;
  return update ? { kind: 'update', release, update } : { kind: 'release', release };
}

export function questionOf(catalogue: Catalogue, scenario: Scenario): Question {
  const facts: Record<string, boolean> = {};
  if (scenario.esu !== undefined) facts.esu = scenario.esu;
  if (scenario.hybrid !== undefined) facts.hybrid = scenario.hybrid;
  if (scenario.dag !== undefined) facts.dag = true;
  return {
    from: startOf(catalogue, scenario.from),
    to: targetOf(catalogue, scenario.to),
    today: scenario.today ?? scenarioFile.today,
    dotnet: scenario.dotnet,
    windows: scenario.windows,
    toWindows: scenario.toWindows,
    role: scenario.role,
    server: scenario.server,
    dag: scenario.dag,
    also: scenario.also,
    dcWindows: scenario.dcWindows,
    forestLevel: scenario.forestLevel,
    prepared:
      scenario.prepared === undefined
        ? undefined
        : must(catalogue.releases.get(scenario.prepared), 'release'),
    media: scenario.media === 'all' ? [...catalogue.releases.keys()] : (scenario.media ?? []),
    accept: [],
    facts,
  };
}

/** `install-cu 2016-cu14`, `prepare-ad 2016-cu23 schema organisation`, `install-su Oct25SU`. */
export function hopLabel(hop: Hop): string {
  switch (hop.act) {
    case 'install-dotnet':
      return `install-dotnet ${hop.dotnet}`;
    case 'install-software':
      return `install-software ${hop.software}`;
    case 'prepare-ad':
      return `prepare-ad ${hop.release} ${hop.parts.join(' ')}`;
    case 'install-su':
      return `install-su ${hop.update}`;
    case 'install-cu':
    case 'upgrade-in-place':
    case 'migrate':
      return `${hop.act} ${hop.release}`;
  }
}
