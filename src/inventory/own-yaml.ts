/** cupath's own inventory in YAML, written by hand: see the template. */
import { suggestion } from '../catalogue/nearest.ts';
import type { CatalogueProblem } from '../catalogue/problem.ts';
import { parseYaml } from '../catalogue/yaml.ts';
import { bagKey, recordOf } from './bag.ts';
import { type FileReading, MAX_SERVERS, type ServerRecord, UnreadableFile } from './record.ts';

/** The properties of a server in the order of the template. */
const OWN_PROPERTIES = [
  'name',
  'level',
  'role',
  'dag',
  'site',
  'internetFacing',
  'dotnet',
  'windows',
] as const;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number such as 2019 or 4.8 may stand without quotes; `4.10` would lose its zero, so .NET wants quotes. */
function scalarText(value: unknown): string | null {
  if (value === null || value === undefined) return '';
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
}

/** Reads the text. @throws UnreadableFile with line and column of what is wrong */
export function readOwnYaml(text: string): FileReading {
  const parsed = parseYaml('', text);
  if (!parsed.ok)
    throw new UnreadableFile(`recognised as an inventory in YAML: ${problemText(parsed.problems[0])}`);
  const { value, locate } = parsed;
  const wrong = (path: readonly (string | number)[], message: string, what?: 'key') => {
    const { line, column } = locate(path, what ?? 'value');
    return new UnreadableFile(`line ${line}, column ${column}: ${message}`);
  };
  if (!isObject(value)) throw wrong([], 'found no mapping, expected "servers:" with a list below');
  const extra = Object.keys(value).find((key) => key !== 'servers');
  if (extra !== undefined) throw wrong([extra], 'found another key, expected only "servers:" here', 'key');
  const { servers } = value;
  if (!Array.isArray(servers)) throw wrong(['servers'], 'expected a list of servers ("- name: ...")');
  if (servers.length > MAX_SERVERS) throw wrong(['servers'], `expected at most ${MAX_SERVERS} servers`);
  const records = servers.map((item: unknown, index): ServerRecord => {
    const path = ['servers', index];
    if (!isObject(item)) throw wrong(path, 'expected a server with "name:"');
    const bag = new Map<string, string>();
    for (const [key, found] of Object.entries(item)) {
      if (!(OWN_PROPERTIES as readonly string[]).includes(key)) {
        const hint = suggestion(key, OWN_PROPERTIES) || `; expected ${OWN_PROPERTIES.join(', ')}`;
        throw wrong([...path, key], `this is no property of a server${hint}`, 'key');
      }
      const scalar = scalarText(found);
      if (scalar === null) throw wrong([...path, key], 'expected a single value');
      bag.set(bagKey(key), scalar);
    }
    const record = recordOf(bag, { line: locate(path).line, written: true });
    if (!record) throw wrong(path, 'expected "name:" with the name of the server');
    return record;
  });
  if (records.length === 0) throw wrong(['servers'], 'the list of servers is empty');
  return { format: 'own-yaml', records, organisation: {}, notes: [] };
}

function problemText(problem: CatalogueProblem | undefined): string {
  if (!problem) return 'not valid YAML';
  const line = problem.message.split('\n', 1)[0] ?? '';
  return `line ${problem.line}, column ${problem.column}: ${line}`;
}
