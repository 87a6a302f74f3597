/** Whether a saved plan was made with the data that this program has. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Checklist } from '../saved/checklist.ts';

/**
 * What to say about the data; null: they are the same, digest by digest.
 * @param overlaysGiven true where the caller named overlay folders
 */
export function catalogueNote(
  { plan }: Checklist,
  catalogue: Catalogue,
  overlaysGiven: boolean,
): string | null {
  const { asOf, digest, overlays } = plan.catalogue;
  if (digest === catalogue.digest) return null;
  const made = `This plan was made with data as of ${asOf} (${digest.slice(0, 19)})`;
  if (overlays.length > 0 && !overlaysGiven)
    return `${made} and the overlays ${overlays.join(', ')}. To compare it with today's data, name their folders with --data DIR.`;
  const day = catalogue.data.catalogue.asOf;
  const age = day > asOf ? 'newer data' : day < asOf ? 'older data' : 'other data';
  return `${made}; this cupath has ${age}, as of ${day} (${catalogue.digest.slice(0, 19)}). See what would change with --replan.`;
}
