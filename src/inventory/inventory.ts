/** The servers of an organisation, as far as the files say: what planning and status work from. */
import type { Product, Release } from '../catalogue/catalogue.ts';
import type { KnownLevel } from '../catalogue/identify.ts';
import type { LegacyProductData, Role, WindowsId } from '../catalogue/schema.ts';
import type { FileNote, FormatId, OrganisationFacts } from './record.ts';

export type { FileNote, FormatId, OrganisationFacts } from './record.ts';

/** What a server runs; `unknown` keeps the text of the file, and never becomes the next known level. */
export type ServerLevel =
  | KnownLevel
  | { readonly kind: 'legacy'; readonly product: LegacyProductData }
  | {
      readonly kind: 'unknown';
      /** As in the file; null: no file says anything about it. */
      readonly text: string | null;
      readonly reason: string;
      /** The product, where the build at least tells that. */
      readonly product: Product | null;
    };

export type DagMembership =
  | { readonly kind: 'member'; readonly dag: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** Two files (or two values of one) that cannot both be right, and which was believed. */
export interface Contradiction {
  readonly about: 'level' | 'role' | 'site' | 'dag' | 'dotnet' | 'windows' | 'internet-facing' | 'name';
  /** One sentence: who says what, and what was taken. */
  readonly text: string;
}

export interface InventoryServer {
  /** As the most exact file writes it; the FQDN only where short names are not unique. */
  readonly name: string;
  readonly fqdn: string | null;
  readonly level: ServerLevel;
  /** The text that the level was read from; null: unknown. */
  readonly levelText: string | null;
  readonly role: Role | null;
  readonly dag: DagMembership;
  readonly site: string | null;
  readonly edition: string | null;
  readonly windows: WindowsId | null;
  readonly dotnet: string | null;
  readonly internetFacing: boolean | null;
  /** Names of the files that mention it. */
  readonly files: readonly string[];
  readonly contradictions: readonly Contradiction[];
}

export interface ReadFile {
  readonly kind: 'read';
  readonly name: string;
  readonly format: FormatId;
  readonly servers: number;
  readonly notes: readonly FileNote[];
}

/** A file that could not be used: `message` says what was recognised and what was expected. */
export interface RefusedFile {
  readonly kind: 'refused';
  readonly name: string;
  readonly message: string;
}

export interface Inventory {
  /** By name, naturally sorted (EX2 before EX10). */
  readonly servers: readonly InventoryServer[];
  readonly files: readonly (ReadFile | RefusedFile)[];
  readonly organisation: OrganisationFacts;
  /** The newest release that the forest is prepared for, where a file tells the levels of Active Directory. */
  readonly prepared: Release | null;
}
