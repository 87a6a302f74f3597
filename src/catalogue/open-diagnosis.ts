/**
 * Opens the data of diagnoses: a compiled file of their own beside the catalogue, so that no other command pays for
 * them. They are used as long as the data directory is as it was when the open catalogue was made.
 */
import type { Catalogue } from './catalogue.ts';
import type { DiagnosisData } from './diagnosis-schema.ts';
import type { DataSource } from './files.ts';

/** What `dist/diagnosis.json` holds. */
export interface CompiledDiagnosis {
  /** Of all data files, as in `dist/catalogue.json`. */
  readonly digest: string;
  readonly data: DiagnosisData;
}

export interface DiagnosisLocation {
  readonly data: DataSource;
  /** Reads `diagnosis.json`; gives undefined where it is absent. */
  readonly compiled: () => Buffer | undefined;
  /** Overlay directories, in order: those that the catalogue was opened with. */
  readonly overlays?: readonly string[];
}

function parsed(bytes: Buffer | undefined): CompiledDiagnosis | undefined {
  try {
    return bytes && (JSON.parse(bytes.toString('utf8')) as CompiledDiagnosis);
  } catch {
    return undefined;
  }
}

/**
 * The data of diagnoses that belong to an open catalogue.
 * @throws CatalogueError when edited data or an overlay are invalid
 */
export async function openDiagnosis(
  catalogue: Catalogue,
  { data, compiled: read, overlays = [] }: DiagnosisLocation,
): Promise<DiagnosisData> {
  const compiled = overlays.length === 0 ? parsed(read()) : undefined;
  if (compiled?.digest === catalogue.digest) return compiled.data;
  const { loadData } = await import('./load.ts');
  return loadData(data, overlays).diagnosis;
}
