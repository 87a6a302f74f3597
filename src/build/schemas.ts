/** The JSON Schema of the data files, for completion and checking in editors. */
import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { fileSchema } from '../catalogue/schema.ts';

/** The schema as text; the rules across files (ids, ranges, builds) are not in it, the loader checks them. */
export function dataFileSchema(): string {
  const schema = z.toJSONSchema(fileSchema, { target: 'draft-7', io: 'input', reused: 'ref' });
  const titled = {
    ...schema,
    title: 'cupath data file',
    description: 'One file under data/ or in an overlay.',
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}

/** Writes `schema.json` beside the data. */
export function writeDataFileSchema(path: string): void {
  writeFileSync(path, dataFileSchema());
}
