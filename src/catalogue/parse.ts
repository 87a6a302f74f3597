/** One data file: YAML text -> validated lists, with the position of everything in it. */
import { problemsOf } from './issues.ts';
import type { CatalogueProblem } from './problem.ts';
import { type FileData, fileSchema } from './schema.ts';
import { type Locate, parseYaml } from './yaml.ts';

export interface ParsedFile {
  readonly file: string;
  readonly data: FileData;
  /** Path from the top of the file: section, index, key ... */
  readonly locate: Locate;
}

export type Parsed =
  | { readonly ok: true; readonly parsed: ParsedFile }
  | { readonly ok: false; readonly problems: readonly CatalogueProblem[] };

/**
 * Parses and validates one file. Never throws; an empty file is an empty set of lists.
 * @param file the name that problems carry
 */
export function parseFile(file: string, text: string): Parsed {
  const yaml = parseYaml(file, text);
  if (!yaml.ok) return yaml;
  const result = fileSchema.safeParse(yaml.value ?? {});
  if (!result.success) {
    return { ok: false, problems: problemsOf(result.error, fileSchema, yaml.value, yaml.locate) };
  }
  return { ok: true, parsed: { file, data: result.data, locate: yaml.locate } };
}
