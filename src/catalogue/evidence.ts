/** Walks the conditions of setup failures. */
import type { EvidenceData, EvidenceLeaf, PatternData } from './diagnosis-schema.ts';
import type { Path } from './yaml.ts';

/** Every leaf of a condition with its path. */
export function evidenceLeaves(
  condition: EvidenceData,
  path: Path,
): { readonly leaf: EvidenceLeaf; readonly path: Path }[] {
  if ('all' in condition) {
    return condition.all.flatMap((item, index) => evidenceLeaves(item, [...path, 'all', index]));
  }
  if ('any' in condition) {
    return condition.any.flatMap((item, index) => evidenceLeaves(item, [...path, 'any', index]));
  }
  return [{ leaf: condition, path }];
}

/** The patterns of a leaf with their paths. */
export function patternsIn(
  leaf: EvidenceLeaf,
  path: Path,
): { readonly pattern: PatternData; readonly path: Path }[] {
  if ('line' in leaf) return leaf.line.map((pattern, index) => ({ pattern, path: [...path, 'line', index] }));
  if ('pair' in leaf) return leaf.pair.map((pattern, index) => ({ pattern, path: [...path, 'pair', index] }));
  if ('before' in leaf) {
    return [
      { pattern: leaf.before, path: [...path, 'before'] },
      { pattern: leaf.error, path: [...path, 'error'] },
    ];
  }
  return [];
}
