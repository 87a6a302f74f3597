/** What a run of setup was to do, by its mode. Pure. */
import type { RunFacts } from './diagnosis.ts';

/** `other`: it removes or recovers a server, or something else that is no way to a newer build. */
export type Purpose = 'update' | 'install' | 'prepare' | 'other';

/** A log without a mode is taken for the update that most logs are of. */
export function purposeOf({ mode }: Pick<RunFacts, 'mode'>): Purpose {
  const name = mode?.toLowerCase() ?? 'upgrade';
  if (name.startsWith('/prepare')) return 'prepare';
  if (name === 'install') return 'install';
  return name === 'upgrade' || name === 'buildtobuildupgrade' ? 'update' : 'other';
}
