/** The data of diagnoses for the commands that need them; no other command loads them. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { DiagnosisData } from '../catalogue/diagnosis-schema.ts';
import { openDiagnosis } from '../catalogue/open-diagnosis.ts';
import type { Context } from './context.ts';

/** The data that belong to a catalogue opened with these overlays. */
export function diagnosisData(
  context: Context,
  catalogue: Catalogue,
  overlays: readonly string[],
): Promise<DiagnosisData> {
  return openDiagnosis(catalogue, {
    data: context.own.data,
    compiled: () => context.own.read('dist/diagnosis.json'),
    overlays,
  });
}
