/** Asks a schema which keys it knows at a path: for naming the key that somebody meant. */
import type * as z from 'zod';
import type { Path } from './yaml.ts';

type Schema = z.core.$ZodType;

/** The schemas that stand behind wrappers: optional, lazy and union opened, everything else itself. */
function opened(schema: Schema): readonly Schema[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
      return opened(def.innerType);
    case 'lazy':
      return opened(def.getter());
    case 'union':
      return def.options.flatMap(opened);
    default:
      return [schema];
  }
}

function below(schema: Schema, key: string | number): readonly Schema[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'array') return opened(def.element);
  if (def.type !== 'object') return [];
  const child = Object.hasOwn(def.shape, key) ? def.shape[String(key)] : undefined;
  return child ? opened(child) : [];
}

function keysOf(schema: Schema): readonly string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === 'object' ? Object.keys(def.shape) : [];
}

/** The keys of the mappings that may stand at `path`: of all branches, where it is a union. */
export function keysAt(schema: Schema, path: Path): readonly string[] {
  let schemas = opened(schema);
  for (const key of path) schemas = schemas.flatMap((item) => below(item, key));
  return [...new Set(schemas.flatMap(keysOf))];
}
