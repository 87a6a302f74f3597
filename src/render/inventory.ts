/** What inventory files say, as text and as JSON. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { buildOf, levelTitle } from '../catalogue/identify.ts';
import type { Inventory, InventoryServer } from '../inventory/inventory.ts';
import { glyphs } from './glyphs.ts';
import { type Json, jsonText } from './json.ts';
import { facts, paragraph, type Style, section } from './layout.ts';
import { windowsName } from './words.ts';

/** `Exchange Server 2019 CU14 Oct25SU`, `... CU14, SU unknown`, or the text that was not understood. */
export function inventoryLevel(catalogue: Catalogue, { level }: InventoryServer): string {
  switch (level.kind) {
    case 'level':
      return `${levelTitle(catalogue, level)}${level.updateKnown ? '' : ', SU unknown'}`;
    case 'legacy':
      return level.product.name;
    case 'unknown':
      return level.text === null ? 'level unknown' : `level unknown (${level.text})`;
  }
}

function membershipText({ dag }: InventoryServer): string {
  return dag.kind === 'member' ? `DAG ${dag.dag}` : dag.kind === 'none' ? 'no DAG' : 'DAG unknown';
}

function serverLines(catalogue: Catalogue, server: InventoryServer, style: Style): string[] {
  const known = [
    server.role ?? 'role unknown',
    ...(server.role === 'edge' || server.role === 'tools' ? [] : [membershipText(server)]),
    server.site === null ? 'site unknown' : `site ${server.site}`,
    server.dotnet === null ? '.NET unknown' : `.NET ${server.dotnet}`,
    server.windows === null ? 'Windows unknown' : windowsName(server.windows),
  ];
  return [
    ...paragraph(style, inventoryLevel(catalogue, server), { label: `${server.name}:`, hang: 2 }),
    ...facts(style, known, { indent: 2, tone: 'dim' }),
    ...server.contradictions.flatMap(({ text }) =>
      paragraph(style, `${text}.`, { indent: 2, label: '! Contradiction:', labelTone: 'warn' }),
    ),
  ];
}

/** Every server with what is known and what is not. Ends in a line feed. */
export function inventoryText(catalogue: Catalogue, inventory: Inventory, style: Style): string {
  const { rule, bullet } = glyphs(style.ascii);
  const lines = [
    ...inventory.servers.flatMap((server) => serverLines(catalogue, server, style)),
    ...section(style, 'Files', rule),
    ...inventory.files.flatMap((file) =>
      file.kind === 'read'
        ? paragraph(style, `${file.name}: ${file.servers} servers (${file.format})`, { mark: bullet })
        : paragraph(style, `${file.name}: left out: ${file.message}`, { mark: bullet, tone: 'warn' }),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function serverJson(server: InventoryServer): Json {
  const { level, dag } = server;
  return {
    name: server.name,
    fqdn: server.fqdn,
    product: level.kind === 'level' ? level.release.product : (level.product?.id ?? null),
    release: level.kind === 'level' ? level.release.id : null,
    update: level.kind === 'level' ? (level.update?.id ?? null) : null,
    updateKnown: level.kind === 'level' && level.updateKnown,
    build: level.kind === 'level' && level.updateKnown ? buildOf(level) : null,
    text: server.levelText,
    role: server.role,
    dag: dag.kind === 'member' ? dag.dag : null,
    dagKnown: dag.kind !== 'unknown',
    site: server.site,
    windows: server.windows,
    dotnet: server.dotnet,
    internetFacing: server.internetFacing,
    files: server.files,
    contradictions: server.contradictions.map(({ about, text }) => ({ about, text })),
  };
}

/** The servers as a JSON array. */
export function inventoryJson(inventory: Inventory): string {
  return jsonText(inventory.servers.map(serverJson));
}
