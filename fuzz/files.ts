/** Damaged files that others wrote: inventories in every form, setup logs. Bytes as well as text. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { csvTemplate, yamlTemplate } from '../src/inventory/template.ts';
import { beginning } from '../test/diagnose/log.ts';
import { expect, type Fuzzer } from './fuzzer.ts';
import { mutated, mutatedBytes } from './mutate.ts';
import { catalogue, expectDecent, type Ran, runProgram } from './program.ts';
import type { Random } from './random.ts';

interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function sample(name: string, text: string): Sample {
  return { name, bytes: Buffer.from(text) };
}

/** Larger files of a collection beside the project take part where there is one. */
const COLLECTION = '../shared/fixtures';
const LARGEST = 400_000;

function collected(folder: string, endings: readonly string[]): readonly Sample[] {
  try {
    return readdirSync(join(COLLECTION, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => endings.includes(extname(name)))
      .map((name) => ({
        name: name.replace(/.*[\\/]/, ''),
        bytes: readFileSync(join(COLLECTION, folder, name)),
      }))
      .filter(({ bytes }) => bytes.length < LARGEST);
  } catch {
    return [];
  }
}

const OBJECTS = `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
  <Obj RefId="0"><TN RefId="0"><T>Microsoft.Exchange.Data.Directory.Management.ExchangeServer</T></TN>
    <Props><S N="Name">EX01</S><S N="Fqdn">EX01.contoso.example</S><S N="ServerRole">Mailbox</S>
      <S N="AdminDisplayVersion">Version 15.2 (Build 1544.4)</S><B N="IsEdgeServer">false</B></Props></Obj>
</Objs>
`;

const LIST = `Name                : EX01
ServerRole          : Mailbox
AdminDisplayVersion : Version 15.1 (Build 2507.6)
Site                : contoso.example/Configuration/Sites/Main

Name                : EDGE01
ServerRole          : Edge
AdminDisplayVersion : Version 15.2 (Build 986.5)
`;

const TABLE = `Name   ServerRole AdminDisplayVersion
----   ---------- -------------------
EX01   Mailbox    Version 15.1 (Build 2507.6)
EX02   Mailbox    Version 15.2 (Build 1544.4)
`;

const INVENTORIES: readonly Sample[] = [
  sample('servers.yaml', yamlTemplate(catalogue)),
  sample('servers.csv', csvTemplate(catalogue)),
  sample(
    'servers.json',
    JSON.stringify([{ name: 'EX01', level: '2016-cu23', role: 'mailbox', dag: 'DAG1' }]),
  ),
  sample('servers.xml', OBJECTS),
  sample('list.txt', LIST),
  sample('table.txt', TABLE),
  ...collected('health-checker', ['.xml', '.txt', '.html', '.json']),
];

const LOGS: readonly Sample[] = [
  sample('ExchangeSetup.log', beginning().join('\r\n')),
  ...collected('setup-logs', ['.log', '.err']),
];

function damaged(random: Random, { name, bytes }: Sample, all: readonly Sample[]): Sample {
  if (random.chance(0.3)) return { name, bytes: mutatedBytes(random, bytes) };
  const donor = Buffer.from(random.pick(all).bytes).toString('latin1');
  const text = mutated(random, Buffer.from(bytes).toString('latin1'), donor);
  const ending = random.chance(0.1)
    ? random.pick(['.txt', '.xml', '.csv', '.json', '.yaml', '.html', '.log'])
    : extname(name);
  return {
    name: `${name.slice(0, name.length - extname(name).length)}${ending}`,
    bytes: Buffer.from(text, 'latin1'),
  };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cupath-fuzz-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function expectNoFile(ran: Ran, folder: string): void {
  expectDecent(ran);
  expect(readdirSync(folder).length === 1, 'a file was written');
}

const FLEET_FORMATS = ['text', 'markdown', 'html', 'csv', 'json'];

export const inventoryFuzzer: Fuzzer = {
  name: 'inventory',
  what: 'damaged inventories in every form: shown, or planned as a fleet',
  share: 2,
  patience: 10_000,
  least: 100,
  attempt(random, note) {
    return inFolder(async (folder) => {
      const { name, bytes } = damaged(random, random.pick(INVENTORIES), INVENTORIES);
      const path = join(folder, name);
      writeFileSync(path, bytes);
      const args = random.chance(0.6)
        ? ['inventory', 'show', path, '--format', random.pick(['text', 'json'])]
        : ['plan', '--inventory', path, '--to', 'latest', '--format', random.pick(FLEET_FORMATS)];
      note(`cupath ${args.join(' ')}\n${Buffer.from(bytes).toString('latin1').slice(0, 3000)}`);
      expectNoFile(await runProgram(args), folder);
    });
  },
};

export const logFuzzer: Fuzzer = {
  name: 'setup log',
  what: 'damaged setup logs and their neighbours, diagnosed',
  share: 2,
  patience: 10_000,
  least: 100,
  attempt(random, note) {
    return inFolder(async (folder) => {
      const { name, bytes } = damaged(random, random.pick(LOGS), LOGS);
      const path = join(folder, name);
      writeFileSync(path, bytes);
      const args = ['diagnose', path, '--format', random.pick(['text', 'json'])];
      note(`cupath ${args.join(' ')}\n${Buffer.from(bytes).toString('latin1').slice(0, 3000)}`);
      expectNoFile(await runProgram(args), folder);
    });
  },
};

/** A checklist as `plan --output` saves it, made once. */
let saved: Promise<Sample> | undefined;

function savedChecklist(): Promise<Sample> {
  saved ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cupath-fuzz-'));
    const path = join(folder, 'EX01.cupath.json');
    const args = ['plan', '--from', '2019-cu12', '--to', '2019-cu15', '--server', 'EX01', '--output', path];
    const ran = await runProgram(args);
    expect(ran.code === 0, ran.stderr);
    const bytes = readFileSync(path);
    rmSync(folder, { recursive: true, force: true });
    return { name: 'EX01.cupath.json', bytes };
  })();
  return saved;
}

const RESUMES: readonly (readonly string[])[] = [
  ['--show'],
  ['--show', '--format', 'json'],
  ['--done', '1-3'],
  ['--skip', '2', '--reason', 'not here'],
];

export const savedFuzzer: Fuzzer = {
  name: 'saved checklist',
  what: 'damaged saved checklists: shown, and ticked off',
  share: 1,
  patience: 10_000,
  least: 100,
  async attempt(random, note) {
    const whole = await savedChecklist();
    await inFolder(async (folder) => {
      const { bytes } = damaged(random, whole, [whole]);
      const path = join(folder, whole.name);
      writeFileSync(path, bytes);
      const args = ['resume', path, ...random.pick(RESUMES)];
      const ran = await runProgram(args);
      note(`cupath ${args.join(' ')}\n${ran.stderr}`);
      expectDecent(ran);
      const after = readFileSync(path);
      expect(ran.code === 0 || after.equals(bytes), 'a refused file was changed');
    });
  },
};
