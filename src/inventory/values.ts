/** Single values of a file in the catalogue's terms; what does not fit is null, and the text is kept elsewhere. */
import { type Catalogue, compareDotnet } from '../catalogue/catalogue.ts';
import type { Role, WindowsId } from '../catalogue/schema.ts';

/** `Microsoft Windows Server 2012 R2 Standard`, `2022`, `10.0.17763` as an id; only what can carry Exchange. */
export function windowsOf(catalogue: Catalogue, text: string): WindowsId | null {
  const carrying = [...catalogue.windows.values()].filter((item) => item.dotnet !== undefined);
  const build = carrying.find((item) => item.build === text.trim());
  if (build) return build.id;
  const match = /(?:^|[^\d])(20\d\d)\s*(r2)?(?![\d])/i.exec(text);
  if (!match) return null;
  const id = `${match[1]}${match[2] === undefined ? '' : 'r2'}`;
  return carrying.find((item) => item.id === id)?.id ?? null;
}

/** A version (`4.8`, `4.7.2 or later`) or the Release value of the registry, thousands separated in any way. */
export function dotnetOf(catalogue: Catalogue, text: string): string | null {
  const version = /^v?(4\.\d(?:\.\d)?)(?![\d.])/i.exec(text.trim())?.[1];
  if (version !== undefined) return catalogue.dotnet.has(version) ? version : null;
  const digits = text.replace(/[\s.,'\u00a0\u202f]/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const versions = [...catalogue.dotnet.values()].sort((a, b) => compareDotnet(a.id, b.id));
  return versions.findLast((item) => item.release <= Number(digits))?.id ?? null;
}

/**
 * The role for planning. Old servers show several (`Mailbox, ClientAccess`): any of them that is neither Edge
 * nor the tools is planned like a Mailbox server.
 */
export function roleOf(text: string): Role | null {
  const words = text.toLowerCase();
  if (/\bedge/.test(words)) return 'edge';
  if (/tools/.test(words)) return 'tools';
  return /mailbox|multirole|clientaccess|client access|hubtransport|unifiedmessaging/.test(words)
    ? 'mailbox'
    : null;
}
